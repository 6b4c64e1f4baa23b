#pragma once

#include <boost/json/object.hpp>
#include <optional>

#include "core/base/result.hpp"
#include "syncd/merge/audit/audit.hpp"

namespace xiangji::syncd {

/// {"good", "lsn", "headHash", "lines", "receipts", "rows", "unreplayable", "findings":[{"lsn" or
/// null, "type" or null, "row" or null, "what"}]}: README.md has what each means.
[[nodiscard]] boost::json::object auditTold(const AuditReport& report);

/// A head held outside, in a question; nothing where none is given.
[[nodiscard]] Result<std::optional<LogHead>> outsideHead(const boost::json::object& question);

}  // namespace xiangji::syncd
