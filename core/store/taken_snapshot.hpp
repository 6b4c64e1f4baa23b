#pragma once

#include "core/store/phone_database.hpp"
#include "wire/scope.pb.h"

namespace xiangji {

/// One page of a part of the scope that is read whole: its rows, and how far that has come, in the
/// caller's transaction. Throws SqlFault.
class TakenSnapshot {
 public:
    explicit TakenSnapshot(PhoneDatabase& database) : database_(database) {}

    /// The number of rows.
    std::uint64_t take(const wire::SnapshotPage& page);

 private:
    std::uint64_t takeRows(const Bytes& bytes);

    PhoneDatabase& database_;
};

}  // namespace xiangji
