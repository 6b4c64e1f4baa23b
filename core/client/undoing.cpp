#include "core/client/undoing.hpp"

#include <algorithm>

#include "core/client/standing.hpp"
#include "core/records/permission.hpp"
#include "core/records/set_value.hpp"
#include "core/records/wire_values.hpp"
#include "core/store/row_table.hpp"

namespace xiangji {

namespace {

constexpr const char* kReason = "撤销";  // Undone: stands in the row and in its history.

[[noreturn]] void refuse(std::string why) {
    throw SqlFault({Fault::refused, std::move(why)});
}

std::string named(const RecordType& type) {
    return type.name + " (" + type.rules.label().zh() + ")";
}

std::string named(const Field& field) {
    return field.name + " (" + field.rules.label().zh() + ")";
}

Value valueAt(const Fields& fields, FieldNumber number) {
    const auto found = fields.find(number);
    return found == fields.end() ? Value{} : found->second;
}

std::string textIn(const google::protobuf::RepeatedPtrField<wire::Cell>& cells) {
    return cells.empty() ? std::string() : cells.Get(0).text();
}

/// The set without what was added, and with what was taken out.
Value setBack(const Field& field, const Value& now, const Value& before, const Value& after) {
    const bool refs = field.kind == Kind::reference;
    const auto delta = deltaBetween(before, after, refs).valueOr({});
    auto elements = elementsOf(now, refs).valueOr({});
    for (const auto& element : delta.added) {
        elements.erase(element);
    }
    elements.insert(delta.removed.begin(), delta.removed.end());
    return setCell(elements);
}

}  // namespace

Undoing::Undoing(PhoneDatabase& database, const wire::Standing& standing, Instant nowMs)
    : database_(database), standing_(standing), nowMs_(nowMs) {
    undo_.ParseFromString(database.knownBytes(known::kUndo));
}

Undone Undoing::what() const {
    Undone undone{.seq = undo_.seq()};
    for (const auto& step : undo_.steps()) {
        const auto* type = database_.catalogue().find(TypeNumber{step.type()});
        undone.rows.emplace_back(type, Id::fromBytes(step.row()).value_or(Id{}));
    }
    return undone;
}

std::vector<Operation> Undoing::operations() {
    if (undo_.steps().empty()) {
        throw SqlFault({Fault::notFound,
                        "there is nothing to undo: only the last thing saved on this phone can be "
                        "taken back, and only once"});
    }
    std::vector<Operation> operations;
    for (auto step = undo_.steps().rbegin(); step != undo_.steps().rend(); ++step) {
        operations.push_back(inverse(*step));
    }
    return operations;
}

Operation Undoing::inverse(const wire::UndoStep& step) {
    const auto* type = database_.catalogue().find(TypeNumber{step.type()});
    const auto id = Id::fromBytes(step.row());
    if (type == nullptr || !id) {
        throw SqlFault({Fault::damaged, "what was saved last cannot be read any more"});
    }
    if (step.verb() == wire::VERB_PROPOSE) {
        return AnswerProposal{.proposal = Id::fromBytes(step.proposal()).value_or(Id{}),
                              .answer = Answer::withdraw};
    }
    const auto row = RowTable(database_.connection(), *type).row(*id);
    if (!row) {
        refuse(named(*type) + " is not on this phone any more; nothing was undone");
    }
    if (row->contains(common::kVoidReason)) {
        refuse(named(*type) + " is void, and a void is not taken back; add it again");
    }
    switch (step.verb()) {
        case wire::VERB_INSERT:
            if (!may(rolesFor(*row), *type, Verb::voiding)) {
                refuse("your role may not void " + named(*type) +
                       "; ask the township's office; nothing was undone");
            }
            return Void{.type = type, .id = *id, .reason = kReason};
        case wire::VERB_EDIT:
            return editBack(step, *type, *id, *row);
        case wire::VERB_ACT:
            return actBack(step, *type, *id, *row);
        default:
            refuse(named(*type) +
                   ": what was settled or answered is not taken back; settle or change it anew");
    }
}

Operation Undoing::editBack(const wire::UndoStep& step, const RecordType& type, const Id& id,
                            const Fields& row) {
    Edit edit{.type = &type, .id = id};
    for (int i = 0; i < std::min(step.before_size(), step.after_size()); ++i) {
        const Field* field = type.field(FieldNumber{step.before(i).field()});
        if (field == nullptr) {
            continue;
        }
        const Value now = valueAt(row, field->number);
        const Value wrote = valueIn(step.after(i));
        const Value before = valueIn(step.before(i));
        if (field->isSet) {
            edit.fields[field->number] = setBack(*field, now, before, wrote);
        } else if (now != wrote || inConflict(type, id, field->number)) {
            refuse(named(type) + ": somebody has written " + named(*field) +
                   " since; look at it and change it by hand; nothing was undone");
        } else {
            edit.fields[field->number] = given(type, id, *field, before);
        }
    }
    return edit;
}

Value Undoing::given(const RecordType& type, const Id& id, const Field& field, const Value& lying) {
    if (!field.rules.sealed() || isUnset(lying)) {
        return lying;
    }
    const auto* seal = database_.seal();
    Value value =
        seal == nullptr ? Value() : seal->shown({type.number, id, field.number}, field.kind, lying);
    if (isUnset(value)) {
        refuse(named(type) + ": what stood in " + named(field) +
               " cannot be opened any more; nothing was undone");
    }
    return value;
}

Operation Undoing::actBack(const wire::UndoStep& step, const RecordType& type, const Id& id,
                           const Fields& row) {
    const std::string before = textIn(step.before());
    const std::string wrote = textIn(step.after());
    if (valueAt(row, common::kStatus) != Value(wrote)) {
        refuse(named(type) + ": it has moved on since; nothing was undone");
    }
    const auto roles = rolesFor(row);
    for (const auto& action : type.rules.lifecycle().actions()) {
        const bool back =
            action.to() == before &&
            std::find(action.from().begin(), action.from().end(), wrote) != action.from().end();
        if (back && mayAct(roles, type, action)) {
            return Act{.type = &type, .id = id, .action = action.name(), .reason = kReason};
        }
    }
    refuse(named(type) + ": there is no way back from " + wrote + " to " + before +
           " for you; ask the township's office; nothing was undone");
}

std::vector<Role> Undoing::rolesFor(const Fields& row) {
    return rolesAt(database_, standing_, idIn(valueAt(row, common::kHomeOrg)), nowMs_);
}

bool Undoing::inConflict(const RecordType& type, const Id& id, FieldNumber field) {
    auto query = database_.connection().statement(
        "SELECT 1 FROM _conflict WHERE type = ?1 AND row = ?2 AND field = ?3");
    query.bind(1, std::int64_t{type.number}).bind(2, id).bind(3, std::int64_t{field});
    return query.step();
}

}  // namespace xiangji
