#include "core/store/local_transaction.hpp"

#include <google/protobuf/arena.h>

#include <algorithm>
#include <iterator>
#include <map>
#include <set>
#include <unordered_map>
#include <utility>

#include "core/base/hash.hpp"
#include "core/records/limits.hpp"
#include "core/records/set_value.hpp"
#include "core/records/wire_values.hpp"
#include "core/store/scope_keeping.hpp"
#include "wire/envelope.pb.h"

namespace xiangji {

namespace {

/// Elements of a set field as they differ.
void putElements(wire::Change& change, const Field& field, const Value& before,
                 const Value& after) {
    const auto delta = deltaBetween(before, after, field.kind == Kind::reference);
    if (!delta) {
        throw SqlFault(delta.error());
    }
    const auto put = [&](const Elements& elements, wire::Cell::Op op) {
        for (const auto& element : elements) {
            auto& cell = *change.add_cells();
            cell.set_field(field.number);
            cell.set_op(op);
            putValue(cell, element);
        }
    };
    put(delta->added, wire::Cell::OP_ADD);
    put(delta->removed, wire::Cell::OP_REMOVE);
}

template <typename Cells>
Value valueAt(const Cells& fields, FieldNumber number) {
    const auto found = fields.find(number);
    return found == fields.end() ? Value{} : found->second;
}

void putCell(wire::Change& change, const RecordedRow& row, FieldNumber number, Value value,
             PhoneDatabase& database) {
    const Field& field = *row.type->field(number);
    if (field.isSet) {
        putElements(change, field, valueAt(row.before, number), value);
        return;
    }
    auto& cell = *change.add_cells();
    cell.set_field(number);
    if (!field.rules.sealed()) {
        putValue(cell, std::move(value));
    } else if (database.seal() != nullptr) {
        // From here on nobody but the centre reads it, this phone's own files included.
        const auto put = database.seal()->put(cell, {row.type->number, row.id, number}, value,
                                              database.knownBytes(known::kServerKey));
        if (!put) {
            throw SqlFault(put.error());
        }
    }
}

wire::Change& addChangeOf(wire::Changeset& changeset, const RecordedRow& row, wire::Verb verb) {
    auto& change = *changeset.add_changes();
    change.set_type(row.type->number);
    change.set_row(row.id.bytes());
    change.set_verb(verb);
    return change;
}

}  // namespace

LocalTransaction::LocalTransaction(PhoneDatabase& database)
    : database_(database),
      transaction_(database.connection()),
      recorder_(database.connection(), database.catalogue()) {}

namespace {

/// A new row's cells; they are moved out of it.
void addInsert(wire::Changeset& changeset, RecordedRow& row, PhoneDatabase& database) {
    // It begins where its lifecycle does: what came after travels as the steps that made it.
    const bool lives = !row.type->rules.lifecycle().states().empty();
    row.after.erase(common::kVoidReason);
    row.after.erase(common::kStatus);
    if (lives) {
        row.after.emplace(common::kStatus, row.type->initialState());
    }
    auto& change = addChangeOf(changeset, row, wire::VERB_INSERT);
    change.mutable_cells()->Reserve(static_cast<int>(row.after.size()));
    for (auto& [number, value] : row.after) {
        putCell(change, row, number, std::move(value), database);
    }
}

/// What an edit says beyond its steps: state and void travel as these, and so does what was settled
/// or accepted.
void addEdit(wire::Changeset& changeset, const RecordedRow& row, const std::vector<Step>& steps,
             PhoneDatabase& database) {
    auto without = spokenFor(steps, *row.type, row.id);
    without.insert({common::kStatus, common::kVoidReason});
    wire::Change* change = nullptr;
    for (const auto& [number, value] : row.after) {
        if (without.contains(number)) {
            continue;
        }
        if (change == nullptr) {
            change = &addChangeOf(changeset, row, wire::VERB_EDIT);
        }
        putCell(*change, row, number, value, database);
    }
}

void addWrite(wire::Changeset& changeset, RecordedRow& row, const std::vector<Step>& steps,
              PhoneDatabase& database) {
    switch (row.kind) {
        case RecordedRow::Kind::inserted:
            addInsert(changeset, row, database);
            return;
        case RecordedRow::Kind::edited:
            addEdit(changeset, row, steps, database);
            return;
        case RecordedRow::Kind::removed:
            throw SqlFault({Fault::invalid, "a row is voided, never removed; nothing was saved"});
    }
}

/// What was settled or accepted and then edited again: the edit follows its step, and is the last
/// word. Sets are left to their step. An equal sealed value is in an equal box.
void addLaterEdits(wire::Changeset& changeset, const std::vector<Step>& steps,
                   PhoneDatabase& database) {
    std::map<std::pair<const RecordType*, Id>, std::map<FieldNumber, wire::Cell>> spoken;
    for (const auto& step : steps) {
        if (step.kind != Step::Kind::settle && step.kind != Step::Kind::answer) {
            continue;
        }
        for (const auto& cell : step.cells) {
            const Field& field = *step.type->field(cell.field());
            if (cell.op() == wire::Cell::OP_WRITE && !field.isSet) {
                spoken[{step.type, step.row}][cell.field()] = cell;
            }
        }
    }
    for (const auto& [name, cells] : spoken) {
        RecordedRow later{.type = name.first, .id = name.second};
        const auto row = RowTable(database.connection(), *name.first).row(name.second);
        for (const auto& [number, cell] : cells) {
            if (!row) {
                continue;
            }
            wire::Change now;
            putCell(now, later, number, valueAt(*row, number), database);
            if (valueIn(now.cells(0)) != valueIn(cell) || now.cells(0).sealed() != cell.sealed()) {
                later.after.emplace(number, valueAt(*row, number));
            }
        }
        addEdit(changeset, later, {}, database);
    }
}

void putChanges(wire::Changeset& changeset, std::vector<RecordedRow>& rows,
                const std::vector<Step>& steps, PhoneDatabase& database) {
    std::set<std::pair<const RecordType*, Id>> recorded;
    changeset.mutable_changes()->Reserve(static_cast<int>(rows.size() + steps.size()));
    for (auto& row : rows) {
        addWrite(changeset, row, steps, database);
        for (const auto& step : steps) {
            if (step.type == row.type && step.row == row.id) {
                addChange(changeset, step);
                recorded.insert({row.type, row.id});
            }
        }
    }
    // What leaves its row as it is: a proposal, an answer, a settlement on what shows already.
    for (const auto& step : steps) {
        if (!recorded.contains({step.type, step.row})) {
            addChange(changeset, step);
        }
    }
    addLaterEdits(changeset, steps, database);
    if (static_cast<std::size_t>(changeset.changes_size()) > kMaxChangesAnEnvelope) {
        throw SqlFault(
            {Fault::invalid, std::to_string(changeset.changes_size()) +
                                 " changes at once, at most 5000; save in smaller parts"});
    }
}

/// What was settled or accepted, as a write of its fields: it is an own word also where it chose
/// what showed already, so that neither a pull nor the row's leaving takes it away before its
/// receipt.
std::vector<RecordedRow> spokenOf(const std::vector<Step>& steps, PhoneDatabase& database) {
    std::vector<RecordedRow> spoken;
    for (const auto& step : steps) {
        if (step.kind != Step::Kind::settle && step.kind != Step::Kind::answer) {
            continue;
        }
        const auto row = RowTable(database.connection(), *step.type).row(step.row);
        RecordedRow written{.type = step.type, .id = step.row};
        for (const auto& cell : step.cells) {
            if (row && cell.op() == wire::Cell::OP_WRITE) {
                written.before.emplace(cell.field(), valueAt(*row, cell.field()));
            }
        }
        if (!written.before.empty()) {
            spoken.push_back(std::move(written));
        }
    }
    return spoken;
}

/// A step that travels. A state or a void reason that stands there already is none; a proposal, an
/// answer and a settlement leave their row as it is.
bool speaks(const Step& step, const std::vector<RecordedRow>& rows) {
    switch (step.kind) {
        case Step::Kind::write:
            return false;
        case Step::Kind::act:
        case Step::Kind::voiding:
            return std::any_of(rows.begin(), rows.end(), [&](const RecordedRow& row) {
                return row.type == step.type && row.id == step.row;
            });
        default:
            return true;
    }
}

/// A parent comes before its children, as the person's steps did.
void order(std::vector<RecordedRow>& rows, const std::vector<Step>& steps) {
    std::unordered_map<MadeRows::Name, std::size_t, MadeRows::NameHash> places;
    places.reserve(steps.size());
    for (const auto& step : steps) {
        places.try_emplace({step.type->number, step.row}, places.size());
    }
    std::vector<std::pair<std::size_t, std::size_t>>
        order;  // place among the steps, among the rows
    order.reserve(rows.size());
    for (const auto& row : rows) {
        const auto found = places.find({row.type->number, row.id});
        order.emplace_back(found == places.end() ? 0 : found->second, order.size());
    }
    std::sort(order.begin(), order.end());
    std::vector<RecordedRow> ordered;
    ordered.reserve(rows.size());
    for (const auto& [place, at] : order) {
        ordered.push_back(std::move(rows[at]));
    }
    rows = std::move(ordered);
}

}  // namespace

std::uint64_t LocalTransaction::commit(const Id& device, Instant nowMs) {
    auto rows = recorder_.rows();
    std::vector<Step> said;
    std::copy_if(steps_.begin(), steps_.end(), std::back_inserter(said),
                 [&](const Step& step) { return speaks(step, rows); });
    if (rows.empty() && said.empty()) {
        return 0;
    }
    order(rows, steps_);
    const auto corrected = nowMs + database_.knownInteger(known::kClockOffset);
    const Hlc hlc = nextHlc(static_cast<Hlc>(database_.knownInteger(known::kLastHlc)), corrected);
    const auto seq = static_cast<std::uint64_t>(database_.knownInteger(known::kLastSeq)) + 1;
    const bool seen = ScopeKeeping(database_).seen(rows);
    google::protobuf::Arena arena;
    auto& changeset = *google::protobuf::Arena::CreateMessage<wire::Changeset>(&arena);
    putChanges(changeset, rows, said, database_);
    keepEnvelope(changeset, {hlc, device}, seq, seen, nowMs);
    overlayRows(rows, seq);
    if (!said.empty()) {
        overlayRows(spokenOf(said, database_), seq);
        keepBeside(database_, changeset, device, seq, hlc);
    }
    auto& undo = *google::protobuf::Arena::CreateMessage<wire::Undo>(&arena);
    if (undoable_) {
        putUndo(undo, rows, said, changeset, device, seq);
    }
    database_.know(known::kUndo, Blob{undo.SerializeAsString()});
    transaction_.commit();
    return seq;
}

void LocalTransaction::keepEnvelope(const wire::Changeset& changeset, const Stamp& stamp,
                                    std::uint64_t seq, bool seen, Instant nowMs) {
    wire::EnvelopeBody body;
    body.set_server(database_.knownBytes(known::kServer));
    body.set_epoch(database_.knownBytes(known::kEpoch));
    body.set_device(stamp.device.bytes());
    body.set_seq(seq);
    body.set_hlc(stamp.hlc);
    body.set_level(database_.catalogue().level());
    body.set_previous(database_.knownBytes(known::kLastHash));
    if (seen) {
        body.set_seen_lsn(static_cast<std::uint64_t>(database_.knownInteger(known::kSeen)));
    }
    body.set_device_ms(nowMs);
    body.set_changeset(changeset.SerializeAsString());
    const std::string bytes = body.SerializeAsString();
    if (bytes.size() > kMaxBodyBytes) {
        throw SqlFault({Fault::invalid, std::to_string(bytes.size() / 1024) +
                                            " KiB at once, at most 900; save in smaller parts"});
    }
    Bytes hash = hashOf(bytes);
    {
        auto query = database_.connection().statement(
            "INSERT INTO _outbox (seq, body, hash, made_ms) VALUES (?1, ?2, ?3, ?4)");
        query.bind(1, seq).bindBlobView(2, bytes).bindBlobView(3, hash).bind(4, nowMs);
        query.run();
    }
    database_.know(known::kLastSeq, static_cast<std::int64_t>(seq));
    database_.know(known::kLastHash, Blob{std::move(hash)});
    database_.know(known::kLastHlc, static_cast<std::int64_t>(stamp.hlc));
}

void LocalTransaction::overlayRows(const std::vector<RecordedRow>& rows, std::uint64_t seq) {
    std::vector<MadeRows::Name> made;
    std::vector<MadeRows::Overlaid> overlaid;
    for (const auto& row : rows) {
        const MadeRows::Name name{row.type->number, row.id};
        auto found = database_.overlay(name.type, name.row);
        if (row.kind == RecordedRow::Kind::inserted && !found) {
            made.push_back(name);
            continue;
        }
        auto overlay = std::move(found).value_or(wire::Overlay{});
        if (row.kind == RecordedRow::Kind::inserted) {
            overlay.set_inserted_seq(seq);
        }
        for (const auto& [number, before] : row.before) {
            auto& cells = *overlay.mutable_cells();
            auto at = std::find_if(cells.begin(), cells.end(),
                                   [n = number](const auto& cell) { return cell.field() == n; });
            if (at == cells.end()) {
                auto& cell = *overlay.add_cells();
                cell.set_field(number);
                // Of a row that exists only here the centre has nothing.
                putValue(*cell.mutable_server(), overlay.inserted_seq() != 0 ? Value{} : before);
                at = cells.end() - 1;
            }
            at->set_seq(seq);
            at->set_lsn(0);
            at->set_refused(false);
        }
        if (database_.standsAlone(name)) {
            database_.putOverlay(name.type, name.row, overlay);
        } else {
            overlaid.push_back({name, overlay.SerializeAsString()});
        }
    }
    if (!made.empty() || !overlaid.empty()) {
        database_.made().put(seq, made, overlaid);
    }
}

}  // namespace xiangji
