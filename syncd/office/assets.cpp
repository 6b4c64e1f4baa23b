#include "syncd/office/assets.hpp"

#include <algorithm>
#include <span>

#include "core/base/bytes.hpp"
#include "core/base/id.hpp"

namespace xiangji::syncd {

/// Written by CMake from the files of web/ (CMakeLists.txt).
std::span<const Asset> embeddedAssets();

std::optional<Asset> findAsset(std::string_view path) {
    const auto assets = embeddedAssets();
    const auto found = std::ranges::find(assets, path, &Asset::path);
    return found == assets.end() ? std::nullopt : std::optional(*found);
}

Answer assetAnswer(const Asset& asset, const Ask& ask) {
    std::string tag = "\"" + Id::ofHash(asset.bytes).text() + "\"";
    if (ask.knownTag == tag) {
        return Answer::unchanged(std::move(tag));
    }
    Answer answer{.mediaType = std::string(asset.mediaType),
                  .body = std::string(asset.bytes),
                  .tag = std::move(tag)};
    // The page's own files hold nothing of the township: a browser may keep them, if it asks
    // whether they changed.
    answer.headers.emplace_back("Cache-Control", "no-cache");
    return answer;
}

}  // namespace xiangji::syncd
