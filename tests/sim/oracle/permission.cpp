#include "tests/sim/oracle/permission.hpp"

#include <algorithm>
#include <array>

#include "core/records/wire_values.hpp"

namespace xiangji::sim {

namespace {

template <typename Listed>
bool anyOf(const std::vector<Role>& roles, const Listed& listed) {
    return std::any_of(roles.begin(), roles.end(), [&](Role role) {
        return std::find(listed.begin(), listed.end(), role) != listed.end();
    });
}

bool isKey(const RecordType& type, const Field& field) {
    const auto& keys = type.rules.natural_key();
    return std::find(keys.begin(), keys.end(), field.name) != keys.end();
}

bool isGated(const Field& field) {
    return field.rules.merge() == MERGE_CLASS_S || field.rules.merge() == MERGE_CLASS_R;
}

bool isLocked(const RecordType& type, const OracleRow& row) {
    const Value status = row.shown(common::kStatus);
    const auto* name = std::get_if<std::string>(&status);
    const State* state = name == nullptr ? nullptr : type.state(*name);
    return state != nullptr && state->locked();
}

std::string forbiddenField(const Field& field, const std::vector<Role>& roles) {
    if (field.rules.system()) {
        return "only the centre writes " + field.name;
    }
    if (!field.rules.writers().empty() && !anyOf(roles, field.rules.writers())) {
        return "its author may not write " + field.name;
    }
    return {};
}

/// Whether somebody is named where nobody may name himself, by what `said` has of each field.
template <typename Said>
bool isHimself(const RecordType& type, const Id& author, const Said& said) {
    return std::ranges::any_of(type.fields, [&](const Field& field) {
        return field.rules.not_self() && !author.isNone() && idIn(said(field)) == author;
    });
}

auto shownIn(const OracleRow& row) {
    return [&row](const Field& field) { return row.shown(field.number); };
}

template <typename Cells>
auto saidIn(const Cells& cells) {
    return [&cells](const Field& field) {
        const auto cell = std::ranges::find_if(
            cells, [&](const auto& each) { return each.field() == field.number; });
        return cell == cells.end() ? Value() : valueIn(*cell);
    };
}

std::string forbiddenInsert(const AdmittedChange& asked, const RecordType& type,
                            const OracleRow* row, const std::vector<Role>& roles, const Id& home) {
    if (!anyOf(roles, type.rules.insert())) {
        return "its author may not add a " + type.name + " there";
    }
    if (isHimself(type, asked.person, saidIn(asked.change.cells())) ||
        (row != nullptr && isHimself(type, asked.person, shownIn(*row)))) {
        return "its author decides for himself";
    }
    for (const auto& cell : asked.change.cells()) {
        const Field& field = *type.field(cell.field());
        const Value value = valueIn(cell);
        if (field.number == common::kAuthorPerson && idIn(value) != asked.person) {
            return "it names another person as its author";
        }
        if (row == nullptr && field.number == common::kHomeOrg && idIn(value) != home) {
            return "it says it belongs to another unit";
        }
        if (field.common || (row != nullptr && staysAsItWas(field, type, hasOffice(roles)))) {
            continue;
        }
        if (auto words = forbiddenField(field, roles); !words.empty()) {
            return words;
        }
        const auto& self = field.rules.only_self();
        const bool bound = !self.empty() && std::all_of(roles.begin(), roles.end(), [&](Role role) {
            return std::find(self.begin(), self.end(), role) != self.end();
        });
        if (bound && idIn(value) != asked.person) {
            return "its author may name only himself in " + field.name;
        }
    }
    return {};
}

std::string forbiddenEdit(const AdmittedChange& asked, const RecordType& type, const OracleRow& row,
                          const std::vector<Role>& roles) {
    if (type.appendOnly()) {
        return "a " + type.name + " is never changed";
    }
    if (!anyOf(roles, type.rules.edit())) {
        return "its author may not change a " + type.name + " there";
    }
    if (isLocked(type, row) && !hasOffice(roles) && !asked.proposed) {
        return "the row is locked";
    }
    if (!asked.proposed && (isHimself(type, asked.person, shownIn(row)) ||
                            isHimself(type, asked.person, saidIn(asked.change.cells())))) {
        return "its author decides for himself";
    }
    for (const auto& cell : asked.change.cells()) {
        const Field& field = *type.field(cell.field());
        const bool moves = &field == type.homeField();
        if (field.common || isKey(type, field) || (moves && !hasOffice(roles))) {
            return field.name + " is nobody's to change";
        }
        if (auto words = forbiddenField(field, roles); !words.empty()) {
            return words;
        }
        if (isGated(field) && !hasOffice(roles) && !asked.proposed) {
            return "only the office changes " + field.name;
        }
    }
    return {};
}

bool madeIt(const OracleRow& row, const Id& person) {
    const auto made = row.writes().find({common::kAuthorPerson, {}});
    return made != row.writes().end() &&
           std::any_of(made->second.begin(), made->second.end(),
                       [&](const OracleWrite& write) { return idIn(write.value) == person; });
}

bool wroteNamed(const AdmittedChange& asked, const OracleRow& row) {
    const auto writes = row.writes().find({asked.change.cells(0).field(), {}});
    return writes != row.writes().end() &&
           std::any_of(writes->second.begin(), writes->second.end(), [&](const OracleWrite& write) {
               return write.by->person == asked.person && namesAsHead(asked, *write.by);
           });
}

std::string forbiddenSettlement(const AdmittedChange& asked, const RecordType& type,
                                const OracleRow& row, const std::vector<Role>& roles) {
    if (auto words = forbiddenEdit(asked, type, row, roles); !words.empty()) {
        return words;
    }
    return hasOffice(roles) || madeIt(row, asked.person) || wroteNamed(asked, row)
               ? ""
               : "it settles what is not its author's to settle";
}

std::string forbiddenAct(const AdmittedChange& asked, const RecordType& type, const OracleRow& row,
                         const std::vector<Role>& roles) {
    const Action* action = type.action(asked.change.action());
    if (action == nullptr || row.voided()) {
        return "there is no such action on the row";
    }
    const Value status = row.shown(common::kStatus);
    const auto* from = std::get_if<std::string>(&status);
    if (from == nullptr ||
        std::find(action->from().begin(), action->from().end(), *from) == action->from().end()) {
        return action->name() + " does not lead on from the row's state";
    }
    if (action->needs_reason() && asked.change.reason().empty()) {
        return action->name() + " needs a reason";
    }
    if (asked.server) {
        return {};
    }
    const bool may = action->roles().empty() ? anyOf(roles, type.rules.edit()) &&
                                                   (action->offline() || hasOffice(roles))
                                             : anyOf(roles, action->roles());
    if (!may) {
        return "its author may not " + action->name() + " a " + type.name + " there";
    }
    if (action->second_person() && madeIt(row, asked.person)) {
        return "nobody confirms their own";
    }
    return {};
}

}  // namespace

bool hasOffice(const std::vector<Role>& roles) {
    constexpr std::array kOffice{ROLE_STATION_HEAD, ROLE_INSTITUTE_DIRECTOR, ROLE_INSTITUTE_CLERK,
                                 ROLE_CENTRE_ADMIN, ROLE_PROPAGANDA_OFFICE};
    return anyOf(roles, kOffice);
}

bool staysAsItWas(const Field& field, const RecordType& type, bool office) {
    const bool ofMaking =
        field.number == common::kAuthorPerson || field.number == common::kCreatedDevMs;
    return (field.common ? !ofMaking : !office && isGated(field)) || isKey(type, field);
}

std::string forbiddenAnswer(const AdmittedChange& asked, const RecordType& type,
                            const OracleRow* row, const std::vector<Role>& roles,
                            const wire::Proposal* proposal) {
    if (row == nullptr || proposal == nullptr) {
        return "there was nothing to answer";
    }
    if (proposal->state() != wire::Proposal::STATE_OPEN) {
        return "the proposal was answered before";
    }
    const bool own = proposal->author() == asked.person.bytes();
    if (asked.change.answer() == wire::ANSWER_WITHDRAW) {
        return own ? "" : "somebody else takes the proposal back";
    }
    if (!hasOffice(roles) || !anyOf(roles, type.rules.edit())) {
        return "its author is not of the office there";
    }
    if (own) {
        return "nobody answers their own";
    }
    if (asked.change.answer() == wire::ANSWER_DECLINE && asked.change.reason().empty()) {
        return "it declines without a reason";
    }
    if (asked.change.answer() != wire::ANSWER_ACCEPT) {
        return {};
    }
    if (row->voided()) {
        return "the row is void";
    }
    if (isHimself(type, asked.person, shownIn(*row)) ||
        isHimself(type, asked.person, saidIn(proposal->cells()))) {
        return "its author decides for himself";
    }
    for (const auto& cell : proposal->cells()) {
        if (auto words = forbiddenField(*type.field(cell.field()), roles); !words.empty()) {
            return words;
        }
    }
    return {};
}

std::string forbidden(const AdmittedChange& asked, const RecordType& type, const OracleRow* row,
                      const std::vector<Role>& roles, const Id& home) {
    if (row == nullptr && asked.change.verb() != wire::VERB_INSERT) {
        return "there was no such row";
    }
    switch (asked.change.verb()) {
        case wire::VERB_INSERT:
            if (row != nullptr && type.appendOnly()) {
                return "a " + type.name + " is never changed";
            }
            if (row != nullptr && isLocked(type, *row) && !asked.server && !hasOffice(roles)) {
                return "the row is locked";
            }
            return asked.server ? "" : forbiddenInsert(asked, type, row, roles, home);
        case wire::VERB_PROPOSE:
            return asked.proposed ? forbiddenEdit(asked, type, *row, roles)
                                  : "a proposal changes no row";
        case wire::VERB_EDIT:
            return asked.server ? "" : forbiddenEdit(asked, type, *row, roles);
        case wire::VERB_SETTLE:
            return asked.server ? "" : forbiddenSettlement(asked, type, *row, roles);
        case wire::VERB_VOID:
            if (asked.server) {
                return "";
            }
            if (type.appendOnly() || !anyOf(roles, type.rules.void_())) {
                return "its author may not void a " + type.name + " there";
            }
            return isLocked(type, *row) && !hasOffice(roles) ? "the row is locked" : "";
        case wire::VERB_ACT:
            return forbiddenAct(asked, type, *row, roles);
        default:
            return "no such verb";
    }
}

}  // namespace xiangji::sim
