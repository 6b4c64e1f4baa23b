#include "syncd/central/log_chain.hpp"

#include "core/base/hash.hpp"
#include "syncd/central/packed.hpp"

namespace xiangji::syncd {

Bytes chainHash(const Bytes& previous, const LogLine& line) {
    Packer packer;
    packer.fixed(line.lsn);
    packer.id(line.unit);
    packer.fixed(line.type);
    packer.id(line.row);
    packer.id(line.device);
    packer.fixed(line.seq);
    packer.fixed(line.effective);
    packer.fixed(line.deviceHlc);
    packer.id(line.author);
    packer.fixed(static_cast<std::uint64_t>(line.receivedMs));
    packer.fixed(static_cast<std::uint64_t>(line.verdict));
    if (line.origin) {
        packer.id(line.origin->epoch);
        packer.fixed(line.origin->lsn);
    }
    return hashOfParts({previous, packer.take(), line.change});
}

Bytes erasedDigest(const LogLine& line) {
    return chainHash(line.hash, line);
}

}  // namespace xiangji::syncd
