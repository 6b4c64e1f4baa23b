#include "syncd/central/sqlite/placed_ids.hpp"

#include <algorithm>
#include <cstring>
#include <random>
#include <stdexcept>

namespace xiangji::syncd {

namespace {

constexpr int kPlaceBits = 40;
constexpr std::uint64_t kPlaceMask = (std::uint64_t{1} << kPlaceBits) - 1;
constexpr std::uint64_t kOdd = 1;

std::uint64_t drawn() {
    std::random_device device;
    return (std::uint64_t{device()} << 32 | device()) | kOdd;
}

std::uint64_t mixed(std::uint64_t mix) {
    mix = (mix ^ (mix >> 32)) * 0xd6e8feb86659fd93U;
    mix = (mix ^ (mix >> 32)) * 0xd6e8feb86659fd93U;
    return mix ^ (mix >> 32);
}

/// A slot by the upper half of `hash`: tables are smaller than that.
std::size_t spread(std::uint64_t hash, std::size_t slots) {
    return static_cast<std::size_t>((hash >> 32) * slots >> 32);
}

}  // namespace

PlacedIds::PlacedIds(std::size_t most)
    : most_(std::max<std::size_t>(most, 1)),
      key_{drawn(), drawn()},
      // Some always stay free, so that each look ends.
      slots_(most_ + most_ / 3 + 1) {}

PlacedIds::Spot PlacedIds::spotOf(const Id& id) const {
    std::uint64_t first = 0;
    std::uint64_t last = 0;
    const auto bytes = id.view();
    std::memcpy(&first, bytes.data(), sizeof first);
    std::memcpy(&last, bytes.data() + sizeof first, sizeof last);
    const std::uint64_t hash = mixed(mixed(first * key_[0] + key_[1]) + last * key_[1]);
    return {spread(hash, slots_.size()), hash << kPlaceBits};
}

std::size_t PlacedIds::after(std::size_t slot) const {
    return slot + 1 == slots_.size() ? 0 : slot + 1;
}

void PlacedIds::add(const Id& id, std::int64_t place) {
    if (full()) {
        throw std::length_error("more ids than there is room for");
    }
    auto [slot, tag] = spotOf(id);
    while (slots_[slot] != 0) {
        slot = after(slot);
    }
    // A rowid that does not fit is looked for in vain, as if it were another's.
    slots_[slot] = std::max(tag | (static_cast<std::uint64_t>(place) & kPlaceMask), kOdd);
    ++count_;
}

std::optional<std::int64_t> PlacedIds::placeOf(const Id& id) const {
    for (auto [slot, tag] = spotOf(id); slots_[slot] != 0; slot = after(slot)) {
        if ((slots_[slot] & ~kPlaceMask) == tag) {
            return static_cast<std::int64_t>(slots_[slot] & kPlaceMask);
        }
    }
    return std::nullopt;
}

}  // namespace xiangji::syncd
