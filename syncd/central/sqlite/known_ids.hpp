#pragma once

#include <cstdint>
#include <vector>

#include "core/base/id.hpp"

namespace xiangji::syncd {

/// Which ids there are, about: whether one is surely not among them costs no look into the database
/// (a Bloom filter whose bits of one id lie in one line of the processor's cache; Putze, Sanders
/// and Singler, "Cache-, Hash- and Space-Efficient Bloom Filters", 2007). Two to four bytes for
/// each id there is room for.
class KnownIds {
 public:
    /// Room for so many.
    explicit KnownIds(std::size_t most);

    void add(const Id& id);
    /// False: it was never added. True says little: of strange ids about one in a hundred.
    [[nodiscard]] bool mayHold(const Id& id) const;
    /// More would make it say little of any.
    [[nodiscard]] bool full() const { return count_ >= most_; }

 private:
    struct alignas(64) Block {
        std::uint64_t words[8] = {};
    };
    struct Place {
        std::size_t block = 0;
        std::uint64_t bits = 0;
    };
    [[nodiscard]] Place placeOf(const Id& id) const;

    std::size_t most_;
    std::size_t count_ = 0;
    std::vector<Block> blocks_;
};

}  // namespace xiangji::syncd
