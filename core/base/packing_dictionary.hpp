#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string_view>

#include "core/base/bytes.hpp"

namespace xiangji {

/// A zstd dictionary, made ready once: what it holds need not travel, so that small things pack
/// well. Its number stands in each frame packed with it. Immutable; shared between threads.
class PackingDictionary {
 public:
    /// `bytes` as zstd's training wrote them; they must outlive this. Throws std::invalid_argument
    /// where they are no dictionary: a build's error.
    explicit PackingDictionary(std::string_view bytes);
    ~PackingDictionary();
    PackingDictionary(const PackingDictionary&) = delete;
    PackingDictionary& operator=(const PackingDictionary&) = delete;

    [[nodiscard]] std::uint32_t number() const { return number_; }

    /// At a level that costs a phone more than `packed` in packing.hpp does, and a centre no more:
    /// for what goes over a thin line.
    [[nodiscard]] Bytes packed(std::string_view bytes) const;
    /// Nothing where these bytes are not packed with this dictionary, are cut, or would be more
    /// than `mostBytes` when unpacked.
    [[nodiscard]] std::optional<Bytes> unpacked(std::string_view bytes,
                                                std::size_t mostBytes) const;

 private:
    struct Ready;
    std::string_view bytes_;
    std::uint32_t number_ = 0;
    std::unique_ptr<Ready> ready_;
};

/// The number of the dictionary a frame was packed with; 0 = none, or no frame at all.
[[nodiscard]] std::uint32_t dictionaryNumberIn(std::string_view packed);

}  // namespace xiangji
