#include "syncd/central/access_book.hpp"

#include "core/base/hash.hpp"
#include "syncd/central/packed.hpp"

namespace xiangji::syncd {

Bytes accessHash(const Bytes& previous, const AccessLine& line) {
    Packer packer;
    packer.fixed(line.number);
    packer.fixed(static_cast<std::uint64_t>(line.atMs));
    packer.id(line.entry.row);
    packer.fixed(line.entry.rows);
    const auto& entry = line.entry;
    return hashOfParts({previous, packer.take(), entry.who, entry.door, entry.act, entry.type,
                        entry.fields, entry.reason});
}

Bytes accessHeadMessage(const Id& server, const AccessHead& head) {
    return hashOfParts(
        {"xiangji access book", server.bytes(), std::to_string(head.number), head.hash});
}

}  // namespace xiangji::syncd
