#pragma once

#include <QVariantMap>

#include "core/client/client.hpp"

namespace xiangji {

/// {type, typeLabel, rowId, row, field, shown, shownBy, shownAt, other, otherBy, otherAt}, all for
/// a reader.
[[nodiscard]] QVariantMap conflictWords(const Client& client, const ConflictView& conflict,
                                        Instant nowMs);

}  // namespace xiangji
