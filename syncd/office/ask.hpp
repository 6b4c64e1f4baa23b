#pragma once

#include <map>
#include <string>
#include <string_view>

#include "core/base/result.hpp"

namespace xiangji::syncd {

/// What a browser asked for: a path and its parameters, decoded. No HTTP in it, so that pages are
/// tested without sockets.
struct Ask {
    std::string path;                          ///< starts with '/'
    std::map<std::string, std::string> query;  ///< the first of a name counts
    std::string knownTag;                      ///< If-None-Match
    bool posted = false;                       ///< POST from the page itself, else GET
    std::string body;                          ///< JSON, of a POST

    [[nodiscard]] std::string parameter(const std::string& name) const;
    [[nodiscard]] bool english() const { return parameter("lang") == "en"; }

    /// From an origin-form request target; Fault::invalid where it is none, or its text is not
    /// UTF-8.
    [[nodiscard]] static Result<Ask> fromTarget(std::string_view target);
};

}  // namespace xiangji::syncd
