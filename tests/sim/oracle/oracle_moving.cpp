#include "core/records/wire_values.hpp"
#include "tests/sim/oracle/oracle.hpp"
#include "tests/sim/oracle/permission.hpp"

// Rows that move to another unit, and what comes along (DESIGN §5 Log and pull).

namespace xiangji::sim {

namespace {

constexpr int kDeepest = 16;

/// What an edit says where its row belongs; nothing: it does not.
std::optional<Id> namedHome(const AdmittedChange& change, const RecordType& type) {
    const Field* home = type.homeField();
    if (home == nullptr || change.change.verb() != wire::VERB_EDIT || change.proposed) {
        return std::nullopt;
    }
    for (const auto& cell : change.change.cells()) {
        if (cell.field() == home->number) {
            return idIn(valueIn(cell));
        }
    }
    return std::nullopt;
}

}  // namespace

bool Oracle::liesBelow(Id unit, const Id& top) const {
    const RecordType& units = *catalogue_.find("unit");
    for (int depth = 0; depth < kDeepest && !unit.isNone() && unit != top; ++depth) {
        const auto* found = row(units, unit);
        unit = found == nullptr ? Id{} : idIn(found->shown(units.field("parent")->number));
    }
    return unit == top;
}

std::optional<Id> Oracle::movesTo(const AdmittedChange& change, const RecordType& type) const {
    const auto named = namedHome(change, type);
    if (!named || named->isNone()) {
        return std::nullopt;
    }
    const Id id = Id::fromBytes(change.change.row()).value_or(Id{});
    const bool ring = type.name == "unit" && liesBelow(*named, id);
    return ring ? std::nullopt : unitUnder(type, *named);
}

std::optional<Id> Oracle::unitUnder(const RecordType& type, const Id& named) const {
    const RecordType& parentType = *catalogue_.find(type.homeField()->rules.ref());
    const auto* parent = row(parentType, named);
    if (parent == nullptr || !parent->made()) {
        return std::nullopt;
    }
    return parentType.name == "unit" ? named : idIn(parent->shown(common::kHomeOrg));
}

void Oracle::noteStranded(const AdmittedChange& change, const RecordType& type) {
    if (!namedHome(change, type)) {
        return;
    }
    const RowKey key{type.number, Id::fromBytes(change.change.row()).value_or(Id{})};
    const auto& moved = rows_.at(key);
    const auto unit = unitUnder(type, idIn(moved.shown(type.homeField()->number)));
    if (change.again && unit != idIn(moved.shown(common::kHomeOrg))) {
        stranded_.insert(key);
    } else {
        stranded_.erase(key);
    }
}

void Oracle::expectCatchingUp(const RecordType& type, const Id& id) {
    const Field* home = type.homeField();
    if (home == nullptr || type.name == "unit") {
        return;
    }
    const RowKey key{type.number, id};
    const auto& taken = rows_.at(key);
    const Id from = idIn(taken.shown(common::kHomeOrg));
    const auto to = unitUnder(type, idIn(taken.shown(home->number)));
    stranded_.erase(key);
    if (!to) {
        stranded_.insert(key);
    } else if (*to != from) {
        following_.emplace(key, *to);
        expectFollowers(type, id, from, *to);
    }
}

void Oracle::compareHomes() {
    for (const auto& [key, row] : rows_) {
        const RecordType& type = *catalogue_.find(key.first);
        const Field* home = type.homeField();
        // A unit is its own home, wherever in the tree it is.
        if (home == nullptr || type.name == "unit" || !row.made() || stranded_.contains(key)) {
            continue;
        }
        const auto unit = unitUnder(type, idIn(row.shown(home->number)));
        if (unit && *unit != idIn(row.shown(common::kHomeOrg))) {
            findings_.add("P4 home", "a " + type.name +
                                         " does not stand where what it belongs to stands: " +
                                         key.second.text());
            return;
        }
    }
}

std::string Oracle::forbiddenMove(const AdmittedChange& change, const RecordType& type,
                                  bool office) const {
    if (change.server || !namedHome(change, type)) {
        return {};
    }
    const auto target = movesTo(change, type);
    if (!office || !target) {
        return "nobody may move the row there";
    }
    return hasOffice(rolesOf(change, *target)) ? "" : "its author is not of the office over there";
}

void Oracle::expectFollowers(const RecordType& type, const Id& row, const Id& from, const Id& to) {
    for (const auto& child : catalogue_.types()) {
        const Field* parent = child.homeField();
        // What stands under a unit goes on standing there wherever the unit goes.
        if (parent == nullptr || type.name == "unit" || parent->rules.ref() != type.name) {
            continue;
        }
        for (auto at = rows_.lower_bound({child.number, Id{}});
             at != rows_.end() && at->first.first == child.number; ++at) {
            const bool belongs = idIn(at->second.shown(parent->number)) == row &&
                                 idIn(at->second.shown(common::kHomeOrg)) == from;
            if (belongs && following_.emplace(at->first, to).second) {
                expectFollowers(child, at->first.second, from, to);
            }
        }
    }
}

std::string Oracle::wrongFollower(const AdmittedChange& change) {
    const RowKey key{change.change.type(), Id::fromBytes(change.change.row()).value_or(Id{})};
    const auto expected = following_.find(key);
    if (!change.follows) {
        return "a row that belongs to one that moved did not come along";
    }
    if (expected == following_.end()) {
        return "a row came along that belongs to none that moved";
    }
    const auto& cells = change.change.cells();
    if (cells.size() != 1 || cells.Get(0).field() != common::kHomeOrg ||
        idIn(valueIn(cells.Get(0))) != expected->second) {
        return "a row that came along was given something else than its new unit";
    }
    following_.erase(expected);
    return {};
}

}  // namespace xiangji::sim
