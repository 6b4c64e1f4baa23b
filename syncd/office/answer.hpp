#pragma once

#include <boost/json/fwd.hpp>
#include <string>
#include <utility>
#include <vector>

#include "core/base/result.hpp"

namespace xiangji::syncd {

/// What goes back to the browser; the HTTP door adds the security headers.
struct Answer {
    unsigned status = 200;
    std::string mediaType;
    std::string body;
    std::string tag;  ///< ETag with its quotes; empty = none
    std::vector<std::pair<std::string, std::string>> headers;

    [[nodiscard]] static Answer json(const boost::json::value& value, std::string tag);
    /// 304: what the browser holds is still right.
    [[nodiscard]] static Answer unchanged(std::string tag);
    /// {"error": detail} with the status that suits the fault.
    [[nodiscard]] static Answer failure(const Error& error);
    [[nodiscard]] static Answer failure(unsigned status, const std::string& detail);
};

}  // namespace xiangji::syncd
