#include "core/client/operations.hpp"

#include <algorithm>

#include "core/client/beginning.hpp"
#include "core/client/proposals.hpp"
#include "core/client/standing.hpp"
#include "core/records/permission.hpp"
#include "core/records/validate.hpp"
#include "core/records/wire_values.hpp"

namespace xiangji {

namespace {

[[noreturn]] void fail(Fault fault, std::string detail) {
    throw SqlFault({fault, std::move(detail)});
}

void need(const Outcome& outcome) {
    if (!outcome) {
        throw SqlFault(outcome.error());
    }
}

template <typename T>
T needed(Result<T> result) {
    if (!result) {
        throw SqlFault(result.error());
    }
    return *std::move(result);
}

Value valueAt(const Fields& fields, FieldNumber number) {
    const auto found = fields.find(number);
    return found == fields.end() ? Value{} : found->second;
}

std::string textAt(const Fields& fields, FieldNumber number) {
    const Value value = valueAt(fields, number);
    const auto* text = std::get_if<std::string>(&value);
    return text == nullptr ? std::string() : *text;
}

std::string named(const RecordType& type) {
    return type.name + " (" + type.rules.label().zh() + ")";
}

bool anyOffice(const std::vector<Role>& roles) {
    return std::ranges::any_of(roles, isOfficeRole);
}

void mayWriteAll(const std::vector<Role>& roles, const RecordType& type, const Fields& fields,
                 Verb verb) {
    for (const auto& [number, value] : fields) {
        const Field* field = type.field(number);
        if (field == nullptr || field->common) {
            fail(Fault::invalid, named(type) + " has no field number " + std::to_string(number) +
                                     " a person may write");
        }
        if (!mayWrite(roles, type, *field, verb)) {
            fail(Fault::refused, field->name + " (" + field->rules.label().zh() +
                                     "): your role may not " +
                                     (verb == Verb::insert ? "set" : "change") +
                                     " it; ask the township's office; nothing was changed");
        }
    }
}

/// Takes out of `changed` what only the office changes here: all of it in a locked state, else the
/// fields of class R and S.
Fields takeOfficesOwn(const RecordType& type, const Fields& row, Fields& changed) {
    const State* state = type.state(textAt(row, common::kStatus));
    Fields taken;
    if (state != nullptr && state->locked()) {
        taken.swap(changed);
        return taken;
    }
    eraseIf(changed, [&](const auto& cell) {
        const Field* field = type.field(cell.first);
        const bool gated =
            field != nullptr && !field->common && !field->rules.system() &&
            (field->rules.merge() == MERGE_CLASS_S || field->rules.merge() == MERGE_CLASS_R);
        if (gated) {
            taken.insert(cell);
        }
        return gated;
    });
    return taken;
}

/// What names a row or says where it belongs moves for nobody.
bool isFixed(const RecordType& type, const Field& field) {
    return field.common || &field == type.homeField() || type.isKey(field);
}

}  // namespace

Id Operations::carryOut(const Operation& operation) {
    if (const auto* given = std::get_if<Insert>(&operation)) {
        return insert(*given);
    }
    if (const auto* given = std::get_if<Edit>(&operation)) {
        return edit(*given->type, given->id, given->fields,
                    require(*given->type, given->id, "changed"));
    }
    if (const auto* given = std::get_if<Act>(&operation)) {
        return act(*given);
    }
    if (const auto* given = std::get_if<Settle>(&operation)) {
        return settle(*given);
    }
    if (const auto* given = std::get_if<AnswerProposal>(&operation)) {
        return answer(*given);
    }
    return voidRow(std::get<Void>(operation));
}

Id Operations::homeOf(const RecordType& type, const Fields& fields) {
    const Field* home = type.homeField();
    if (home == nullptr) {
        return Id::fromBytes(standing_.unit()).value_or(Id{});
    }
    const Id named = idIn(valueAt(fields, home->number));
    if (named.isNone()) {
        fail(Fault::invalid, home->name + " (" + home->rules.label().zh() +
                                 "): required; it says to which unit the row belongs");
    }
    if (home->rules.ref() == "unit") {
        return named;
    }
    const auto* parentType = database_.catalogue().find(home->rules.ref());
    const auto parent = transaction_.table(*parentType).row(named);
    if (!parent) {
        fail(Fault::notFound, home->name + ": there is no " + parentType->name + " " +
                                  named.text() + " on this phone; sync first");
    }
    return idIn(valueAt(*parent, common::kHomeOrg));
}

Fields Operations::laid(const RecordType& type, const Id& id, Fields fields) {
    for (auto& [number, value] : fields) {
        const Field* field = type.field(number);
        if (field == nullptr || !field->rules.sealed() || isUnset(value)) {
            continue;
        }
        need(validateClear(type, *field, value));
        if (database_.seal() == nullptr) {
            fail(Fault::failed, field->name + ": this home has no key to seal it with");
        }
        value = database_.seal()->laid({type.number, id, number}, value);
    }
    return fields;
}

std::vector<Role> Operations::rolesFor(const Fields& row) {
    return rolesAt(database_, standing_, idIn(valueAt(row, common::kHomeOrg)), nowMs_);
}

Fields Operations::require(const RecordType& type, const Id& id, std::string_view doing) {
    auto row = transaction_.table(type).row(id);
    if (!row) {
        fail(Fault::notFound, "there is no " + named(type) + " " + id.text() +
                                  " on this phone; sync or check the id");
    }
    if (row->contains(common::kVoidReason)) {
        fail(Fault::refused, named(type) + " " + id.text() + " is void (" +
                                 textAt(*row, common::kVoidReason) + ") and cannot be " +
                                 std::string(doing));
    }
    return *std::move(row);
}

Id Operations::insert(const Insert& given) {
    const RecordType& type = *given.type;
    Fields fields = given.fields;
    eraseIf(fields, [](const auto& cell) { return isUnset(cell.second); });
    const Id home = homeOf(type, fields);
    const auto roles = rolesAt(database_, standing_, home, nowMs_);
    if (!may(roles, type, Verb::insert)) {
        fail(Fault::refused, "your role may not add " + named(type) +
                                 " in this unit; ask the township's office; nothing was changed");
    }
    mustBegin(database_, standing_, given, home, nowMs_);
    mayWriteAll(roles, type, fields, Verb::insert);
    mustConcernOthers(standing_, type, {&fields});
    for (const auto& [number, value] : fields) {
        if (!mayName(roles, *type.field(number), value, personOf(standing_))) {
            fail(Fault::refused, type.field(number)->name +
                                     ": your role lets you name only yourself here; nothing was "
                                     "changed");
        }
    }
    const bool natural = type.rules.natural_key_size() > 0;
    const Id id =
        natural ? needed(naturalId(type, fields)) : given.id.value_or(Id::uuid7(nowMs_, random_));
    auto table = transaction_.table(type);
    if (const auto existing = table.row(id)) {
        if (!natural) {
            fail(Fault::invalid, "there is already a " + named(type) + " " + id.text());
        }
        // One pupil, one session, one line: adding it again changes what is there.
        return edit(type, id, fields, require(type, id, "changed"));
    }
    fields = laid(type, id, std::move(fields));
    fields[common::kHomeOrg] = refTo(home);
    fields[common::kAuthorPerson] = Blob{standing_.person()};
    fields[common::kCreatedDevMs] = nowMs_;
    if (!type.initialState().empty()) {
        fields[common::kStatus] = type.initialState();
    }
    need(validateInsert(type, fields));
    table.insert(id, fields);
    transaction_.note({.type = &type, .row = id});
    return id;
}

Id Operations::edit(const RecordType& type, const Id& id, const Fields& fields, const Fields& row) {
    Fields changed;
    for (const auto& [number, value] : laid(type, id, fields)) {
        if (valueAt(row, number) != value) {
            changed[number] = value;
        }
    }
    if (type.appendOnly() && !changed.empty()) {
        fail(Fault::refused,
             named(type) + " is never changed, only added to; add a new one that corrects it");
    }
    const auto roles = rolesFor(row);
    if (!may(roles, type, Verb::edit)) {
        fail(Fault::refused, "your role may not change " + named(type) +
                                 "; ask the township's office; nothing was changed");
    }
    need(validateEdit(type, changed));
    Fields whole = changed;
    whole.insert(row.begin(), row.end());
    need(validateSpans(type, whole));
    const Fields asked = anyOffice(roles) ? Fields{} : takeOfficesOwn(type, row, changed);
    if (!changed.empty()) {
        mustConcernOthers(standing_, type, {&row, &changed});
    }
    mayWriteAll(roles, type, changed, Verb::edit);
    transaction_.table(type).update(id, changed);
    transaction_.note({.type = &type, .row = id});
    if (!asked.empty()) {
        propose(type, id, asked, row);
    }
    return id;
}

void Operations::propose(const RecordType& type, const Id& id, const Fields& asked,
                         const Fields& row) {
    const auto roles = rolesFor(row);
    wire::Change cells;
    for (const auto& [number, value] : asked) {
        const Field* field = type.field(number);
        if (field == nullptr || isFixed(type, *field) || !mayPropose(roles, type, *field)) {
            fail(Fault::refused, (field == nullptr ? named(type) : field->name) +
                                     ": your role may not change it nor ask for it; ask the "
                                     "township's office; nothing was changed");
        }
        putCells(cells, *field, valueAt(row, number), value);
    }
    transaction_.note({.type = &type,
                       .row = id,
                       .kind = Step::Kind::propose,
                       .cells = {cells.cells().begin(), cells.cells().end()}});
}

Id Operations::settle(const Settle& given) {
    const RecordType& type = *given.type;
    const auto row = require(type, given.id, "settled");
    const Field* field = type.field(given.field);
    wire::Conflict conflict;
    {
        auto query = database_.connection().statement(
            "SELECT heads FROM _conflict WHERE type = ?1 AND row = ?2 AND field = ?3");
        query.bind(1, std::int64_t{type.number})
            .bind(2, given.id)
            .bind(3, std::int64_t{given.field});
        if (field == nullptr || !query.step() || !conflict.ParseFromString(query.blob(0))) {
            fail(Fault::notFound, named(type) + " " + given.id.text() +
                                      ": this field is not in conflict; see xiangji conflicts");
        }
    }
    const auto roles = rolesFor(row);
    if (!mayWrite(roles, type, *field, Verb::edit) || !maySettle(roles, standing_, row, conflict)) {
        fail(Fault::refused, field->name + " (" + field->rules.label().zh() +
                                 "): settled by the office, by who made the row, or by who wrote "
                                 "one of the values; nothing was changed");
    }
    const State* state = type.state(textAt(row, common::kStatus));
    if (state != nullptr && state->locked() && !anyOffice(roles)) {
        fail(Fault::refused, named(type) + " is " + state->name() + " (" + state->label().zh() +
                                 ") and is settled by the township's office");
    }
    const auto settled = laid(type, given.id, {{given.field, given.value}});
    mustConcernOthers(standing_, type, {&row, &settled});
    need(validateEdit(type, settled));
    const Value& value = settled.at(given.field);
    wire::Cell cell;
    cell.set_field(given.field);
    if (field->rules.sealed()) {
        need(database_.seal()->put(cell, {type.number, given.id, given.field}, value,
                                   database_.knownBytes(known::kServerKey)));
    } else {
        putValue(cell, value);
    }
    transaction_.table(type).update(given.id, settled);
    transaction_.note({.type = &type,
                       .row = given.id,
                       .kind = Step::Kind::settle,
                       .cells = {cell},
                       .heads = {conflict.heads().begin(), conflict.heads().end()}});
    return given.id;
}

Id Operations::answer(const AnswerProposal& given) {
    const auto kept = keptProposal(database_, given.proposal);
    if (!kept || kept->proposal.state() != wire::Proposal::STATE_OPEN || kept->answered) {
        fail(Fault::notFound, "there is no open proposal " + given.proposal.text() +
                                  " on this phone; see xiangji proposals list");
    }
    const RecordType& type = *kept->type;
    const auto row = require(type, kept->row, "changed");
    const auto roles = rolesFor(row);
    const bool own = kept->proposal.author() == standing_.person();
    if (given.answer == Answer::withdraw ? !own : !anyOffice(roles) || own) {
        fail(Fault::refused,
             given.answer == Answer::withdraw
                 ? std::string("only who proposed it may take it back")
                 : "proposals are answered by the township's office, and never by who made them");
    }
    if (given.answer == Answer::decline && given.reason.empty()) {
        fail(Fault::invalid, "to decline needs a reason; say why with --reason");
    }
    Step step{.type = &type,
              .row = kept->row,
              .kind = Step::Kind::answer,
              .reason = given.reason,
              .proposal = given.proposal,
              .answer = wireAnswer(given.answer)};
    if (given.answer == Answer::accept) {
        const Fields accepted = acceptedFields(type, row, kept->proposal);
        mayWriteAll(roles, type, accepted, Verb::edit);
        mustConcernOthers(standing_, type, {&row, &accepted});
        need(validateEdit(type, accepted));
        transaction_.table(type).update(kept->row, accepted);
        step.cells = {kept->proposal.cells().begin(), kept->proposal.cells().end()};
    }
    transaction_.note(std::move(step));
    return kept->row;
}

Id Operations::act(const Act& given) {
    const RecordType& type = *given.type;
    const auto row = require(type, given.id, "moved");
    const Action* action = needed(requireAction(type, textAt(row, common::kStatus), given.action));
    const auto roles = rolesFor(row);
    if (!mayAct(roles, type, *action)) {
        fail(Fault::refused,
             given.action + " (" + action->label().zh() +
                 "): your role may not do this; ask the township's office; nothing was changed");
    }
    if (action->needs_reason() && given.reason.empty()) {
        fail(Fault::invalid, given.action + " needs a reason; say why with --reason");
    }
    if (action->second_person() && isOwnRow(type, given.id, row, personOf(standing_))) {
        fail(Fault::refused, given.action + " needs a second person: nobody confirms their own");
    }
    transaction_.table(type).update(given.id, {{common::kStatus, action->to()}});
    transaction_.note({.type = &type,
                       .row = given.id,
                       .kind = Step::Kind::act,
                       .action = given.action,
                       .reason = given.reason});
    return given.id;
}

Id Operations::voidRow(const Void& given) {
    const RecordType& type = *given.type;
    const auto row = require(type, given.id, "made void again");
    const auto roles = rolesFor(row);
    if (!may(roles, type, Verb::voiding)) {
        fail(Fault::refused, "your role may not void " + named(type) +
                                 "; ask the township's office; nothing was changed");
    }
    if (given.reason.empty()) {
        fail(Fault::invalid, "a void needs a reason; say why with --reason");
    }
    need(validateValue(type, *type.field(common::kVoidReason), given.reason));
    transaction_.table(type).update(given.id, {{common::kVoidReason, given.reason}});
    transaction_.note(
        {.type = &type, .row = given.id, .kind = Step::Kind::voiding, .reason = given.reason});
    return given.id;
}

}  // namespace xiangji
