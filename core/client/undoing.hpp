#pragma once

#include <vector>

#include "core/client/client.hpp"
#include "core/store/phone_database.hpp"
#include "wire/session.pb.h"

namespace xiangji {

/// What takes the last own transaction back. Throws SqlFault in words: notFound where there is
/// nothing to undo, refused where something of it has no way back or was written over since.
class Undoing {
 public:
    Undoing(PhoneDatabase& database, const wire::Standing& standing, Instant nowMs);

    /// Its inverse, the last step first.
    [[nodiscard]] std::vector<Operation> operations();
    [[nodiscard]] Undone what() const;

 private:
    [[nodiscard]] Operation inverse(const wire::UndoStep& step);
    [[nodiscard]] Operation editBack(const wire::UndoStep& step, const RecordType& type,
                                     const Id& id, const Fields& row);
    [[nodiscard]] Operation actBack(const wire::UndoStep& step, const RecordType& type,
                                    const Id& id, const Fields& row);
    /// What stood in a field, as it would be given anew; refuses if its seal does not open.
    [[nodiscard]] Value given(const RecordType& type, const Id& id, const Field& field,
                              const Value& lying);
    [[nodiscard]] std::vector<Role> rolesFor(const Fields& row);
    [[nodiscard]] bool inConflict(const RecordType& type, const Id& id, FieldNumber field);

    PhoneDatabase& database_;
    const wire::Standing& standing_;
    Instant nowMs_;
    wire::Undo undo_;
};

}  // namespace xiangji
