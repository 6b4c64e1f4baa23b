#include "syncd/merge/authority.hpp"

#include <algorithm>
#include <iterator>
#include <limits>
#include <set>

#include "core/sync/envelope.hpp"

namespace xiangji::syncd {

namespace {

/// Deeper than any tree of units; ends the walk where somebody made a ring of them.
constexpr int kDeepest = 16;

Value valueOf(const RecordType& type, const Fields& fields, std::string_view name) {
    const Field* field = type.field(name);
    const auto found = field == nullptr ? fields.end() : fields.find(field->number);
    return found == fields.end() ? Value{} : found->second;
}

std::int64_t integerOf(const RecordType& type, const Fields& fields, std::string_view name) {
    const Value value = valueOf(type, fields, name);
    const auto* integer = std::get_if<std::int64_t>(&value);
    return integer == nullptr ? 0 : *integer;
}

/// A clock that was set back a little does not take away what was just given.
bool hasBegun(const HeldRole& held, Instant nowMs) {
    return held.fromMs <= nowMs + kMaxClockAheadMs;
}

void drop(std::vector<Id>& ids, const Id& id) {
    std::erase(ids, id);
}

}  // namespace

Result<Authority> Authority::read(Reader& reader, const Catalogue& catalogue) {
    Authority authority;
    for (const char* name : {"unit", "role_grant"}) {
        XIANGJI_LET(type, catalogue.require(name));
        RowsWanted all;
        all.most = std::numeric_limits<std::uint32_t>::max();
        XIANGJI_LET(rows, reader.rows(*type, all));
        for (const auto& row : rows) {
            authority.take(*type, row.id, row.fields);
        }
    }
    return authority;
}

bool Authority::follows(const RecordType& type) {
    return type.name == "unit" || type.name == "role_grant";
}

std::optional<Fields> Authority::take(const RecordType& type, const Id& id,
                                      const std::optional<Fields>& fields) {
    std::optional<Fields> before;
    if (type.name == "unit") {
        if (const auto found = units_.find(id); found != units_.end()) {
            before = std::move(found->second);
            units_.erase(found);
            drop(below_[parents_[id]], id);
            parents_.erase(id);
        }
    } else if (const auto found = grants_.find(id); found != grants_.end()) {
        before = std::move(found->second.fields);
        drop(byPerson_[found->second.person], id);
        grants_.erase(found);
    }
    // A void row gives nothing, and is remembered by nobody: its return comes as a change of its
    // own.
    if (fields && !fields->contains(common::kVoidReason)) {
        index(id, type, *fields);
    }
    return before;
}

void Authority::index(const Id& id, const RecordType& type, const Fields& fields) {
    if (type.name == "unit") {
        unitName_ = type.field("name")->number;
        const Id parent = idIn(valueOf(type, fields, "parent"));
        units_[id] = fields;
        parents_[id] = parent;
        below_[parent].push_back(id);
        return;
    }
    Grant grant;
    grant.person = idIn(valueOf(type, fields, "person"));
    grant.held.unit = idIn(valueOf(type, fields, "org"));
    grant.held.role = static_cast<Role>(integerOf(type, fields, "role"));
    grant.held.fromMs = integerOf(type, fields, "from");
    grant.held.toMs = integerOf(type, fields, "to");
    grant.held.offlineUntilMs = integerOf(type, fields, "offline_until");
    grant.fields = fields;
    byPerson_[grant.person].push_back(id);
    grants_[id] = std::move(grant);
}

std::string Authority::unitName(const Id& unit) const {
    const auto found = units_.find(unit);
    if (found == units_.end()) {
        return {};
    }
    const auto name = found->second.find(unitName_);
    const auto* text =
        name == found->second.end() ? nullptr : std::get_if<std::string>(&name->second);
    return text == nullptr ? std::string() : *text;
}

Id Authority::above(const Id& unit) const {
    const auto found = parents_.find(unit);
    return found == parents_.end() ? Id{} : found->second;
}

Id Authority::townshipOf(const Id& unit, const RecordType& units) const {
    const auto institute = units.field("kind")->choice("institute")->number;
    Id at = unit;
    for (int tier = 0; tier < kDeepest && !at.isNone(); ++tier) {
        const auto found = units_.find(at);
        if (found != units_.end() && integerOf(units, found->second, "kind") == institute) {
            return at;
        }
        at = above(at);
    }
    return unit;
}

bool Authority::liesIn(Id unit, const Id& top) const {
    for (int depth = 0; depth < kDeepest && !unit.isNone(); ++depth) {
        if (unit == top) {
            return true;
        }
        unit = above(unit);
    }
    return false;
}

std::vector<Role> Authority::rolesAt(const Id& person, const Id& unit, Instant doneMs,
                                     Instant nowMs, std::span<const Id> without) const {
    std::vector<Role> roles;
    const auto found = byPerson_.find(person);
    if (found == byPerson_.end() || person.isNone() || !hasUnit(unit)) {
        return roles;
    }
    for (const auto& row : found->second) {
        const auto& held = grants_.at(row).held;
        if (hasBegun(held, nowMs) && (held.toMs == 0 || doneMs < held.toMs) &&
            liesIn(unit, held.unit) && std::ranges::find(without, row) == without.end()) {
            roles.push_back(held.role);
        }
    }
    return roles;
}

std::vector<Role> Authority::readingRolesAt(const Id& person, const Id& unit, Instant nowMs) const {
    std::vector<Id> over;
    if (const auto found = byPerson_.find(person); found != byPerson_.end()) {
        std::ranges::copy_if(found->second, std::back_inserter(over),
                             [&](const Id& row) { return !grants_.at(row).held.reads(nowMs); });
    }
    return rolesAt(person, unit, nowMs, nowMs, over);
}

std::vector<Id> Authority::endedBetween(const Id& person, Instant doneMs, Instant nowMs) const {
    std::vector<Id> rows;
    if (const auto found = byPerson_.find(person); found != byPerson_.end()) {
        std::ranges::copy_if(found->second, std::back_inserter(rows), [&](const Id& row) {
            const auto toMs = grants_.at(row).held.toMs;
            return toMs != 0 && doneMs < toMs && toMs <= nowMs;
        });
    }
    return rows;
}

std::vector<HeldRole> Authority::grantsOf(const Id& person, Instant nowMs) const {
    std::vector<HeldRole> grants;
    for (const auto& row : openGrantRowsOf(person, nowMs)) {
        if (const auto& held = grants_.at(row).held; hasBegun(held, nowMs)) {
            grants.push_back(held);
        }
    }
    return grants;
}

std::vector<Id> Authority::scopeOf(const Id& person, Instant nowMs) const {
    std::set<Id> reached;
    std::vector<Id> open;
    for (const auto& held : grantsOf(person, nowMs)) {
        if (held.reads(nowMs)) {
            open.push_back(held.unit);
        }
    }
    while (!open.empty()) {
        const Id unit = open.back();
        open.pop_back();
        if (!hasUnit(unit) || !reached.insert(unit).second) {
            continue;
        }
        if (const auto below = below_.find(unit); below != below_.end()) {
            open.insert(open.end(), below->second.begin(), below->second.end());
        }
    }
    return {reached.begin(), reached.end()};
}

std::vector<Id> Authority::openGrantRowsOf(const Id& person, Instant nowMs) const {
    std::vector<Id> rows;
    const auto found = byPerson_.find(person);
    if (found == byPerson_.end()) {
        return rows;
    }
    for (const auto& row : found->second) {
        if (const auto& held = grants_.at(row).held; held.toMs == 0 || nowMs < held.toMs) {
            rows.push_back(row);
        }
    }
    return rows;
}

}  // namespace xiangji::syncd
