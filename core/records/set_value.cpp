#include "core/records/set_value.hpp"

#include <algorithm>
#include <boost/json.hpp>
#include <charconv>
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

/// Written without JSON's escapes: no mark that needs one.
bool isPlain(std::string_view text) {
    return std::ranges::all_of(text, [](char c) {
        const auto octet = static_cast<unsigned char>(c);
        return octet >= 0x20 && octet < 0x7f && c != '"' && c != '\\';
    });
}

/// What JSON would be, where nothing needs a library to write it; the most are like this.
std::optional<std::string> plainJson(const Elements& elements) {
    std::string json = "[";
    for (const auto& element : elements) {
        json += json.size() == 1 ? "" : ",";
        if (const auto* integer = std::get_if<std::int64_t>(&element)) {
            json += std::to_string(*integer);
            continue;
        }
        const auto* text = std::get_if<std::string>(&element);
        if (text != nullptr && !isPlain(*text)) {
            return std::nullopt;
        }
        json += '"' + (text != nullptr ? *text : idIn(element).text()) + '"';
    }
    return json + ']';
}

/// The next element of a list that plainJson could have written, taken from the front of `rest`.
std::optional<Value> plainElement(std::string_view& rest, bool refs) {
    if (!rest.starts_with('"')) {
        std::int64_t integer = 0;
        const auto [end, code] = std::from_chars(rest.data(), rest.data() + rest.size(), integer);
        rest.remove_prefix(static_cast<std::size_t>(end - rest.data()));
        return code == std::errc() ? std::optional(Value(integer)) : std::nullopt;
    }
    const auto close = rest.find('"', 1);
    const auto text = rest.substr(1, close == std::string_view::npos ? close : close - 1);
    if (close == std::string_view::npos || !isPlain(text)) {
        return std::nullopt;
    }
    rest.remove_prefix(close + 1);
    if (!refs) {
        return Value(std::string(text));
    }
    const auto id = Id::parse(text);
    return id ? std::optional(refTo(*id)) : std::nullopt;
}

std::optional<Elements> plainElements(std::string_view json, bool refs) {
    if (json.size() < 3 || json.front() != '[' || json.back() != ']') {
        return std::nullopt;
    }
    auto rest = json.substr(1, json.size() - 2);
    Elements elements;
    for (;;) {
        auto element = plainElement(rest, refs);
        if (!element) {
            return std::nullopt;
        }
        elements.insert(*std::move(element));
        if (rest.empty()) {
            return elements;
        }
        if (rest.front() != ',') {
            return std::nullopt;
        }
        rest.remove_prefix(1);
    }
}

}  // namespace

Value setCell(const Elements& elements) {
    if (elements.empty()) {
        return {};
    }
    if (auto json = plainJson(elements)) {
        return *std::move(json);
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
    if (text != nullptr) {
        if (auto elements = plainElements(*text, refs)) {
            return *std::move(elements);
        }
    }
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
