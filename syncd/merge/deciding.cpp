#include "syncd/merge/deciding.hpp"

#include <algorithm>

#include "core/records/validate.hpp"
#include "core/records/wire_values.hpp"
#include "syncd/merge/system_fields.hpp"

namespace xiangji::syncd {

namespace {

Value valueAt(const Fields& fields, FieldNumber number) {
    const auto found = fields.find(number);
    return found == fields.end() ? Value{} : found->second;
}

bool anyOffice(const std::vector<Role>& roles) {
    return std::any_of(roles.begin(), roles.end(), isOfficeRole);
}

/// The unit whose roles count for a row that is there: its home; a unit is its own.
Id unitOf(const RecordType& type, const Id& id, const RowState& row, const Authority& authority) {
    return type.name == "unit" && authority.hasUnit(id)
               ? id
               : idIn(valueAt(row.fields, common::kHomeOrg));
}

/// An insert of a row that is there adds to it; what every row has once, and what only the office
/// moves, stays as it is.
bool stays(const Field& field, const RecordType& type, bool office) {
    const auto merge = field.rules.merge();
    const auto& keys = type.rules.natural_key();
    return field.common || std::find(keys.begin(), keys.end(), field.name) != keys.end() ||
           (!office && (merge == MERGE_CLASS_S || merge == MERGE_CLASS_R));
}

/// The change as it took effect, for the log.
Bytes logged(const wire::Change& change, const AskedChange& asked) {
    wire::Change effect = change;
    effect.clear_cells();
    for (const auto& write : asked.cells) {
        auto& cell = *effect.add_cells();
        cell.set_field(write.field->number);
        cell.set_op(write.op);
        putValue(cell, write.value);
    }
    return effect.SerializeAsString();
}

/// A set that these elements made larger than a value may be; none where all is well.
const Field* overfull(const RowState& row, const AskedChange& asked) {
    for (const auto& write : asked.cells) {
        const auto shown = row.fields.find(write.field->number);
        const auto* text = write.field->isSet && shown != row.fields.end()
                               ? std::get_if<std::string>(&shown->second)
                               : nullptr;
        if (text != nullptr && text->size() > kMaxValueBytes) {
            return write.field;
        }
    }
    return nullptr;
}

Merged merge(RowState& row, const AskedChange& asked, const Writer& writer, bool insertOfExisting) {
    switch (asked.verb) {
        case wire::VERB_VOID:
            return mergeVoid(row, *asked.type, asked.reason, writer);
        case wire::VERB_ACT:
            return mergeAction(row, *asked.type->action(asked.action), writer);
        default:
            return mergeCells(row, asked.cells, writer, insertOfExisting);
    }
}

}  // namespace

struct Deciding::Course {
    const wire::EnvelopeBody& body;
    const Sender& sender;
    Instant receivedMs;
    Decision decision;
    Lsn seenLsn = 0;
    std::vector<Role> roles;  ///< of the change being weighed
};

Result<Decision> Deciding::decide(const wire::EnvelopeBody& body, const wire::Changeset& changeset,
                                  const Sender& sender, Instant receivedMs) {
    Course course{body, sender, receivedMs, {}, 0, {}};
    stampDecision(course.decision, body.hlc(), receivedMs);
    // A place in another life of the log says nothing about this one.
    // Nor does one beyond its head: nobody has seen what is not there.
    course.seenLsn = Id::fromBytes(body.epoch()) == epoch_
                         ? std::min<Lsn>(body.seen_lsn(), transaction_.head().lsn)
                         : 0;
    const bool together = changeset.all_or_none();
    if (together) {
        XIANGJI_TRY(transaction_.savepoint());
    }
    auto& verdicts = course.decision.verdicts;
    for (const auto& change : changeset.changes()) {
        XIANGJI_LET(verdict, one(change, course));
        verdicts.push_back(std::move(verdict));
    }
    const bool allTaken = std::all_of(verdicts.begin(), verdicts.end(), [](const auto& verdict) {
        return verdict.verdict() == wire::VERDICT_TAKEN ||
               verdict.verdict() == wire::VERDICT_TAKEN_WITH_CONFLICT;
    });
    course.decision.whole = course.decision.whole && allTaken;
    if (together && allTaken) {
        XIANGJI_TRY(transaction_.release());
    } else if (together) {
        XIANGJI_TRY(transaction_.rollback());
        for (auto& verdict : verdicts) {
            if (verdict.verdict() == wire::VERDICT_TAKEN ||
                verdict.verdict() == wire::VERDICT_TAKEN_WITH_CONFLICT) {
                verdict = verdictOf(
                    Ruling::refused("group", "belongs together with a change that was not taken"));
            }
        }
    }
    limitWords(verdicts);
    return std::move(course.decision);
}

Result<wire::ChangeVerdict> Deciding::one(const wire::Change& change, Course& course) {
    auto decoded = decodeChange(change, catalogue_);
    if (const auto* ruling = std::get_if<Ruling>(&decoded)) {
        return verdictOf(*ruling);
    }
    auto& asked = std::get<AskedChange>(decoded);
    XIANGJI_LET(row, transaction_.central().row(*asked.type, asked.row));
    XIANGJI_LET(ruling, weigh(asked, row ? &*row : nullptr, course));
    if (!ruling.taken() || ruling.without) {
        return verdictOf(ruling);
    }
    return take(change, asked, std::move(row), course);
}

Result<Ruling> Deciding::weigh(const AskedChange& asked, const RowState* row, Course& course) {
    Question question{
        .asked = asked, .row = row, .author = course.sender.person, .server = course.sender.server};
    Id unit;
    if (row != nullptr) {
        unit = unitOf(*asked.type, asked.row, *row, transaction_.authority());
    } else if (asked.verb == wire::VERB_INSERT) {
        XIANGJI_LET(home, homeOf(asked, course.sender));
        question.home = home;
        unit = home.value_or(Id{});
    }
    course.roles = transaction_.authority().rolesAt(
        course.sender.person, unit, msOf(course.decision.effective), course.receivedMs);
    question.roles = course.roles;
    return admit(question);
}

Result<std::optional<Id>> Deciding::homeOf(const AskedChange& asked, const Sender& sender) {
    if (sender.server) {
        return std::optional(idIn(valueAt(asked.fields, common::kHomeOrg)));
    }
    const Field* home = asked.type->homeField();
    if (home == nullptr) {
        return std::optional(sender.unit);
    }
    const Id named = idIn(valueAt(asked.fields, home->number));
    if (home->rules.ref() == "unit") {
        return transaction_.authority().hasUnit(named) ? std::optional(named) : std::nullopt;
    }
    const RecordType* parentType = catalogue_.find(home->rules.ref());
    XIANGJI_LET(parent, transaction_.central().row(*parentType, named));
    return parent ? std::optional(idIn(valueAt(parent->fields, common::kHomeOrg))) : std::nullopt;
}

Result<wire::ChangeVerdict> Deciding::take(const wire::Change& change, AskedChange& asked,
                                           std::optional<RowState> row, Course& course) {
    const RecordType& type = *asked.type;
    const bool existing = row.has_value();
    RowState state = std::move(row).value_or(RowState{});
    if (asked.verb == wire::VERB_INSERT && existing) {
        const bool office = course.sender.server || anyOffice(course.roles);
        if (std::erase_if(asked.cells, [&](const CellWrite& cell) {
                return stays(*cell.field, type, office);
            }) > 0) {
            course.decision.whole = false;
        }
    }
    if (asked.verb == wire::VERB_INSERT && !existing) {
        addSystemFields(asked);
    }
    const Writer writer{{transaction_.nextLsn(),
                         {course.decision.effective, course.sender.device},
                         course.body.seq()},
                        course.seenLsn};
    const Merged merged = merge(state, asked, writer, existing);
    if (const Field* full = overfull(state, asked)) {
        return verdictOf(Ruling::refused(
            "limit", full->name + " (" + full->rules.label().zh() +
                         "): the set would be larger than 64 KiB; take something out first"));
    }
    const auto verdict = merged.conflict ? wire::VERDICT_TAKEN_WITH_CONFLICT : wire::VERDICT_TAKEN;
    LogLine line;
    line.device = course.sender.device;
    line.seq = course.body.seq();
    line.effective = course.decision.effective;
    line.deviceHlc = course.body.hlc();
    line.author = course.sender.person;
    line.receivedMs = course.receivedMs;
    line.change = logged(change, asked);
    line.verdict = verdict;
    XIANGJI_TRY(transaction_.write(type, asked.row, state, std::move(line)));
    wire::ChangeVerdict answer;
    answer.set_verdict(verdict);
    answer.set_lsn(state.lsn);
    return answer;
}

}  // namespace xiangji::syncd
