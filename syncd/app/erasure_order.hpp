#pragma once

#include <boost/json/object.hpp>

#include "syncd/merge/desk/desk.hpp"

namespace xiangji::syncd {

/// A question {row, reason, who, sure, later}: what an order would take away, and with `sure`
/// carries it out; `later` leaves the writing anew of the file for later. {type, row, before,
/// fields, lines, reached: [{type, emptied, rows}], links: [{type, field, rows}], written, lsn (or
/// null), scrubbed}.
[[nodiscard]] Result<boost::json::object> eraseByOrder(Desk& desk,
                                                       const boost::json::object& question);

/// Writes the file anew where an order left that for later: {scrubbed}, false where none had.
[[nodiscard]] Result<boost::json::object> finishErasing(Desk& desk);

}  // namespace xiangji::syncd
