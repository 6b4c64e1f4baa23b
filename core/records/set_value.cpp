#include "core/records/set_value.hpp"

#include <algorithm>
#include <boost/json.hpp>
#include <iterator>

namespace xiangji {

namespace {

boost::json::value jsonOf(const Value& element) {
    if (const auto* integer = std::get_if<std::int64_t>(&element)) {
        return *integer;
    }
    if (const auto* text = std::get_if<std::string>(&element)) {
        return boost::json::string(*text);
    }
    return boost::json::string(idIn(element).text());
}

}  // namespace

Value setCell(const Elements& elements) {
    if (elements.empty()) {
        return {};
    }
    boost::json::array array;
    for (const auto& element : elements) {
        array.push_back(jsonOf(element));
    }
    return boost::json::serialize(array);
}

Result<Elements> elementsOf(const Value& cell, bool refs) {
    const Error broken{Fault::damaged, "a set cannot be read"};
    if (isUnset(cell)) {
        return Elements{};
    }
    const auto* text = std::get_if<std::string>(&cell);
    boost::system::error_code code;
    const auto json = text == nullptr ? boost::json::value{} : boost::json::parse(*text, code);
    if (code || !json.is_array()) {
        return broken;
    }
    Elements elements;
    for (const auto& item : json.get_array()) {
        if (item.is_int64()) {
            elements.insert(item.get_int64());
        } else if (item.is_string() && refs) {
            const auto id = Id::parse(item.get_string());
            if (!id) {
                return broken;
            }
            elements.insert(refTo(*id));
        } else if (item.is_string()) {
            elements.insert(std::string(item.get_string()));
        } else {
            return broken;
        }
    }
    return elements;
}

Result<SetDelta> deltaBetween(const Value& before, const Value& after, bool refs) {
    XIANGJI_LET(old, elementsOf(before, refs));
    XIANGJI_LET(now, elementsOf(after, refs));
    SetDelta delta;
    std::set_difference(now.begin(), now.end(), old.begin(), old.end(),
                        std::inserter(delta.added, delta.added.end()));
    std::set_difference(old.begin(), old.end(), now.begin(), now.end(),
                        std::inserter(delta.removed, delta.removed.end()));
    return delta;
}

}  // namespace xiangji
