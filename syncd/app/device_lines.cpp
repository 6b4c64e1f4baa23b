#include "syncd/app/device_lines.hpp"

#include "core/base/civil_time.hpp"

namespace xiangji::syncd {

namespace json = boost::json;

namespace {

std::string text(const json::value& device, const char* key) {
    return device.at(key).as_string().c_str();
}

/// Filled up with spaces; `text` is ASCII.
std::string padded(std::string text, std::size_t width) {
    text.resize(std::max(text.size() + 1, width), ' ');
    return text;
}

}  // namespace

std::string contactWords(const json::value& ms) {
    if (ms.is_null()) {
        return "never";
    }
    const auto at = ms.to_number<Instant>();
    return civilDate(at) + " " + civilClock(at);
}

std::string deviceTable(const json::array& devices) {
    if (devices.empty()) {
        return "No phone has joined yet; invite one with: syncd invite\n";
    }
    // Names are Chinese and so twice as wide as they count: they stand last, where nothing has to
    // line up.
    std::string table = padded("PRINT", 8) + padded("STATE", 9) + padded("ROLE", 20) +
                        padded("LAST CONTACT", 18) + padded("ID", 38) + "WHO, WHERE\n";
    for (const auto& device : devices) {
        table += padded(text(device, "fingerprint"), 8) + padded(text(device, "state"), 9) +
                 padded(text(device, "role"), 20) +
                 padded(contactWords(device.at("lastContactMs")), 18) +
                 padded(text(device, "id"), 38) + text(device, "person") + ", " +
                 text(device, "unit") + "\n";
    }
    return table;
}

std::string deviceWords(const json::value& device) {
    return text(device, "fingerprint") + " " + text(device, "person") + " (" +
           text(device, "role") + ", " + text(device, "unit") + "), last contact " +
           contactWords(device.at("lastContactMs"));
}

}  // namespace xiangji::syncd
