#include "syncd/central/sqlite/known_ids.hpp"

#include <algorithm>
#include <bit>
#include <cstring>

namespace xiangji::syncd {

namespace {

constexpr std::size_t kBitsAnId = 16;
constexpr std::size_t kBitsABlock = 512;
constexpr int kBitsSet = 6;
constexpr int kBitsOfAPlace = 9;  // 512 places

/// Ids are random in their last 62 bits, or hashes; what a stranger makes up costs him speed alone.
std::uint64_t mixed(const Id& id) {
    std::uint64_t first = 0;
    std::uint64_t last = 0;
    const auto bytes = id.view();
    std::memcpy(&first, bytes.data(), sizeof first);
    std::memcpy(&last, bytes.data() + sizeof first, sizeof last);
    std::uint64_t mix = first * 0x9e3779b97f4a7c15U ^ last;
    mix = (mix ^ (mix >> 32)) * 0xd6e8feb86659fd93U;
    return mix ^ (mix >> 32);
}

}  // namespace

KnownIds::KnownIds(std::size_t most)
    : most_(std::max<std::size_t>(most, 1)),
      blocks_(std::bit_ceil(std::max<std::size_t>(most_ * kBitsAnId / kBitsABlock, 1))) {}

KnownIds::Place KnownIds::placeOf(const Id& id) const {
    const std::uint64_t mix = mixed(id);
    return {static_cast<std::size_t>(mix >> 32) & (blocks_.size() - 1), mix * 0x9e3779b97f4a7c15U};
}

void KnownIds::add(const Id& id) {
    const auto [block, bits] = placeOf(id);
    for (int bit = 0; bit < kBitsSet; ++bit) {
        const auto at = (bits >> (bit * kBitsOfAPlace)) % kBitsABlock;
        blocks_[block].words[at / 64] |= std::uint64_t{1} << (at % 64);
    }
    ++count_;
}

bool KnownIds::mayHold(const Id& id) const {
    const auto [block, bits] = placeOf(id);
    for (int bit = 0; bit < kBitsSet; ++bit) {
        const auto at = (bits >> (bit * kBitsOfAPlace)) % kBitsABlock;
        if ((blocks_[block].words[at / 64] & std::uint64_t{1} << (at % 64)) == 0) {
            return false;
        }
    }
    return true;
}

}  // namespace xiangji::syncd
