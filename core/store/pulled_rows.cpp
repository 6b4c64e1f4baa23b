#include "core/store/pulled_rows.hpp"

#include <algorithm>

#include "core/records/row_scope.hpp"
#include "core/records/wire_values.hpp"
#include "core/store/overlays.hpp"
#include "core/store/row_places.hpp"
#include "core/store/row_table.hpp"

namespace xiangji {

namespace {

Value valueAt(const Fields& fields, FieldNumber number) {
    const auto found = fields.find(number);
    return found == fields.end() ? Value{} : found->second;
}

Fields fieldsIn(const RecordType& type, const wire::PulledRow& row) {
    Fields fields;
    for (const auto& cell : row.cells()) {
        if (type.field(FieldNumber{cell.field()}) != nullptr) {
            fields[cell.field()] = valueIn(cell);
        }
    }
    return fields;
}

bool isSealed(const Field& field) {
    return field.rules.sealed();
}

}  // namespace

PulledRows::PulledRows(PhoneDatabase& database)
    : database_(database),
      level_(database.servedLevel()),
      overlaid_(keysIn("_overlay")),
      disputed_(keysIn("_conflict")),
      flagged_(keysIn("_flag")) {
    for (const auto& made : database.made().all()) {
        overlaid_.insert({made.type, made.row});
    }
}

PulledRows::Keys PulledRows::keysIn(const char* table) {
    Keys keys;
    auto query = database_.connection().statement("SELECT type, row FROM " + std::string(table));
    while (query.step()) {
        keys.insert({static_cast<TypeNumber>(query.integer(0)), query.id(1)});
    }
    return keys;
}

void PulledRows::take(const Rows& rows, const Labels& labels) {
    for (const auto& row : rows) {
        take(row);
    }
    RowPlaces(database_.connection()).note(rows);
    for (const auto& label : labels) {
        take(label);
    }
}

void PulledRows::take(const wire::PulledRow& sent) {
    const auto* type = database_.catalogue().find(TypeNumber{sent.type()});
    if (type == nullptr) {
        return;  // the centre withholds what this phone does not know; a row of no known type has
                 // no place here
    }
    try {
        if (database_.seal() == nullptr || !std::ranges::any_of(type->fields, isSealed)) {
            takeOpened(*type, sent);
            return;
        }
        wire::PulledRow row = sent;
        database_.seal()->settle(row, *type);
        takeOpened(*type, row);
    } catch (const SqlFault& fault) {
        if (fault.error().fault != Fault::invalid) {
            throw;
        }
        // A value of another kind than its field's, a row without what rows must have.
        throw SqlFault({Fault::untrusted,
                        "what the centre sent cannot be read; nothing was lost, try again later"});
    }
}

void PulledRows::takeOpened(const RecordType& type, const wire::PulledRow& row) {
    const auto id = Id::fromBytes(row.row());
    if (!id) {
        return;
    }
    const Key key{type.number, *id};
    if (row.gone()) {
        Overlays(database_).leave(type, *id);
        return;
    }
    if (overlaid_.contains(key)) {
        writeUnder(type, key, row);
    } else {
        write(type, row);
    }
    takeConflicts(key, row);
    takeProposals(row);
}

void PulledRows::takeProposals(const wire::PulledRow& row) {
    auto& sql = database_.connection();
    if (!anyProposals_) {
        auto query = sql.statement("SELECT 1 FROM _proposal LIMIT 1");
        anyProposals_ = query.step();
    }
    if (!*anyProposals_ && row.proposals().empty()) {
        return;
    }
    anyProposals_ = true;
    {
        // Own ones that have no receipt yet stay.
        auto query = sql.statement(
            "DELETE FROM _proposal WHERE type = ?1 AND row = ?2 AND seq NOT IN (SELECT seq FROM "
            "_outbox) AND answer_seq NOT IN (SELECT seq FROM _outbox)");
        query.bind(1, std::int64_t{row.type()}).bindBlob(2, row.row());
        query.run();
    }
    for (const auto& proposal : row.proposals()) {
        auto query = sql.statement(
            "INSERT INTO _proposal (id, type, row, proposal, seq, answer, answer_seq) VALUES (?1, "
            "?2, ?3, ?4, 0, 0, 0) ON CONFLICT (id) DO UPDATE SET proposal = excluded.proposal");
        query.bindBlob(1, proposal.id()).bind(2, std::int64_t{row.type()}).bindBlob(3, row.row());
        query.bindBlob(4, proposal.SerializeAsString());
        query.run();
    }
}

void PulledRows::write(const RecordType& type, const wire::PulledRow& row) {
    auto found = upserts_.find(type.number);
    if (found == upserts_.end()) {
        found = upserts_.try_emplace(type.number, database_.connection(), type, level_).first;
    }
    found->second.put(row);
}

void PulledRows::writeUnder(const RecordType& type, const Key& key, const wire::PulledRow& row) {
    const Fields server = fieldsIn(type, row);
    RowTable table(database_.connection(), type);
    const auto local = table.row(key.row);
    auto overlay = database_.overlay(type.number, key.row).value_or(wire::Overlay{});
    if (overlay.inserted_seq() != 0) {
        Overlays::spell(overlay, local.value_or(Fields{}));
    }
    auto& cells = *overlay.mutable_cells();
    cells.erase(std::remove_if(cells.begin(), cells.end(),
                               [&](const auto& cell) {
                                   return cell.lsn() != 0 && !cell.refused() &&
                                          cell.lsn() <= row.lsn();
                               }),
                cells.end());
    Fields kept;  // fields whose own edit stays, or that the centre does not serve yet
    for (const auto& field : type.fields) {
        if (level_ != 0 && sinceOf(field) > level_) {
            kept[field.number] = {};
        }
    }
    for (auto& cell : cells) {
        if (kept.contains(cell.field())) {
            continue;
        }
        cell.clear_server();
        putValue(*cell.mutable_server(), valueAt(server, cell.field()));
        kept[cell.field()] = {};
    }
    overlay.set_server_lsn(row.lsn());
    overlay.clear_gone();
    database_.putOverlay(type.number, key.row, overlay);
    if (!local) {
        table.insert(key.row, server);
        return;
    }
    Fields changed;
    for (const auto& field : type.fields) {
        const Value value = valueAt(server, field.number);
        if (!kept.contains(field.number) && valueAt(*local, field.number) != value) {
            changed[field.number] = value;
        }
    }
    table.update(key.row, changed);
}

void PulledRows::takeConflicts(const Key& key, const wire::PulledRow& row) {
    auto& sql = database_.connection();
    if (disputed_.contains(key)) {
        auto query = sql.statement("DELETE FROM _conflict WHERE type = ?1 AND row = ?2");
        query.bind(1, std::int64_t{key.type}).bind(2, key.row).run();
    }
    for (const auto& conflict : row.conflicts()) {
        auto query = sql.statement(
            "INSERT OR REPLACE INTO _conflict (type, row, field, heads) VALUES (?1, ?2, ?3, ?4)");
        query.bind(1, std::int64_t{key.type})
            .bind(2, key.row)
            .bind(3, std::int64_t{conflict.field()});
        query.bindBlob(4, conflict.SerializeAsString()).run();
        disputed_.insert(key);
    }
    if (row.edited_after_void() == flagged_.contains(key)) {
        return;
    }
    auto query = sql.statement(
        row.edited_after_void()
            ? "INSERT OR REPLACE INTO _flag (type, row, edited_after_void) VALUES (?1, ?2, 1)"
            : "DELETE FROM _flag WHERE type = ?1 AND row = ?2");
    query.bind(1, std::int64_t{key.type}).bind(2, key.row).run();
    if (row.edited_after_void()) {
        flagged_.insert(key);
    } else {
        flagged_.erase(key);
    }
}

void PulledRows::take(const wire::RowLabel& label) {
    if (label.row().size() != Id::kSizeBytes) {
        return;
    }
    auto query = database_.connection().statement(
        "INSERT INTO _label (type, row, label) VALUES (?1, ?2, ?3) ON CONFLICT (type, row) DO "
        "UPDATE SET label = excluded.label");
    query.bind(1, std::int64_t{label.type()}).bindBlob(2, label.row()).bindText(3, label.label());
    query.run();
}

}  // namespace xiangji
