#pragma once

#include <vector>

#include "syncd/merge/transaction.hpp"

namespace xiangji::syncd {

/// Takes one row's values out of a kept envelope's bytes, which then no longer are as they were
/// signed; the places of the changes it touched. Empty: it says nothing of the row, or cannot be
/// decoded.
[[nodiscard]] std::vector<int> takeOut(Bytes& bytes, const RecordType& type, const Id& row);

/// The bytes of an envelope to be kept, without what it says of erased rows. What cannot be decoded
/// is kept as it came.
[[nodiscard]] Result<Bytes> withoutErased(Transaction& transaction, const Catalogue& catalogue,
                                          const wire::Envelope& envelope);

}  // namespace xiangji::syncd
