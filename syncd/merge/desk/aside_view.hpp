#pragma once

#include <string>
#include <vector>

#include "core/records/catalogue.hpp"
#include "syncd/central/central.hpp"

namespace xiangji::syncd {

/// Something that was put aside, as the township's commands show it.
struct AsideView {
    Id id;
    std::string state;   ///< held quarantined
    std::string kind;    ///< change, group (all or none), envelope
    std::string reason;  ///< code
    std::string words;
    std::string person;  ///< whose phone
    Id device;
    std::uint64_t seq = 0;
    Instant receivedMs = 0;
    const RecordType* type = nullptr;  ///< of its first change, where it is known
    Id row;
    std::string awaits;   ///< "activity 0197…": what it hangs on
    Bytes changeset;      ///< wire::Changeset, as far as it can be read
    Bytes envelope;       ///< wire::Envelope, of a whole one
    bool beside = false;  ///< another envelope has its number
};

/// Held first, then quarantined, each the oldest first.
[[nodiscard]] Result<std::vector<AsideView>> asideViews(Central& central,
                                                        const Catalogue& catalogue);

}  // namespace xiangji::syncd
