#include "core/store/resealing.hpp"

#include <algorithm>
#include <tuple>
#include <vector>

#include "core/records/wire_values.hpp"
#include "core/store/erased_rows.hpp"
#include "core/store/row_table.hpp"

namespace xiangji {

namespace {

/// Type, row, a third column of the key or 0, and what lies there.
using Beside = std::tuple<TypeNumber, Id, std::int64_t, Bytes>;

std::vector<Beside> allIn(Connection& sql, std::string_view query) {
    std::vector<Beside> all;
    auto statement = sql.statement(query);
    while (statement.step()) {
        all.emplace_back(static_cast<TypeNumber>(statement.integer(0)), statement.id(1),
                         statement.integer(2), statement.blob(3));
    }
    return all;
}

constexpr std::string_view kSealedFields = "sealed_fields";

/// Which fields a program seals, by name.
std::string sealedNames(const Catalogue& catalogue) {
    std::string names;
    for (const auto& type : catalogue.types()) {
        for (const auto& field : type.fields) {
            names += field.rules.sealed() ? type.name + "." + field.name + "\n" : "";
        }
    }
    return names;
}

bool isSealed(const Field* field) {
    return field != nullptr && field->rules.sealed();
}

}  // namespace

Outcome sealWhatLiesOpen(PhoneDatabase& database, const SigningKey& device) {
    const auto sealed = guarded([&] {
        const auto now = sealedNames(database.catalogue());
        if (database.knownText(kSealedFields) == now) {
            return;
        }
        ErasedRows traces(database);
        SqlTransaction transaction(database.connection());
        Resealing(database, device, device).run();
        database.know(kSealedFields, now);
        const bool holdsRows = !database.knownId(known::kServer).isNone();
        if (holdsRows) {
            database.know(known::kUndo, Blob{});
            traces.oweScrub();
        }
        transaction.commit();
        if (holdsRows) {
            traces.scrub();
        }
    });
    // Without room for that it stays as it was, readable, until there is some.
    return !sealed && sealed.error().fault == Fault::diskFull ? Outcome() : sealed;
}

CellPlace draftPlace(const std::string& name) {
    return {.row = Id::ofHash("draft " + name)};
}

void Resealing::run() {
    for (const auto& type : database_.catalogue().types()) {
        rows(type);
    }
    database_.tellAllApart();
    overlays();
    conflicts();
    proposals();
    drafts();
}

Value Resealing::again(const CellPlace& place, const Value& lying) const {
    return now_.again(before_, place, lying);
}

void Resealing::again(wire::Cell& cell, const CellPlace& place) const {
    const Value value = again(place, valueIn(cell));
    putValue(cell, value);
}

void Resealing::rows(const RecordType& type) {
    RowTable table(database_.connection(), type);
    bool any = false;
    for (const auto& field : type.fields) {
        any = any || field.rules.sealed();
    }
    if (!any) {
        return;
    }
    for (const auto& row : table.rows({.voidedToo = true})) {
        Fields changed;
        for (const auto& [number, value] : row.fields) {
            if (isSealed(type.field(number))) {
                changed[number] = again({type.number, row.id, number}, value);
            }
        }
        table.update(row.id, changed);
    }
}

void Resealing::overlays() {
    auto& sql = database_.connection();
    for (const auto& [number, row, none, cells] :
         allIn(sql, "SELECT type, row, 0, cells FROM _overlay")) {
        const auto* type = database_.catalogue().find(number);
        wire::Overlay overlay;
        if (type == nullptr || !overlay.ParseFromString(cells)) {
            continue;
        }
        bool any = false;
        for (auto& cell : *overlay.mutable_cells()) {
            if (isSealed(type->field(FieldNumber{cell.field()}))) {
                again(*cell.mutable_server(), {number, row, FieldNumber{cell.field()}});
                any = true;
            }
        }
        if (any) {
            database_.putOverlay(number, row, overlay);
        }
    }
}

void Resealing::conflicts() {
    auto& sql = database_.connection();
    for (const auto& [number, row, field, heads] :
         allIn(sql, "SELECT type, row, field, heads FROM _conflict")) {
        const auto* type = database_.catalogue().find(number);
        wire::Conflict conflict;
        const CellPlace place{number, row, FieldNumber{static_cast<std::uint32_t>(field)}};
        if (type == nullptr || !isSealed(type->field(place.field)) ||
            !conflict.ParseFromString(heads)) {
            continue;
        }
        again(*conflict.mutable_shown()->mutable_cell(), place);
        for (auto& other : *conflict.mutable_others()) {
            again(*other.mutable_cell(), place);
        }
        auto query = sql.statement(
            "UPDATE _conflict SET heads = ?4 WHERE type = ?1 AND row = ?2 AND field = ?3");
        query.bind(1, std::int64_t{number}).bind(2, row).bind(3, field);
        query.bindBlob(4, conflict.SerializeAsString()).run();
    }
}

void Resealing::proposals() {
    auto& sql = database_.connection();
    for (const auto& [number, id, none, bytes] :
         allIn(sql, "SELECT type, id, 0, proposal FROM _proposal")) {
        const auto* type = database_.catalogue().find(number);
        wire::Proposal proposal;
        if (type == nullptr || !proposal.ParseFromString(bytes)) {
            continue;
        }
        auto& cells = *proposal.mutable_cells();
        const auto sealed = std::remove_if(cells.begin(), cells.end(), [&](const auto& cell) {
            return isSealed(type->field(FieldNumber{cell.field()}));
        });
        if (sealed == cells.end()) {
            continue;
        }
        cells.erase(sealed, cells.end());
        auto query = sql.statement("UPDATE _proposal SET proposal = ?2 WHERE id = ?1");
        query.bind(1, id).bindBlob(2, proposal.SerializeAsString()).run();
    }
}

void Resealing::drafts() {
    auto& sql = database_.connection();
    std::vector<std::pair<std::string, std::string>> all;
    {
        auto query = sql.statement("SELECT name, json FROM _draft");
        while (query.step()) {
            all.emplace_back(query.text(0), query.text(1));
        }
    }
    for (const auto& [name, json] : all) {
        auto query = sql.statement("UPDATE _draft SET json = ?2 WHERE name = ?1");
        query.bindText(1, name).bind(2, again(draftPlace(name), json)).run();
    }
}

}  // namespace xiangji
