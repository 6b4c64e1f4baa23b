#pragma once

#include <optional>
#include <string>
#include <utility>

#include "core/base/clock.hpp"
#include "core/base/id.hpp"
#include "core/base/stamp.hpp"
#include "core/merge/heads.hpp"

namespace xiangji::syncd {

/// A change put aside, or a whole all_or_none group: held until the row it hangs on is here, or
/// quarantined. It keeps what its verdict will need: admission looks at the first receipt's time.
struct AsideRow {
    enum class State { held, quarantined };
    Id id;  ///< changeId of device, envelope and place
    State state = State::held;
    Id device;
    std::uint64_t seq = 0;
    std::uint32_t place = 0;  ///< in the envelope, of its first change
    bool group = false;       ///< all changes of an all_or_none envelope
    TypeNumber type = 0;      ///< of its first change
    Id row;
    TypeNumber awaitsType = 0;  ///< the row it hangs on; 0 = none
    Id awaitsRow;
    std::string reason;
    std::string words;
    Hlc effective = 0;
    Hlc deviceHlc = 0;
    Lsn seenLsn = 0;
    Instant receivedMs = 0;
    Bytes changeset;  ///< wire::Changeset
};

/// An envelope put aside as a whole.
struct WholeAside {
    Id device;
    std::uint64_t seq = 0;
    Bytes hash;           ///< of its body
    bool held = false;    ///< its phone is not confirmed yet; else quarantined
    bool beside = false;  ///< another envelope has its number, or it has none
    std::string reason;   ///< of those beside; the others' receipt has it
    Bytes envelope;       ///< wire::Envelope
    Bytes receipt;        ///< of those that have their number
    Instant receivedMs = 0;
};

/// Held changes: of one device, hanging on one row, first received before a time; what is unset
/// does not choose.
struct HeldChoice {
    std::optional<Id> device;
    std::optional<std::pair<TypeNumber, Id>> awaits;
    std::optional<Instant> beforeMs;
};

}  // namespace xiangji::syncd
