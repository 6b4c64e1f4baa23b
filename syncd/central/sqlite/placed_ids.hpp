#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "core/base/id.hpp"

namespace xiangji::syncd {

/// Which ids there are, and by which rowid to look for each: a look into the database's index of
/// random ids costs the more the more there are. An open addressing hash table of parts of hashes;
/// 11 bytes for each id there is room for.
class PlacedIds {
 public:
    /// Room for so many.
    explicit PlacedIds(std::size_t most);

    /// Where it is not full.
    void add(const Id& id, std::int64_t place);
    /// None: it was never added. Else whoever finds another row there, or none, asks the database's
    /// own index: of strange ids, and of those that were added twice, a rowid may be another's.
    [[nodiscard]] std::optional<std::int64_t> placeOf(const Id& id) const;
    /// More would make each look a long one.
    [[nodiscard]] bool full() const { return count_ >= most_; }

 private:
    struct Spot {
        std::size_t slot = 0;
        std::uint64_t tag = 0;
    };
    [[nodiscard]] Spot spotOf(const Id& id) const;
    [[nodiscard]] std::size_t after(std::size_t slot) const;

    std::size_t most_;
    std::size_t count_ = 0;
    std::uint64_t key_[2];              ///< so that nobody can make ids that lie together
    std::vector<std::uint64_t> slots_;  ///< a tag above a rowid; 0: free
};

}  // namespace xiangji::syncd
