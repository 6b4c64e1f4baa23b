#include "core/records/contradictions.hpp"

#include <algorithm>
#include <set>

#include "core/records/permission.hpp"

namespace xiangji {

namespace {

bool hasBoth(const Label& label) {
    return !label.zh().empty() && !label.en().empty();
}

Error wrong(const RecordType& type, const std::string& what) {
    return {Fault::invalid, type.name + ": " + what};
}

/// Whoever reads the row reads the sealed field.
bool goesWithItsRow(const RecordType& type, const Field& field) {
    const auto& readers = field.rules.readers();
    return type.rules.read_size() > 0 && std::ranges::all_of(type.rules.read(), [&](int role) {
               return std::find(readers.begin(), readers.end(), role) != readers.end();
           });
}

Outcome checkSealed(const RecordType& type, const Field& field) {
    const auto& rules = field.rules;
    if (rules.sealed_since() != 0 && !rules.sealed()) {
        return wrong(type, field.name + " says since when it is sealed, and is not");
    }
    if (!rules.sealed()) {
        return {};
    }
    if (field.kind == Kind::reference || field.isSet || type.isKey(field) ||
        rules.office_column() > 0 || type.rules.when() == field.name) {
        return wrong(type, field.name +
                               " is sealed: it must be one value, no reference, and no key, time "
                               "or office column of its row");
    }
    if ((rules.required() || isListed(type, field)) && !goesWithItsRow(type, field)) {
        return wrong(type, field.name +
                               " is sealed, and lists show it or rows need it: whoever reads the "
                               "row must be among its readers");
    }
    return {};
}

Outcome checkField(const RecordType& type, const Field& field, const Catalogue& catalogue) {
    if (field.common) {
        return {};
    }
    if (field.number < common::kFirstOwn) {
        return wrong(type, field.name + " has number " + std::to_string(field.number) +
                               "; own fields begin at 10");
    }
    if (!hasBoth(field.rules.label())) {
        return wrong(type, field.name + " lacks a Chinese or an English label");
    }
    for (const auto& choice : field.choices) {
        if (!hasBoth(choice.label)) {
            return wrong(type, field.name + ": the choice " + choice.name + " lacks a label");
        }
    }
    if (!field.rules.ref().empty() && catalogue.find(field.rules.ref()) == nullptr) {
        return wrong(type, field.name + " refers to an unknown type " + field.rules.ref());
    }
    if (field.isSet && field.rules.merge() != MERGE_CLASS_G &&
        field.rules.merge() != MERGE_CLASS_A && field.rules.merge() != MERGE_CLASS_R) {
        return wrong(type, field.name + " is a set and must be of class G, R or A");
    }
    if (!field.isSet && field.rules.merge() == MERGE_CLASS_G) {
        return wrong(type, field.name + " is of class G but holds one value; make it repeated");
    }
    if (field.isSet && (field.kind == Kind::real || field.kind == Kind::blob)) {
        return wrong(
            type,
            field.name +
                " is a set of what cannot be told apart; name elements by text, choice or ref");
    }
    XIANGJI_TRY(checkSealed(type, field));
    if ((field.rules.not_self() || field.rules.only_self_size() > 0) &&
        (field.rules.ref() != "person" || field.isSet)) {
        return wrong(type, field.name + " says who may name himself, and names no one person");
    }
    if (field.rules.counted() && (field.rules.privacy() == PRIVACY_OPEN || field.rules.sealed())) {
        return wrong(type, field.name +
                               " is counted: sums need it, and an erasure would leave it "
                               "anyway or cannot read it");
    }
    if (field.rules.office_column() > 0 && field.rules.privacy() == PRIVACY_SENSITIVE) {
        return wrong(type, field.name + " is sensitive and cannot be an office column");
    }
    return {};
}

/// What an order to erase somebody reaches follows from the references alone (syncd/safety.md): so
/// each that names somebody says it.
Outcome checkErasure(const RecordType& type, const Field& field, const Catalogue& catalogue) {
    const auto& rules = field.rules;
    const auto* named = field.common ? nullptr : catalogue.find(rules.ref());
    if (named == nullptr || named->rules.privacy() == PRIVACY_OPEN) {
        const bool silent =
            rules.on_erasure() == ON_ERASURE_UNSPECIFIED && rules.brings() == BRINGS_NOBODY;
        return silent ? Outcome() : wrong(type, field.name + " names nobody an order could erase");
    }
    if (rules.on_erasure() == ON_ERASURE_UNSPECIFIED) {
        return wrong(type, field.name +
                               " names somebody: say with on_erasure whether the row stays, is "
                               "emptied or goes when they are erased");
    }
    if (field.isSet &&
        (rules.on_erasure() != ON_ERASURE_STAYS || rules.brings() != BRINGS_NOBODY)) {
        return wrong(type, field.name + " is a set of people: its row can only stay");
    }
    const bool remains = rules.privacy() == PRIVACY_OPEN || type.appendOnly() || type.isKey(field);
    if (rules.on_erasure() == ON_ERASURE_EMPTIES && !remains) {
        return wrong(type, field.name +
                               " empties its row and goes itself: what is written there later "
                               "could not be told from what was emptied");
    }
    return {};
}

/// Whether a row is seen is decided where only its plain cells can be read.
Outcome checkShowing(const RecordType& type, const State& state) {
    if (!state.title_only() && state.unless_size() > 0) {
        return wrong(type, "the state " + state.name() + " hides nothing, and says unless when");
    }
    for (const auto& saying : state.unless()) {
        const Field* field = type.field(saying.field());
        const bool plain = field != nullptr && field->kind == Kind::choice && !field->isSet &&
                           !field->rules.sealed();
        if (!plain || (!saying.choice().empty() && field->choice(saying.choice()) == nullptr)) {
            return wrong(type, "the state " + state.name() + " shows by " + saying.field() + " " +
                                   saying.choice() + ", which is no choice of a plain field");
        }
    }
    return {};
}

Outcome checkLifecycle(const RecordType& type) {
    std::set<std::string> states;
    for (const auto& state : type.rules.lifecycle().states()) {
        if (!states.insert(state.name()).second) {
            return wrong(type, "the state " + state.name() + " is there twice");
        }
        if (!hasBoth(state.label())) {
            return wrong(type, "the state " + state.name() + " lacks a label");
        }
        XIANGJI_TRY(checkShowing(type, state));
    }
    std::set<std::string> actions;
    for (const auto& action : type.rules.lifecycle().actions()) {
        if (!actions.insert(action.name()).second || action.from().empty()) {
            return wrong(type,
                         "the action " + action.name() + " is there twice or comes from no state");
        }
        if (!hasBoth(action.label())) {
            return wrong(type, "the action " + action.name() + " lacks a label");
        }
        if (type.state(action.to()) == nullptr) {
            return wrong(
                type, "the action " + action.name() + " leads to an unknown state " + action.to());
        }
        for (const auto& from : action.from()) {
            if (type.state(from) == nullptr) {
                return wrong(
                    type, "the action " + action.name() + " comes from an unknown state " + from);
            }
        }
    }
    return {};
}

Outcome checkNames(const RecordType& type) {
    std::set<std::string> names;
    std::set<FieldNumber> numbers;
    for (const auto& field : type.fields) {
        if (!names.insert(field.name).second || !numbers.insert(field.number).second ||
            field.name == "id") {
            return wrong(type, field.name + " or its number is used twice");
        }
    }
    std::vector<std::string> named(type.rules.natural_key().begin(),
                                   type.rules.natural_key().end());
    named.insert(named.end(), {type.rules.home(), type.rules.title(), type.rules.when()});
    for (const auto& name : named) {
        if (!name.empty() && type.field(name) == nullptr) {
            return wrong(type, "names a field it does not have: " + name);
        }
    }
    const Field* home = type.homeField();
    if (home != nullptr && (home->kind != Kind::reference || home->isSet)) {
        return wrong(type, "its home " + home->name + " is not a reference");
    }
    return {};
}

/// A row's name may not move under it: key fields are given at insert and moved by nobody in the
/// field.
Outcome checkNaturalKey(const RecordType& type) {
    for (const auto& name : type.rules.natural_key()) {
        const auto& rules = type.field(name)->rules;
        const bool fixed = rules.merge() == MERGE_CLASS_S || rules.merge() == MERGE_CLASS_A;
        if (!rules.required() || !fixed || type.field(name)->isSet) {
            return wrong(
                type, name + " names the row: it must be required, one value, and of class S or A");
        }
    }
    return {};
}

/// What a person wrote must come back to that person's phone, or the phone could never equal the
/// centre.
Outcome checkReaders(const RecordType& type) {
    const auto& rules = type.rules;
    if (rules.read().empty()) {
        return {};
    }
    std::set<int> writers(rules.insert().begin(), rules.insert().end());
    writers.insert(rules.edit().begin(), rules.edit().end());
    writers.insert(rules.void_().begin(), rules.void_().end());
    for (const int writer : writers) {
        if (std::find(rules.read().begin(), rules.read().end(), writer) == rules.read().end()) {
            return wrong(type,
                         roleName(static_cast<Role>(writer)) + " may write it but not read it");
        }
    }
    return {};
}

}  // namespace

Outcome withoutContradiction(const RecordType& type, const Catalogue& catalogue) {
    if (type.number == 0) {
        return wrong(type, "has no number");
    }
    if (!hasBoth(type.rules.label())) {
        return wrong(type, "lacks a Chinese or an English label");
    }
    if (type.rules.insert_size() == 0) {
        return wrong(type, "nobody may insert it; name the roles");
    }
    XIANGJI_TRY(checkNames(type));
    XIANGJI_TRY(checkNaturalKey(type));
    XIANGJI_TRY(checkReaders(type));
    for (const auto& field : type.fields) {
        XIANGJI_TRY(checkField(type, field, catalogue));
        XIANGJI_TRY(checkErasure(type, field, catalogue));
    }
    return checkLifecycle(type);
}

}  // namespace xiangji
