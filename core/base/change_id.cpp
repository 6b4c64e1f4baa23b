#include "core/base/change_id.hpp"

#include "core/base/hash.hpp"

namespace xiangji {

Id changeId(const Id& device, std::uint64_t seq, std::uint32_t place) {
    return Id::ofHash(
        hashOfParts({"change", device.bytes(), std::to_string(seq), std::to_string(place)}));
}

}  // namespace xiangji
