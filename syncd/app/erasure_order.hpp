#pragma once

#include <boost/json/object.hpp>

#include "syncd/merge/desk.hpp"

namespace xiangji::syncd {

/// A question {row, reason, who, sure}: what an order would take away, and with `sure` carries it
/// out. {type, row, before, fields, lines, links: [{type, field, rows}], lsn (or null), scrubbed}.
[[nodiscard]] Result<boost::json::object> eraseByOrder(Desk& desk,
                                                       const boost::json::object& question);

}  // namespace xiangji::syncd
