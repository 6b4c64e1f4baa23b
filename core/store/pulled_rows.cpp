#include "core/store/pulled_rows.hpp"

#include <algorithm>
#include <tuple>
#include <vector>

#include "core/records/wire_values.hpp"

namespace xiangji {

namespace {

Value valueAt(const Fields& fields, FieldNumber number) {
    const auto found = fields.find(number);
    return found == fields.end() ? Value{} : found->second;
}

/// An insert's overlay names no cells; once the centre has a row of the same id, each cell stands
/// for itself.
void spell(wire::Overlay& overlay, const Fields& local) {
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

std::vector<std::tuple<TypeNumber, Id, wire::Overlay>> allOverlays(Connection& sql) {
    std::vector<std::tuple<TypeNumber, Id, wire::Overlay>> all;
    auto query = sql.statement("SELECT type, row, cells FROM _overlay");
    while (query.step()) {
        wire::Overlay overlay;
        overlay.ParseFromString(query.blob(2));
        all.emplace_back(static_cast<TypeNumber>(query.integer(0)), query.id(1),
                         std::move(overlay));
    }
    return all;
}

}  // namespace

void PulledRows::take(const wire::PulledRow& sent) {
    wire::PulledRow row = sent;
    if (database_.seal() != nullptr) {
        database_.seal()->settle(row);
    }
    const auto* type = database_.catalogue().find(TypeNumber{row.type()});
    const auto id = Id::fromBytes(row.row());
    if (type == nullptr || !id) {
        return;  // the centre withholds what this phone does not know; a row of no known type has
                 // no place here
    }
    auto overlay = database_.overlay(type->number, *id);
    if (row.gone()) {
        if (!overlay) {
            forget(*type, *id);
        }
        return;
    }
    Fields server;
    for (const auto& cell : row.cells()) {
        if (type->field(FieldNumber{cell.field()}) != nullptr) {
            server[cell.field()] = valueIn(cell);
        }
    }
    RowTable table(database_.connection(), *type);
    const auto local = table.row(*id);
    Fields kept;  // fields whose own edit stays
    if (overlay) {
        if (overlay->inserted_seq() != 0) {
            spell(*overlay, local.value_or(Fields{}));
        }
        auto& cells = *overlay->mutable_cells();
        cells.erase(std::remove_if(cells.begin(), cells.end(),
                                   [&](const auto& cell) {
                                       return cell.lsn() != 0 && !cell.refused() &&
                                              cell.lsn() <= row.lsn();
                                   }),
                    cells.end());
        for (auto& cell : cells) {
            cell.clear_server();
            putValue(*cell.mutable_server(), valueAt(server, cell.field()));
            kept[cell.field()] = {};
        }
        overlay->set_server_lsn(row.lsn());
        database_.putOverlay(type->number, *id, *overlay);
    }
    if (!local) {
        table.insert(*id, server);
    } else {
        Fields changed;
        for (const auto& field : type->fields) {
            const Value value = valueAt(server, field.number);
            if (!kept.contains(field.number) && valueAt(*local, field.number) != value) {
                changed[field.number] = value;
            }
        }
        table.update(*id, changed);
    }
    takeConflicts(row);
}

void PulledRows::takeConflicts(const wire::PulledRow& row) {
    auto& sql = database_.connection();
    {
        auto query = sql.statement("DELETE FROM _conflict WHERE type = ?1 AND row = ?2");
        query.bind(1, std::int64_t{row.type()}).bindBlob(2, row.row());
        query.run();
    }
    for (const auto& conflict : row.conflicts()) {
        auto query = sql.statement(
            "INSERT OR REPLACE INTO _conflict (type, row, field, heads) VALUES (?1, ?2, ?3, ?4)");
        query.bind(1, std::int64_t{row.type()})
            .bindBlob(2, row.row())
            .bind(3, std::int64_t{conflict.field()});
        query.bindBlob(4, conflict.SerializeAsString());
        query.run();
    }
    auto query = sql.statement(
        row.edited_after_void()
            ? "INSERT OR REPLACE INTO _flag (type, row, edited_after_void) VALUES (?1, ?2, 1)"
            : "DELETE FROM _flag WHERE type = ?1 AND row = ?2");
    query.bind(1, std::int64_t{row.type()}).bindBlob(2, row.row());
    query.run();
}

void PulledRows::forget(const RecordType& type, const Id& id) {
    RowTable(database_.connection(), type).remove(id);
    for (const char* table : {"_overlay", "_conflict", "_flag"}) {
        auto query = database_.connection().statement("DELETE FROM " + std::string(table) +
                                                      " WHERE type = ?1 AND row = ?2");
        query.bind(1, std::int64_t{type.number}).bind(2, id);
        query.run();
    }
}

void PulledRows::settle(std::uint64_t lsn) {
    for (auto& [number, id, overlay] : allOverlays(database_.connection())) {
        if (const auto* type = database_.catalogue().find(number); type != nullptr) {
            settleRow(*type, id, std::move(overlay), lsn);
        }
    }
}

void PulledRows::settleRow(const RecordType& type, const Id& id, wire::Overlay overlay,
                           std::uint64_t lsn) {
    if (overlay.inserted_seq() != 0 && overlay.insert_refused() && overlay.inserted_lsn() <= lsn) {
        const bool laterWaits = std::any_of(overlay.cells().begin(), overlay.cells().end(),
                                            [](const auto& cell) { return cell.lsn() == 0; });
        if (!laterWaits) {
            forget(type, id);
        }
        return;
    }
    if (overlay.inserted_seq() != 0 && overlay.inserted_lsn() != 0 &&
        overlay.inserted_lsn() <= lsn) {
        overlay.clear_inserted_seq();
        overlay.clear_inserted_lsn();
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

void PulledRows::forgetPlaces() {
    for (auto& [number, id, overlay] : allOverlays(database_.connection())) {
        overlay.clear_server_lsn();
        overlay.set_inserted_lsn(std::min<std::uint64_t>(overlay.inserted_lsn(), 1));
        for (auto& cell : *overlay.mutable_cells()) {
            cell.set_lsn(std::min<std::uint64_t>(cell.lsn(), 1));
        }
        database_.putOverlay(number, id, overlay);
    }
}

}  // namespace xiangji
