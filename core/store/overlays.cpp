#include "core/store/overlays.hpp"

#include <algorithm>
#include <tuple>
#include <vector>

#include "core/records/wire_values.hpp"
#include "core/store/row_table.hpp"

namespace xiangji {

namespace {

/// Of what another life of the centre had taken: it has a place there, and none in this one yet.
constexpr std::uint64_t kForgottenPlace = 1;

std::vector<std::tuple<TypeNumber, Id, wire::Overlay>> allOverlays(Connection& sql) {
    std::vector<std::tuple<TypeNumber, Id, wire::Overlay>> all;
    auto query = sql.statement("SELECT type, row, cells FROM _overlay");
    while (query.step()) {
        wire::Overlay overlay;
        if (!overlay.ParseFromString(query.blob(2))) {
            throw SqlFault({Fault::damaged, "what this phone kept beside a row cannot be read"});
        }
        all.emplace_back(static_cast<TypeNumber>(query.integer(0)), query.id(1),
                         std::move(overlay));
    }
    return all;
}

}  // namespace

bool Overlays::waits(const wire::Overlay& overlay) {
    return (overlay.inserted_seq() != 0 && overlay.inserted_lsn() == 0) ||
           std::any_of(overlay.cells().begin(), overlay.cells().end(),
                       [](const auto& cell) { return cell.lsn() == 0; });
}

void Overlays::spell(wire::Overlay& overlay, const Fields& local) {
    for (const auto& [number, value] : local) {
        const bool listed =
            std::any_of(overlay.cells().begin(), overlay.cells().end(),
                        [n = number](const auto& cell) { return cell.field() == n; });
        if (!listed) {
            auto& cell = *overlay.add_cells();
            cell.set_field(number);
            cell.set_seq(overlay.inserted_seq());
            cell.set_lsn(overlay.inserted_lsn());
            cell.set_refused(overlay.insert_refused());
        }
    }
    overlay.clear_inserted_seq();
    overlay.clear_inserted_lsn();
    overlay.clear_insert_refused();
}

void Overlays::forget(const RecordType& type, const Id& id) {
    RowTable(database_.connection(), type).remove(id);
    database_.dropOverlay(type.number, id);
    for (const char* table : {"_conflict", "_flag", "_proposal", "_settling"}) {
        auto query = database_.connection().statement("DELETE FROM " + std::string(table) +
                                                      " WHERE type = ?1 AND row = ?2");
        query.bind(1, std::int64_t{type.number}).bind(2, id);
        query.run();
    }
}

void Overlays::leave(const RecordType& type, const Id& id) {
    auto overlay = database_.overlay(type.number, id);
    if (overlay && waits(*overlay)) {
        overlay->set_gone(true);
        database_.putOverlay(type.number, id, *overlay);
        return;
    }
    purge(type, id, overlay.value_or(wire::Overlay{}));
}

void Overlays::purge(const RecordType& type, const Id& id, const wire::Overlay& overlay) {
    forget(type, id);
    auto& sql = database_.connection();
    if (!overlay.insert_refused()) {
        auto query = sql.statement("DELETE FROM _verdict WHERE type = ?1 AND row = ?2");
        query.bind(1, std::int64_t{type.number}).bind(2, id).run();
    }
    // A page names its draft by the row it is about.
    auto query = sql.statement("DELETE FROM _draft WHERE instr(name, ?1) > 0");
    query.bindText(1, id.text()).run();
}

bool Overlays::covered(const RowScope& scope, const RecordType& type, const Id& id) {
    const auto row = RowTable(database_.connection(), type).row(id);
    if (!row) {
        return true;
    }
    const auto home = row->find(common::kHomeOrg);
    return scope.covers(type.number, home == row->end() ? Id{} : idIn(home->second));
}

void Overlays::settle(std::uint64_t lsn) {
    {
        auto query =
            database_.connection().statement("DELETE FROM _settling WHERE lsn <> 0 AND lsn <= ?1");
        query.bind(1, lsn).run();
    }
    const auto level = database_.servedLevel();
    auto overlays = allOverlays(database_.connection());
    const auto stated = overlays.empty() ? Bytes() : database_.knownBytes(known::kScope);
    const auto scope = stated.empty() ? std::nullopt : RowScope::read(stated);
    for (auto& [number, id, overlay] : overlays) {
        const auto* type = database_.catalogue().find(number);
        // A centre that does not know the type yet keeps the row aside; here it stays until it
        // does.
        if (type != nullptr && (level == 0 || levelOf(*type) <= level)) {
            settleRow(*type, id, std::move(overlay), lsn, scope);
        }
    }
}

void Overlays::settleRow(const RecordType& type, const Id& id, wire::Overlay overlay,
                         std::uint64_t lsn, const std::optional<RowScope>& scope) {
    const bool inserted =
        overlay.inserted_seq() != 0 && overlay.inserted_lsn() != 0 && overlay.inserted_lsn() <= lsn;
    if (overlay.gone() && !waits(overlay)) {
        purge(type, id, overlay);
        return;
    }
    if (inserted && overlay.insert_refused()) {
        if (!waits(overlay)) {
            forget(type, id);
        }
        return;
    }
    if (inserted) {
        const bool missed = overlay.inserted_lsn() != kForgottenPlace;
        overlay.clear_inserted_seq();
        overlay.clear_inserted_lsn();
        if (scope && (missed || !covered(*scope, type, id))) {
            // The scope ended before the row arrived, or the row moved out of it: no pull brought
            // it up to its place, and none will take it away.
            overlay.set_gone(true);
            if (!waits(overlay)) {
                purge(type, id, overlay);
                return;
            }
        }
    }
    Fields restored;
    wire::Overlay kept = overlay;
    kept.clear_cells();
    for (const auto& cell : overlay.cells()) {
        if (cell.lsn() == 0 || cell.lsn() > lsn) {
            *kept.add_cells() = cell;
        } else if (cell.refused()) {
            restored[cell.field()] = valueIn(cell.server());
        }
    }
    RowTable(database_.connection(), type).update(id, restored);
    database_.putOverlay(type.number, id, kept);
}

void Overlays::forgetPlaces() {
    database_.connection().execute("UPDATE _settling SET lsn = " + std::to_string(kForgottenPlace) +
                                   " WHERE lsn <> 0");
    for (auto& [number, id, overlay] : allOverlays(database_.connection())) {
        overlay.clear_server_lsn();
        overlay.set_inserted_lsn(std::min(overlay.inserted_lsn(), kForgottenPlace));
        for (auto& cell : *overlay.mutable_cells()) {
            cell.set_lsn(std::min(cell.lsn(), kForgottenPlace));
        }
        database_.putOverlay(number, id, overlay);
    }
}

}  // namespace xiangji
