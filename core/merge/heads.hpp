#pragma once

#include <boost/container/flat_map.hpp>
#include <boost/container/small_vector.hpp>
#include <cstdint>
#include <span>

#include "core/base/stamp.hpp"
#include "core/records/value.hpp"

namespace xiangji {

/// Position in the central log; the first effective change has 1.
using Lsn = std::uint64_t;

/// One admitted write: where it stands in the log, who made it, its effective stamp (which names
/// the device too).
struct Mark {
    Lsn lsn = 0;
    Stamp stamp;
    std::uint64_t seq = 0;  ///< of its envelope
    bool operator==(const Mark&) const = default;
};

/// A write that is about to be merged, and what it has seen: every admitted change of its scope up
/// to `seenLsn`, and all of its own device before it.
struct Writer {
    Mark mark;
    Lsn seenLsn = 0;
};

[[nodiscard]] bool hasSeen(const Writer& later, const Mark& earlier);

/// Names a write of one field: no envelope has two heads of it.
struct WriteName {
    Id device;
    std::uint64_t seq = 0;
    auto operator<=>(const WriteName&) const = default;
};

/// A write no other write has seen. For an element of a set the value is 1 (added) or 0 (removed).
struct Head {
    Mark mark;
    Value value;
    bool operator==(const Head&) const = default;
};

/// The heads of one field or element, the one that shows first. Empty: never written.
using FieldHeads = boost::container::small_vector<Head, 1>;  // seldom more than one

/// A field, or one element of a set field (`element` unset for a plain field).
struct CellKey {
    FieldNumber field = 0;
    Value element;
    auto operator<=>(const CellKey&) const = default;
};
using Heads = boost::container::flat_map<CellKey, FieldHeads>;

/// How writes of a field meet.
enum class Meeting {
    perField,  ///< class F: greatest stamp shows, different values are a conflict
    addWins,   ///< an element of a class G set: shows as added if any head is an add
    arrival,   ///< class S: the last to arrive stands alone
    earliest,  ///< what a row has once (its author, when it was made): the least stamp shows
};

/// Adds a write: heads it has seen go, the write joins them, the one to show comes first. A
/// function of the set of writes for every order in which they could have arrived (perField,
/// addWins, earliest). The mark's lsn need not be known for the decision.
void mergeWrite(FieldHeads& heads, const Writer& writer, Value value, Meeting meeting);

/// A settlement is a write that has seen exactly the heads it names, and what its own device wrote
/// before. A write that was apart from it stands beside it afterwards, and nothing else does.
void mergeSettlement(FieldHeads& heads, const Writer& writer, std::span<const WriteName> named,
                     Value value);

/// Heads with different values (perField only: adds and removes settle themselves).
[[nodiscard]] bool inConflict(const FieldHeads& heads);

}  // namespace xiangji
