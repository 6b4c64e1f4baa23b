#include "tests/matrix/oracle.hpp"

#include <algorithm>
#include <set>

namespace xiangji::matrix {

namespace {

/// The desks of the township and the city.
const std::set<int> kOffice{ROLE_STATION_HEAD, ROLE_INSTITUTE_DIRECTOR, ROLE_INSTITUTE_CLERK,
                            ROLE_CENTRE_ADMIN, ROLE_PROPAGANDA_OFFICE};

template <typename Listed>
bool names(const Listed& listed, Role role) {
    return role != ROLE_UNSPECIFIED &&
           std::find(listed.begin(), listed.end(), role) != listed.end();
}

/// A role counts at its unit and below it.
bool reaches(const Deed& deed) {
    return deed.role != ROLE_UNSPECIFIED &&
           (deed.place == Place::here || deed.place == Place::below);
}

bool isOffice(const Deed& deed) {
    return kOffice.contains(deed.role);
}

/// Nobody's to write: the server's.
bool closed(const Field& field) {
    return field.common || field.rules.system();
}

bool writes(const Deed& deed, const Field& field) {
    return !closed(field) &&
           (field.rules.writers().empty() || names(field.rules.writers(), deed.role));
}

/// The office's to change.
bool gated(const Field& field) {
    const auto merge = field.rules.merge();
    return merge == MERGE_CLASS_S || merge == MERGE_CLASS_R;
}

/// Nobody does it for himself: what is written names the actor, or the row did before.
bool forHimself(const Deed& deed, const Field* written) {
    return (written != nullptr && written->rules.not_self() && !deed.namesOther) ||
           (deed.aboutSelf && std::ranges::any_of(deed.type->fields, [](const Field& each) {
                return each.rules.not_self();
            }));
}

/// Whether others see a row in this state whole goes by what the field says.
bool decides(const State& state, const Field& field) {
    for (const auto& saying : state.unless()) {
        if (saying.field() == field.name) {
            return true;
        }
    }
    return false;
}

bool isKey(const RecordType& type, const Field& field) {
    const auto& keys = type.rules.natural_key();
    return std::find(keys.begin(), keys.end(), field.name) != keys.end();
}

}  // namespace

bool mayAdd(const Deed& deed, const Field* field) {
    const auto& rules = deed.type->rules;
    // Without a home of its own a row belongs to its author's unit, wherever it says it does.
    const bool placed = !rules.home().empty() || deed.place == Place::here;
    if (!reaches(deed) || !placed || forHimself(deed, field) || !names(rules.insert(), deed.role)) {
        return false;
    }
    for (const auto& each : deed.type->fields) {
        const bool written = each.rules.required() || &each == field;
        if (written && !each.common && !writes(deed, each)) {
            return false;
        }
        if (written && names(each.rules.only_self(), deed.role) && deed.namesOther &&
            &each == field) {
            return false;
        }
    }
    return true;
}

bool mayChange(const Deed& deed, const Field& field) {
    const auto& rules = deed.type->rules;
    // A row moves by the office alone.
    const bool office = gated(field) || field.name == rules.home() || deed.locked;
    return reaches(deed) && rules.merge() != MERGE_CLASS_A && names(rules.edit(), deed.role) &&
           !isKey(*deed.type, field) && writes(deed, field) && (!office || isOffice(deed)) &&
           !forHimself(deed, &field);
}

bool mayAsk(const Deed& deed, const Field& field) {
    const auto& rules = deed.type->rules;
    // What is asked for lies open beside the row.
    return !field.rules.sealed() && !isOffice(deed) && (gated(field) || deed.locked) &&
           reaches(deed) && rules.merge() != MERGE_CLASS_A && names(rules.edit(), deed.role) &&
           !isKey(*deed.type, field) && field.name != rules.home() && writes(deed, field);
}

bool mayVoid(const Deed& deed) {
    const auto& rules = deed.type->rules;
    return reaches(deed) && rules.merge() != MERGE_CLASS_A && names(rules.void_(), deed.role) &&
           (!deed.locked || isOffice(deed));
}

bool mayAct(const Deed& deed, const Action& action) {
    const bool named = action.roles().empty() ? names(deed.type->rules.edit(), deed.role) &&
                                                    (action.offline() || isOffice(deed))
                                              : names(action.roles(), deed.role);
    return reaches(deed) && named && (!action.second_person() || (!deed.own && !deed.aboutSelf));
}

bool maySee(const Deed& deed) {
    const auto& rules = deed.type->rules;
    return rules.scope() == SCOPE_EVERYONE ||
           (reaches(deed) && (rules.read().empty() || names(rules.read(), deed.role)));
}

bool hides(const State& state, const Field* field, const std::string& choice) {
    return state.title_only() && std::ranges::none_of(state.unless(), [&](const Saying& saying) {
               return field != nullptr && saying.field() == field->name &&
                      saying.choice() == choice;
           });
}

bool maySeePlain(const Deed& deed, const Field& field) {
    return maySee(deed) &&
           (deed.own || !deed.titleOnly || field.common || field.name == deed.type->rules.title());
}

bool maySeeQuarrel(const Deed& deed) {
    const Field& field = *deed.quarrel;
    return field.rules.sealed()
               ? maySeeSealed(deed, field)
               : maySeePlain(deed, field) || (maySee(deed) && decides(*deed.state, field));
}

bool maySeeSealed(const Deed& deed, const Field& field) {
    const bool title = field.name == deed.type->rules.title();
    return maySee(deed) && (deed.own || ((!deed.titleOnly || title) && reaches(deed) &&
                                         names(field.rules.readers(), deed.role)));
}

std::string undeclared(const RecordType& type) {
    std::string lacks;
    if (type.rules.insert().empty()) {
        lacks += " insert";
    }
    if (type.rules.merge() != MERGE_CLASS_A && type.rules.edit().empty()) {
        lacks += " edit";
    }
    if (type.rules.merge() != MERGE_CLASS_A && type.rules.void_().empty()) {
        lacks += " void";
    }
    return lacks;
}

}  // namespace xiangji::matrix
