#pragma once

#include <boost/json/array.hpp>
#include <boost/json/value.hpp>
#include <string>

namespace xiangji::syncd {

/// Devices as a table for a person: fingerprint, state, role, name, unit, last contact, id.
[[nodiscard]] std::string deviceTable(const boost::json::array& devices);

/// One device in a sentence's end: `QK3F7A 王小明 (tutor, 阁山镇), last contact 2026-06-19 09:30`.
[[nodiscard]] std::string deviceWords(const boost::json::value& device);

/// Civil date and clock of a time in UTC milliseconds, or "never".
[[nodiscard]] std::string contactWords(const boost::json::value& ms);

}  // namespace xiangji::syncd
