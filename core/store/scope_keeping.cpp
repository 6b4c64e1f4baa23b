#include "core/store/scope_keeping.hpp"

#include <algorithm>
#include <set>

#include "core/records/wire_values.hpp"
#include "core/store/overlays.hpp"
#include "core/store/row_table.hpp"

namespace xiangji {

namespace {

template <typename Cells>
Id homeIn(const Cells& fields) {
    const auto home = fields.find(common::kHomeOrg);
    return home == fields.end() ? Id{} : idIn(home->second);
}

}  // namespace

bool ScopeKeeping::take(const Bytes& bytes) {
    const auto scope = RowScope::read(bytes);
    if (!scope) {
        return false;
    }
    change(*scope, bytes);
    return true;
}

void ScopeKeeping::takeNothing() {
    change({}, {});
    // Whoever comes back is told a scope again, and reads all of it.
    database_.know(known::kCursor, std::int64_t{0});
    database_.know(known::kSeen, std::int64_t{0});
}

void ScopeKeeping::change(const RowScope& scope, const Bytes& bytes) {
    const RowScope before =
        RowScope::read(database_.knownBytes(known::kScope)).value_or(RowScope{});
    wire::Backfills kept;
    const auto add = [&kept](wire::Backfill backfill, const std::vector<wire::ScopePart>& parts) {
        if (!parts.empty()) {
            backfill.mutable_parts()->Assign(parts.begin(), parts.end());
            *kept.add_waiting() = std::move(backfill);
        }
    };
    // By name: what `backfills()` gives must live as long as the loop over a part of it.
    const auto unread = backfills();
    for (const auto& backfill : unread.waiting()) {
        add(backfill, scope.within(RowScope::of(backfill.parts()).value_or(RowScope{})));
    }
    add({}, scope.entered(before, database_.catalogue()));
    keep(kept);
    database_.know(known::kScope, Blob{bytes});
    // Of a row that moved, its new place was to tell, further on: if that is out of sight by now
    // nothing would. So what came since the head was last reached is read once more.
    database_.know(known::kCursor, std::min(database_.knownInteger(known::kCursor),
                                            database_.knownInteger(known::kSeen)));
    purge(scope);
}

void ScopeKeeping::purge(const RowScope& scope) {
    for (const auto& type : database_.catalogue().types()) {
        const bool unknownThere = scope.level() != 0 && levelOf(type) > scope.level();
        if (type.rules.scope() == SCOPE_UNIT && !unknownThere) {
            purge(type, scope);
        }
    }
}

void ScopeKeeping::purge(const RecordType& type, const RowScope& scope) {
    std::vector<Id> leaving;
    {
        auto query =
            database_.connection().statement("SELECT id, home_org FROM \"" + type.name + '"');
        while (query.step()) {
            if (!scope.covers(type.number, query.id(1))) {
                leaving.push_back(query.id(0));
            }
        }
    }
    Overlays overlays(database_);
    for (const auto& id : leaving) {
        overlays.leave(type, id);
    }
}

wire::Backfills ScopeKeeping::backfills() {
    wire::Backfills backfills;
    if (!backfills.ParseFromString(database_.knownBytes(known::kBackfills))) {
        throw SqlFault({Fault::damaged, "what this phone has still to read cannot be read"});
    }
    return backfills;
}

void ScopeKeeping::keep(const wire::Backfills& backfills) {
    database_.know(known::kBackfills, Blob{backfills.SerializeAsString()});
}

void ScopeKeeping::readWholeAgain(bool needed, std::uint64_t shared) {
    wire::Backfills again = needed ? backfills() : wire::Backfills();
    for (auto& backfill : *again.mutable_waiting()) {
        backfill.clear_after();
        backfill.set_lsn(std::min<std::uint64_t>(backfill.lsn(), shared));
    }
    keep(again);
}

void ScopeKeeping::fit(wire::Recalled& recalled) {
    const auto stated = database_.knownBytes(known::kScope);
    const auto scope = stated.empty() ? std::nullopt : RowScope::read(stated);
    if (!scope) {
        return;
    }
    for (auto& row : *recalled.mutable_rows()) {
        const auto* type = database_.catalogue().find(TypeNumber{row.type()});
        Id home;
        for (const auto& cell : row.cells()) {
            home = cell.field() == common::kHomeOrg ? idIn(valueIn(cell)) : home;
        }
        if (type != nullptr && type->rules.scope() == SCOPE_UNIT &&
            !scope->covers(type->number, home)) {
            row.set_gone(true);
        }
    }
}

void ScopeKeeping::readAgainWhatIsDenied(const wire::Recalled& recalled) {
    std::set<TypeNumber> denied;
    for (const auto& row : recalled.rows()) {
        const auto* type = database_.catalogue().find(TypeNumber{row.type()});
        const auto id = Id::fromBytes(row.row());
        if (!row.gone() || type == nullptr || !id ||
            !RowTable(database_.connection(), *type).row(*id)) {
            continue;
        }
        // One that stays here because something of it waits is asked for again and again.
        const auto overlay = database_.overlay(type->number, *id);
        if (!overlay || !overlay->gone()) {
            denied.insert(type->number);
        }
    }
    const auto scope = RowScope::read(database_.knownBytes(known::kScope));
    wire::Backfill anew;
    auto& all = *anew.add_parts();
    all.mutable_types()->Add(denied.begin(), denied.end());
    const auto wanted = RowScope::of(anew.parts());
    const auto parts = scope && wanted ? scope->within(*wanted) : std::vector<wire::ScopePart>();
    if (denied.empty() || parts.empty()) {
        return;
    }
    anew.mutable_parts()->Assign(parts.begin(), parts.end());
    auto backfills = this->backfills();
    *backfills.add_waiting() = std::move(anew);
    keep(backfills);
}

bool ScopeKeeping::seen(const std::vector<RecordedRow>& rows) {
    const auto waiting = backfills();
    if (waiting.waiting().empty()) {
        return true;
    }
    const auto unread = [&](TypeNumber type, const Id& home) {
        return std::any_of(waiting.waiting().begin(), waiting.waiting().end(),
                           [&](const wire::Backfill& backfill) {
                               const auto parts = RowScope::of(backfill.parts());
                               return parts && parts->covers(type, home);
                           });
    };
    return std::none_of(rows.begin(), rows.end(), [&](const RecordedRow& row) {
        if (row.type->rules.natural_key().empty()) {
            return false;
        }
        const auto overlay = database_.overlay(row.type->number, row.id);
        const bool onlyHere =
            row.kind == RecordedRow::Kind::inserted || (overlay && overlay->inserted_seq() != 0);
        const auto now = RowTable(database_.connection(), *row.type).row(row.id);
        return onlyHere && unread(row.type->number, now ? homeIn(*now) : homeIn(row.before));
    });
}

}  // namespace xiangji
