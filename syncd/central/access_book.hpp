#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "core/base/bytes.hpp"
#include "core/base/clock.hpp"
#include "core/base/id.hpp"

namespace xiangji::syncd {

/// Somebody looks at protected values at the centre, or takes rows out of it (DOMAIN §9). Never the
/// value itself.
struct AccessEntry {
    std::string who;         ///< the name they gave on the page, or the user of the command
    std::string door;        ///< office, command
    std::string act;         ///< opened, exported, listed, erased, backup, restored
    std::string type;        ///< record type's name; empty = several
    Id row;                  ///< none = a list
    std::string fields;      ///< names, separated by commas; empty = all that are shown
    std::uint64_t rows = 1;  ///< how many
    std::string reason;      ///< why, as they said it
};

/// As it stands in the access book.
struct AccessLine {
    std::uint64_t number = 0;  ///< 1, 2, 3 … without gaps
    Instant atMs = 0;
    AccessEntry entry;
    Bytes hash;  ///< over the hash of the line before and everything else in this one
};

/// The book's end, signed by the centre: so that its last lines cannot be taken away either.
struct AccessHead {
    std::uint64_t number = 0;
    Bytes hash;
    Bytes signature;  ///< of the server over accessHeadMessage
};

struct AccessBook {
    std::vector<AccessLine> lines;  ///< by number
    AccessHead head;
};

[[nodiscard]] Bytes accessHash(const Bytes& previous, const AccessLine& line);
/// What a head's signature is over.
[[nodiscard]] Bytes accessHeadMessage(const Id& server, const AccessHead& head);

}  // namespace xiangji::syncd
