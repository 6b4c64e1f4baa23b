#pragma once

#include <cstdint>
#include <vector>

#include "core/records/catalogue.hpp"
#include "core/store/connection.hpp"
#include "wire/session.pb.h"

namespace xiangji {

/// Writes rows of one type over what a phone has, as the centre has them: one prepared statement
/// and no reading, because a page brings hundreds. Fields that `level` does not know yet are left
/// as they are (0 = all are known). Throws SqlFault.
class RowUpsert {
 public:
    RowUpsert(Connection& connection, const RecordType& type, std::uint32_t level);

    /// The row's bytes are read until this returns.
    void put(const wire::PulledRow& row);

 private:
    std::vector<int> places_;  ///< field number → place in the statement; 0 = none
    Statement statement_;
};

}  // namespace xiangji
