#pragma once

#include <boost/json/object.hpp>
#include <string>
#include <string_view>

namespace xiangji::syncd {

/// The text under a key; empty where there is none, or something else than a text.
[[nodiscard]] std::string textIn(const boost::json::object& object, std::string_view key);

}  // namespace xiangji::syncd
