#include "core/base/packing.hpp"

#include <zstd.h>

namespace xiangji {

namespace {

constexpr int kLevel = 3;

}  // namespace

Bytes packed(std::string_view bytes) {
    Bytes out(ZSTD_compressBound(bytes.size()), '\0');
    const auto size = ZSTD_compress(out.data(), out.size(), bytes.data(), bytes.size(), kLevel);
    // With room for the worst case, nothing can fail but memory.
    out.resize(ZSTD_isError(size) != 0U ? 0 : size);
    return out;
}

std::optional<Bytes> unpacked(std::string_view bytes, std::size_t mostBytes) {
    const auto size = ZSTD_getFrameContentSize(bytes.data(), bytes.size());
    if (size == ZSTD_CONTENTSIZE_ERROR || size == ZSTD_CONTENTSIZE_UNKNOWN || size > mostBytes) {
        return std::nullopt;
    }
    Bytes out(size, '\0');
    const auto written = ZSTD_decompress(out.data(), out.size(), bytes.data(), bytes.size());
    return ZSTD_isError(written) != 0U || written != size ? std::nullopt
                                                          : std::optional(std::move(out));
}

}  // namespace xiangji
