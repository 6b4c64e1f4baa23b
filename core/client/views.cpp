#include "core/client/views.hpp"

#include <algorithm>
#include <map>

#include "core/base/hash.hpp"
#include "core/client/proposals.hpp"
#include "core/client/standing.hpp"
#include "core/records/permission.hpp"
#include "core/records/set_value.hpp"
#include "core/records/wire_values.hpp"
#include "core/sync/envelope.hpp"

namespace xiangji {

namespace {

/// Where an own edit of a row stands; nothing if none is under way.
std::optional<SendState> waitingState(PhoneDatabase& database, const RecordType& type,
                                      const Id& id) {
    const auto overlay = database.overlay(type.number, id);
    if (!overlay) {
        return std::nullopt;
    }
    std::uint64_t seq = overlay->inserted_lsn() == 0 ? overlay->inserted_seq() : 0;
    for (const auto& cell : overlay->cells()) {
        seq = cell.lsn() == 0 ? std::max<std::uint64_t>(seq, cell.seq()) : seq;
    }
    if (seq == 0) {
        return std::nullopt;
    }
    auto query = database.connection().statement("SELECT held FROM _outbox WHERE seq = ?1");
    query.bind(1, seq);
    if (!query.step()) {
        return std::nullopt;
    }
    return query.integer(0) != 0 ? SendState::held : SendState::waiting;
}

WriteView viewWrite(PhoneDatabase& database, const RecordType& type, const Id& row,
                    const Field& field, const wire::Write& write) {
    WriteView view;
    view.value = valueIn(write.cell());
    if (field.rules.sealed()) {
        view.value = openedCell(database, {type.number, row, field.number}, field.kind, view.value);
    }
    view.author = Id::fromBytes(write.author()).value_or(Id{});
    if (const auto* person = database.catalogue().find("person"); person != nullptr) {
        view.authorName = titleIn(database, *person, view.author);
    }
    view.atMs = msOf(write.hlc());
    return view;
}

std::string verbName(wire::Verb verb) {
    switch (verb) {
        case wire::VERB_INSERT:
            return "insert";
        case wire::VERB_EDIT:
            return "edit";
        case wire::VERB_VOID:
            return "void";
        case wire::VERB_ACT:
            return "act";
        case wire::VERB_SETTLE:
            return "settle";
        case wire::VERB_PROPOSE:
            return "propose";
        case wire::VERB_ANSWER:
            return "answer";
        case wire::VERB_ERASE:
            return "erase";
        default:
            return "unknown";
    }
}

/// An action by its name; of an answer what it was.
std::string actionOf(const std::string& action, wire::Answer answer) {
    switch (answer) {
        case wire::ANSWER_ACCEPT:
            return "accept";
        case wire::ANSWER_DECLINE:
            return "decline";
        case wire::ANSWER_WITHDRAW:
            return "withdraw";
        default:
            return action;
    }
}

/// The cells of one change: values written, or the elements put into or taken out of sets.
template <typename Cells>
Fields fieldsOf(const RecordType& type, const Cells& cells, wire::Cell::Op setOp) {
    Fields fields;
    std::map<FieldNumber, Elements> sets;
    for (const auto& cell : cells) {
        const Field* field = type.field(FieldNumber{cell.field()});
        if (field == nullptr) {
            continue;
        }
        if (!cell.sealed().empty()) {
            fields[field->number] = std::string(kSealedShown);
        } else if (cell.op() == setOp) {
            sets[field->number].insert(valueIn(cell));
        } else if (cell.op() == wire::Cell::OP_WRITE && setOp == wire::Cell::OP_ADD) {
            fields[field->number] = valueIn(cell);
        }
    }
    for (const auto& [number, elements] : sets) {
        fields[number] = setCell(elements);
    }
    return fields;
}

}  // namespace

SendState sendStateOf(wire::Verdict verdict) {
    switch (verdict) {
        case wire::VERDICT_HELD:
            return SendState::held;
        case wire::VERDICT_REFUSED:
        case wire::VERDICT_QUARANTINED:
            return SendState::refused;
        default:
            return SendState::delivered;
    }
}

RowView viewRow(PhoneDatabase& database, const RecordType& type, const Id& id, Fields fields) {
    RowView view{.type = &type, .id = id, .fields = std::move(fields)};
    view.voided = view.fields.contains(common::kVoidReason);
    auto& sql = database.connection();
    const auto exists = [&](std::string_view text) {
        auto query = sql.statement(text);
        query.bind(1, std::int64_t{type.number}).bind(2, id);
        return query.step();
    };
    view.conflict = exists(
        "SELECT 1 FROM _conflict WHERE type = ?1 AND row = ?2 AND field NOT IN (SELECT field FROM "
        "_settling WHERE type = ?1 AND row = ?2)");
    view.editedAfterVoid = exists("SELECT 1 FROM _flag WHERE type = ?1 AND row = ?2");
    if (const auto waiting = waitingState(database, type, id)) {
        view.sendState = *waiting;
    } else if (exists(
                   "SELECT 1 FROM _verdict WHERE type = ?1 AND row = ?2 AND verdict IN (4, 5)")) {
        view.sendState = SendState::refused;
    }
    return view;
}

Fields writtenIn(const RecordType& type, const Cells& cells) {
    return fieldsOf(type, cells, wire::Cell::OP_ADD);
}

Fields removedIn(const RecordType& type, const Cells& cells) {
    return fieldsOf(type, cells, wire::Cell::OP_REMOVE);
}

std::vector<ConflictView> viewConflicts(PhoneDatabase& database, Instant nowMs) {
    struct Stored {
        TypeNumber type;
        Id row;
        wire::Conflict conflict;
    };
    std::vector<Stored> all;
    {
        auto query = database.connection().statement(
            "SELECT type, row, heads FROM _conflict WHERE NOT EXISTS (SELECT 1 FROM _settling "
            "WHERE "
            "_settling.type = _conflict.type AND _settling.row = _conflict.row AND "
            "_settling.field = _conflict.field) ORDER BY type, row, field");
        while (query.step()) {
            Stored stored{static_cast<TypeNumber>(query.integer(0)), query.id(1), {}};
            stored.conflict.ParseFromString(query.blob(2));
            all.push_back(std::move(stored));
        }
    }
    wire::Standing standing;
    standing.ParseFromString(database.knownBytes(known::kStanding));
    std::vector<ConflictView> views;
    for (const auto& [number, row, conflict] : all) {
        const auto* type = database.catalogue().find(number);
        const auto* field = type == nullptr ? nullptr : type->field(FieldNumber{conflict.field()});
        if (field == nullptr) {
            continue;
        }
        const auto fields = RowTable(database.connection(), *type).row(row).value_or(Fields{});
        const auto home = fields.find(common::kHomeOrg);
        const auto roles =
            rolesAt(database, standing, home == fields.end() ? Id{} : idIn(home->second), nowMs);
        const bool settles = mayWrite(roles, *type, *field, Verb::edit) &&
                             maySettle(roles, standing, fields, conflict);
        for (const auto& other : conflict.others()) {
            ConflictView view;
            view.type = type;
            view.row = row;
            view.field = field;
            view.maySettle = settles;
            view.shown = viewWrite(database, *type, row, *field, conflict.shown());
            view.other = viewWrite(database, *type, row, *field, other);
            view.id = Id::ofHash(
                hashOfParts({type->name, row.bytes(), field->name, other.SerializeAsString()}));
            views.push_back(std::move(view));
        }
    }
    return views;
}

VerdictView viewVerdict(const Catalogue& catalogue, const Verdict& verdict, Instant atMs) {
    VerdictView view{.seq = verdict.seq,
                     .type = catalogue.find(verdict.type),
                     .row = verdict.row,
                     .state = sendStateOf(verdict.verdict),
                     .reason = verdict.reason,
                     .words = verdict.words,
                     .atMs = atMs};
    if (verdict.verdict == wire::VERDICT_TAKEN_WITH_CONFLICT) {
        view.reason = "conflict";
        view.words =
            "somebody else wrote something different; both are kept until one of you or the office "
            "settles it";
    }
    return view;
}

std::vector<VerdictView> viewVerdicts(PhoneDatabase& database) {
    std::vector<VerdictView> views;
    auto query = database.connection().statement(
        "SELECT seq, type, row, verdict, reason, words, at_ms, place, "
        "(SELECT body FROM _sent WHERE _sent.seq = _verdict.seq "
        "UNION ALL SELECT body FROM _outbox WHERE _outbox.seq = _verdict.seq "
        "UNION ALL SELECT body FROM _former WHERE _former.seq = _verdict.seq) "
        "FROM _verdict ORDER BY at_ms DESC, seq DESC, place");
    while (query.step()) {
        const Verdict verdict{.seq = query.unsignedInteger(0),
                              .type = static_cast<TypeNumber>(query.integer(1)),
                              .row = query.id(2),
                              .verdict = static_cast<wire::Verdict>(query.integer(3)),
                              .reason = query.text(4),
                              .words = query.text(5)};
        auto view = viewVerdict(database.catalogue(), verdict, query.integer(6));
        wire::EnvelopeBody body;
        wire::Changeset changeset;
        const auto place = query.integer(7);
        if (view.type != nullptr && body.ParseFromString(query.blob(8)) &&
            changeset.ParseFromString(body.changeset()) && place < changeset.changes_size()) {
            view.fields = fieldsOf(*view.type, changeset.changes(static_cast<int>(place)).cells(),
                                   wire::Cell::OP_ADD);
        }
        views.push_back(std::move(view));
    }
    return views;
}

std::vector<HistoryView> viewOwnHistory(PhoneDatabase& database, const RecordType& type,
                                        const Id& id, bool unsentOnly) {
    std::vector<Bytes> bodies;
    {
        auto query = database.connection().statement(
            unsentOnly ? "SELECT 1, seq, body FROM _outbox ORDER BY seq"
                       : "SELECT 0, seq, body FROM _former UNION ALL "
                         "SELECT 1, seq, body FROM _sent UNION ALL "
                         "SELECT 1, seq, body FROM _outbox ORDER BY 1, 2");
        while (query.step()) {
            bodies.push_back(query.blob(2));
        }
    }
    wire::Standing standing;
    standing.ParseFromString(database.knownBytes(known::kStanding));
    std::vector<HistoryView> views;
    for (const auto& bytes : bodies) {
        wire::EnvelopeBody body;
        wire::Changeset changeset;
        if (!body.ParseFromString(bytes) || !changeset.ParseFromString(body.changeset())) {
            continue;
        }
        for (const auto& change : changeset.changes()) {
            if (change.type() == type.number && change.row() == id.bytes()) {
                views.push_back({.verb = verbName(change.verb()),
                                 .action = actionOf(change.action(), change.answer()),
                                 .reason = change.reason(),
                                 .fields = fieldsOf(type, change.cells(), wire::Cell::OP_ADD),
                                 .removed = fieldsOf(type, change.cells(), wire::Cell::OP_REMOVE),
                                 .authorName = standing.person_name(),
                                 .author = Id::fromBytes(standing.person()).value_or(Id{}),
                                 .atMs = msOf(body.hlc())});
            }
        }
    }
    return views;
}

HistoryView viewHistory(const RecordType& type, const wire::HistoryEntry& entry) {
    return {.verb = verbName(entry.verb()),
            .action = actionOf(entry.action(), entry.answer()),
            .reason = entry.reason(),
            .fields = fieldsOf(type, entry.cells(), wire::Cell::OP_ADD),
            .removed = fieldsOf(type, entry.cells(), wire::Cell::OP_REMOVE),
            .authorName = entry.author_name(),
            .author = Id::fromBytes(entry.author()).value_or(Id{}),
            .atMs = msOf(entry.hlc()),
            .lsn = entry.lsn()};
}

Me viewMe(PhoneDatabase& database, const Id& device, const Bytes& publicKey, Instant nowMs) {
    Me me;
    me.device = device;
    me.fingerprint = fingerprintOf(publicKey);
    me.joined = !database.knownId(known::kServer).isNone();
    me.host = database.knownText(known::kHost);
    wire::Standing standing;
    standing.ParseFromString(database.knownBytes(known::kStanding));
    me.pending = standing.pending();
    me.person = Id::fromBytes(standing.person()).value_or(Id{});
    me.personName = standing.person_name();
    me.unit = Id::fromBytes(standing.unit()).value_or(Id{});
    me.unitName = standing.unit_name();
    me.roles = allRoles(standing, nowMs);
    return me;
}

}  // namespace xiangji
