#pragma once

#include <optional>
#include <string_view>

#include "syncd/office/answer.hpp"
#include "syncd/office/ask.hpp"

namespace xiangji::syncd {

/// One file of the page, inside the program.
struct Asset {
    std::string_view path;  ///< "/src/main.js"; "/" is the page itself
    std::string_view mediaType;
    std::string_view bytes;
};

/// The file at an address; nothing if there is none.
[[nodiscard]] std::optional<Asset> findAsset(std::string_view path);

/// The file as an answer, or 304 if the browser holds it.
[[nodiscard]] Answer assetAnswer(const Asset& asset, const Ask& ask);

}  // namespace xiangji::syncd
