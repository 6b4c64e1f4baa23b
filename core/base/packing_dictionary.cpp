#include "core/base/packing_dictionary.hpp"

#include <zstd.h>

#include <mutex>
#include <stdexcept>

namespace xiangji {

namespace {

constexpr int kLevel = 19;

template <auto Free>
struct Freed {
    template <typename T>
    void operator()(T* made) const {
        Free(made);
    }
};
using Packer = std::unique_ptr<ZSTD_CCtx, Freed<&ZSTD_freeCCtx>>;
using Unpacker = std::unique_ptr<ZSTD_DCtx, Freed<&ZSTD_freeDCtx>>;

}  // namespace

struct PackingDictionary::Ready {
    /// Made when something is packed for the first time: a centre only unpacks.
    const ZSTD_CDict* packing(std::string_view bytes) {
        std::call_once(packingOnce_, [&] {
            packing_.reset(ZSTD_createCDict(bytes.data(), bytes.size(), kLevel));
        });
        return packing_.get();
    }

    std::unique_ptr<ZSTD_DDict, Freed<&ZSTD_freeDDict>> unpacking;

 private:
    std::once_flag packingOnce_;
    std::unique_ptr<ZSTD_CDict, Freed<&ZSTD_freeCDict>> packing_;
};

PackingDictionary::PackingDictionary(std::string_view bytes)
    : bytes_(bytes),
      number_(ZSTD_getDictID_fromDict(bytes.data(), bytes.size())),
      ready_(std::make_unique<Ready>()) {
    ready_->unpacking.reset(ZSTD_createDDict(bytes.data(), bytes.size()));
    if (number_ == 0 || !ready_->unpacking) {
        throw std::invalid_argument("these bytes are no dictionary");
    }
}

PackingDictionary::~PackingDictionary() = default;

Bytes PackingDictionary::packed(std::string_view bytes) const {
    // Making one costs more than packing with it.
    thread_local const Packer kPacker(ZSTD_createCCtx());
    Bytes out(ZSTD_compressBound(bytes.size()), '\0');
    const auto size = ZSTD_compress_usingCDict(kPacker.get(), out.data(), out.size(), bytes.data(),
                                               bytes.size(), ready_->packing(bytes_));
    out.resize(ZSTD_isError(size) != 0U ? 0 : size);
    return out;
}

std::optional<Bytes> PackingDictionary::unpacked(std::string_view bytes,
                                                 std::size_t mostBytes) const {
    thread_local const Unpacker kUnpacker(ZSTD_createDCtx());
    const auto size = ZSTD_getFrameContentSize(bytes.data(), bytes.size());
    if (size == ZSTD_CONTENTSIZE_ERROR || size == ZSTD_CONTENTSIZE_UNKNOWN || size > mostBytes ||
        dictionaryNumberIn(bytes) != number_) {
        return std::nullopt;
    }
    Bytes out(size, '\0');
    const auto written =
        ZSTD_decompress_usingDDict(kUnpacker.get(), out.data(), out.size(), bytes.data(),
                                   bytes.size(), ready_->unpacking.get());
    return ZSTD_isError(written) != 0U || written != size ? std::nullopt
                                                          : std::optional(std::move(out));
}

std::uint32_t dictionaryNumberIn(std::string_view packed) {
    return ZSTD_getDictID_fromFrame(packed.data(), packed.size());
}

}  // namespace xiangji
