#pragma once

#include <boost/container/flat_map.hpp>
#include <boost/container/string.hpp>
#include <compare>
#include <cstdint>
#include <string>
#include <string_view>
#include <variant>

#include "core/base/bytes.hpp"
#include "core/base/id.hpp"

namespace xiangji {

/// Bytes of a reference or a hash, kept apart from text. An id lies in it without memory of its
/// own, for which a std::string is one byte too short.
class Blob {
 public:
    Blob() = default;
    explicit Blob(std::string_view bytes) : kept_(bytes.begin(), bytes.end()) {}

    [[nodiscard]] std::string_view bytes() const { return {kept_.data(), kept_.size()}; }

    bool operator==(const Blob& other) const { return bytes() == other.bytes(); }
    auto operator<=>(const Blob& other) const { return bytes() <=> other.bytes(); }

 private:
    boost::container::string kept_;
};

/// One cell. monostate = unset (SQL NULL). Enums are their proto number; booleans 0 or 1; instants
/// UTC milliseconds; references a 16-byte Blob; a set (repeated field) is text: a JSON array,
/// sorted, without repeats (see set_value.hpp).
using Value = std::variant<std::monostate, std::int64_t, double, std::string, Blob>;

[[nodiscard]] inline bool isUnset(const Value& value) {
    return std::holds_alternative<std::monostate>(value);
}
[[nodiscard]] inline Value refTo(const Id& id) {
    return Blob{id.view()};
}
/// The id a reference cell holds; none if unset or not 16 bytes.
[[nodiscard]] inline Id idIn(const Value& value) {
    const auto* blob = std::get_if<Blob>(&value);
    return blob == nullptr ? Id{} : Id::fromBytes(blob->bytes()).value_or(Id{});
}

using FieldNumber = std::uint32_t;
using TypeNumber = std::uint32_t;

/// Field number → value, in one piece of memory: adding a field moves the others. A field that is
/// not there is unset or, in a change, untouched.
using Fields = boost::container::flat_map<FieldNumber, Value>;

/// Takes out the fields of which `which`, asked once for each, says yes.
template <typename Which>
void eraseIf(Fields& fields, Which which) {
    for (auto at = fields.begin(); at != fields.end();) {
        at = which(*at) ? fields.erase(at) : at + 1;
    }
}

}  // namespace xiangji
