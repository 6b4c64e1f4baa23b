#pragma once

#include <QVariantMap>

#include "core/client/client.hpp"

namespace xiangji {

/// {id, maySettle, type, typeLabel, rowId, row, field, shown, shownBy, shownAt, other, otherBy,
/// otherAt}, from the label on all for a reader.
[[nodiscard]] QVariantMap conflictWords(const Client& client, const ConflictView& conflict,
                                        Instant nowMs);

/// {id, text, by, at, state, open, mayAnswer, mayAccept, mayWithdraw}; the text says what it asks
/// for.
[[nodiscard]] QVariantMap proposalWords(const Client& client, const ProposalView& proposal,
                                        Instant nowMs);

}  // namespace xiangji
