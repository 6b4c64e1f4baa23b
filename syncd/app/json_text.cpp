#include "syncd/app/json_text.hpp"

namespace xiangji::syncd {

std::string textIn(const boost::json::object& object, std::string_view key) {
    const auto* found = object.if_contains(key);
    const auto* text = found != nullptr ? found->if_string() : nullptr;
    return text != nullptr ? std::string(*text) : std::string();
}

}  // namespace xiangji::syncd
