#include "syncd/central/archive.hpp"

#include "core/base/hash.hpp"
#include "syncd/central/packed.hpp"

namespace xiangji::syncd {

Bytes segmentStatement(const Id& server, const Segment& segment) {
    Packer packer;
    packer.id(server);
    packer.fixed(segment.first);
    packer.fixed(segment.last);
    return hashOfParts({"xiangji log segment 1", packer.take(), segment.before, segment.hash});
}

std::string named(const Segment& segment) {
    return "the segment " + segment.file + " (LSN " + std::to_string(segment.first) + " to " +
           std::to_string(segment.last) + ")";
}

}  // namespace xiangji::syncd
