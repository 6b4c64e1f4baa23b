#pragma once

#include "core/records/field_seal.hpp"
#include "core/records/value.hpp"
#include "wire/envelope.pb.h"

namespace xiangji::sim {

/// Sealed values as somebody gave them, for the judge, who has everybody's keys: it compares what
/// was meant, whoever's key it lies under.
class Opened {
 public:
    /// `owner`: under whose key it lies, or to whom it goes.
    explicit Opened(const SigningKey& owner) : seal_(owner) {}

    /// Of a changeset on its way to the owner: what came in boxes stands open. A box that is not
    /// the owner's stays as it is.
    void takeOut(wire::Changeset& changeset) const;
    /// Of a change as it lies with the owner.
    void open(wire::Change& change) const;
    /// The same of a row's fields. What does not open stays as it is, and is like nothing.
    [[nodiscard]] Fields fields(const RecordType& type, const Id& id, const Fields& lying) const;
    [[nodiscard]] Value value(const RecordType& type, const Id& id, const Field& field,
                              const Value& lying) const;

 private:
    FieldSeal seal_;
};

}  // namespace xiangji::sim
