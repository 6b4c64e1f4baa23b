#include "core/records/permission.hpp"

#include <algorithm>

namespace xiangji {

namespace {

/// A list of the proto holds its enums as int.
template <typename Listed>
bool anyOf(std::span<const Role> roles, const Listed& listed) {
    return std::any_of(roles.begin(), roles.end(), [&](Role role) {
        return role != ROLE_UNSPECIFIED &&
               std::find(listed.begin(), listed.end(), role) != listed.end();
    });
}

bool anyOffice(std::span<const Role> roles) {
    return std::any_of(roles.begin(), roles.end(), isOfficeRole);
}

bool says(const RecordType& type, const Fields& fields, const Saying& saying) {
    const Field& field = *type.field(saying.field());
    const auto cell = fields.find(field.number);
    if (cell == fields.end() || isUnset(cell->second)) {
        return saying.choice().empty();
    }
    const Choice* choice = field.choice(saying.choice());
    return choice != nullptr && cell->second == Value(choice->number);
}

const State* titleOnlyState(const RecordType& type, const Fields& fields) {
    const auto status = fields.find(common::kStatus);
    const auto* name = status == fields.end() ? nullptr : std::get_if<std::string>(&status->second);
    const State* state = name == nullptr ? nullptr : type.state(*name);
    return state != nullptr && state->title_only() ? state : nullptr;
}

}  // namespace

bool showsTitleOnly(const RecordType& type, const Fields& fields) {
    const State* state = titleOnlyState(type, fields);
    return state != nullptr && std::ranges::none_of(state->unless(), [&](const Saying& saying) {
               return says(type, fields, saying);
           });
}

bool mayHide(const RecordType& type) {
    return std::ranges::any_of(type.rules.lifecycle().states(),
                               [](const State& state) { return state.title_only(); });
}

bool mayLift(const RecordType& type, const Fields& fields, const Field& field) {
    const State* state = titleOnlyState(type, fields);
    return state != nullptr && std::ranges::any_of(state->unless(), [&](const Saying& saying) {
               return saying.field() == field.name;
           });
}

bool isSeenWithTitle(const RecordType& type, const Field& field) {
    return field.common || field.name == type.rules.title();
}

bool isListed(const RecordType& type, const Field& field) {
    return field.rules.list_column() > 0 || field.name == type.rules.title();
}

bool isOfficeRole(Role role) {
    return role == ROLE_STATION_HEAD || role == ROLE_INSTITUTE_DIRECTOR ||
           role == ROLE_INSTITUTE_CLERK || role == ROLE_CENTRE_ADMIN ||
           role == ROLE_PROPAGANDA_OFFICE;
}

bool may(std::span<const Role> roles, const RecordType& type, Verb verb) {
    switch (verb) {
        case Verb::read:
            return type.rules.read().empty() || anyOf(roles, type.rules.read());
        case Verb::insert:
            return anyOf(roles, type.rules.insert());
        case Verb::edit:
            return anyOf(roles, type.rules.edit());
        case Verb::voiding:
            return anyOf(roles, type.rules.void_());
        case Verb::act:
            return std::any_of(type.rules.lifecycle().actions().begin(),
                               type.rules.lifecycle().actions().end(),
                               [&](const Action& action) { return mayAct(roles, type, action); });
    }
    return false;
}

namespace {

bool isWriter(std::span<const Role> roles, const RecordType& type, const Field& field, Verb verb) {
    return may(roles, type, verb) && !field.rules.system() && !field.common &&
           (field.rules.writers().empty() || anyOf(roles, field.rules.writers()));
}

}  // namespace

bool mayWrite(std::span<const Role> roles, const RecordType& type, const Field& field, Verb verb) {
    const auto merge = field.rules.merge();
    const bool gated = merge == MERGE_CLASS_S || merge == MERGE_CLASS_R;
    return isWriter(roles, type, field, verb) && (verb != Verb::edit || !gated || anyOffice(roles));
}

bool mayPropose(std::span<const Role> roles, const RecordType& type, const Field& field) {
    // A proposal lies open in a row's overlay and in the office's list.
    return !field.rules.sealed() && isWriter(roles, type, field, Verb::edit);
}

bool mayAct(std::span<const Role> roles, const RecordType& type, const Action& action) {
    if (!action.roles().empty()) {
        return anyOf(roles, action.roles());
    }
    return may(roles, type, Verb::edit) && (action.offline() || anyOffice(roles));
}

bool mayName(std::span<const Role> roles, const Field& field, const Value& value,
             const Id& author) {
    const auto& bound = field.rules.only_self();
    return bound.empty() || isUnset(value) || idIn(value) == author ||
           std::any_of(roles.begin(), roles.end(), [&](Role role) {
               return std::find(bound.begin(), bound.end(), role) == bound.end();
           });
}

const Field* needsSecondPerson(const RecordType& type, const Fields& fields, const Id& person) {
    const auto found = std::ranges::find_if(type.fields, [&](const Field& field) {
        if (!field.rules.not_self() || person.isNone()) {
            return false;
        }
        const auto cell = fields.find(field.number);
        return cell != fields.end() && idIn(cell->second) == person;
    });
    return found == type.fields.end() ? nullptr : &*found;
}

bool isOwnRow(const RecordType& type, const Id& row, const Fields& fields, const Id& person) {
    const auto names = [&](FieldNumber number) {
        const auto found = fields.find(number);
        return found != fields.end() && idIn(found->second) == person;
    };
    return (type.name == "person" && row == person) || names(common::kAuthorPerson) ||
           std::ranges::any_of(type.keys(), [&](std::size_t at) {
               const Field& field = type.fields[at];
               return field.rules.ref() == "person" && names(field.number);
           });
}

Result<const Action*> requireAction(const RecordType& type, std::string_view state,
                                    std::string_view action) {
    std::string possible;
    for (const auto& candidate : type.rules.lifecycle().actions()) {
        const bool fromHere = std::find(candidate.from().begin(), candidate.from().end(), state) !=
                              candidate.from().end();
        if (fromHere && candidate.name() == action) {
            return &candidate;
        }
        if (fromHere) {
            possible += (possible.empty() ? "" : ", ") + candidate.name();
        }
    }
    const std::string wanted(action);
    if (type.rules.lifecycle().actions().empty()) {
        return Error{Fault::notFound, type.name + " has no actions"};
    }
    return Error{type.action(action) == nullptr ? Fault::notFound : Fault::refused,
                 type.name + ": \"" + wanted + "\" is not possible in the state " +
                     std::string(state) + "; " +
                     (possible.empty() ? "it is at its end" : "possible: " + possible)};
}

}  // namespace xiangji
