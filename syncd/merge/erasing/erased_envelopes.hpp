#pragma once

#include <functional>
#include <map>
#include <optional>
#include <vector>

#include "syncd/merge/course.hpp"
#include "syncd/merge/erasing/erased_values.hpp"
#include "syncd/merge/transaction.hpp"

namespace xiangji::syncd {

/// Rows that an erasure reaches, and how far.
using ReachedRows = std::map<RowName, Depth>;

/// How much of a change has to go; none = it stays.
using HowMuch =
    std::function<std::optional<Depth>(const RecordType& type, const wire::Change& change)>;

/// The row a change is about; of no row for what nobody could name.
[[nodiscard]] RowName rowOf(const wire::Change& change);

/// Takes values out of a kept envelope's bytes, which then no longer are as they were signed; the
/// places of the changes it touched. Empty: none had to go, or it cannot be decoded.
[[nodiscard]] std::vector<int> takeOut(Bytes& bytes, const Catalogue& catalogue,
                                       const HowMuch& goes);

/// The bytes of an envelope to be kept, without what it says of rows that were erased or that name
/// whom was erased. What cannot be decoded is kept as it came.
[[nodiscard]] Result<Bytes> withoutErased(Transaction& transaction, const Catalogue& catalogue,
                                          const wire::Envelope& envelope);

}  // namespace xiangji::syncd
