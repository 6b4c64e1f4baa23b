#pragma once

#include <set>
#include <utility>

#include "core/store/phone_database.hpp"
#include "wire/session.pb.h"

namespace xiangji {

/// Rows whose values the centre erased by order: whatever this phone keeps of them goes, in
/// whatever table. The row itself stays as the centre has it, empty and hidden. Runs in the
/// caller's transaction; throws SqlFault.
///
/// Own envelopes that speak of such a row are not kept for a restore of the centre any more; one
/// that still waits is sent, so that those behind it are not held up, refused there, and then goes.
class ErasedRows {
 public:
    explicit ErasedRows(PhoneDatabase& database) : database_(database) {}

    /// Before the rows of the same page are taken.
    void take(const google::protobuf::RepeatedPtrField<wire::ErasedRow>& rows);
    /// An own envelope that has its receipt: gone where it speaks of an erased row.
    void dropSent(std::uint64_t seq, const wire::Changeset& changeset);

    /// Something was erased, or sealed, since the file was last written anew.
    void oweScrub();
    [[nodiscard]] bool scrubDue();
    /// Writes the database anew and empties its log, so that nothing of what was erased is left in
    /// either. Outside a transaction; where somebody reads just now it stays due.
    void scrub();

 private:
    void erase(const RecordType& type, const Id& id);
    using Names = std::set<std::pair<TypeNumber, Bytes>>;
    void dropSentAbout(const Names& rows);
    void dropUndo(const Names& rows);

    PhoneDatabase& database_;
};

}  // namespace xiangji
