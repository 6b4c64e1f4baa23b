#pragma once

#include <boost/json/object.hpp>

#include "syncd/merge/desk/aside_view.hpp"

namespace xiangji::syncd {

/// {"id","state","kind","reason","words","person","device","seq","type","row","awaits",
/// "receivedMs"}; type, row and awaits are null where nobody knows.
[[nodiscard]] boost::json::object asideJson(const AsideView& view);

/// The same with "changes": [{"type","row","verb","action","reason","fields","removed"}], and the
/// bytes as they came, in base64url, for export. What cannot be read is left out.
[[nodiscard]] boost::json::object wholeAsideJson(const AsideView& view, const Catalogue& catalogue);

}  // namespace xiangji::syncd
