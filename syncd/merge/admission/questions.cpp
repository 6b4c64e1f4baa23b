#include "syncd/merge/admission/questions.hpp"

#include <algorithm>

#include "core/base/civil_time.hpp"
#include "syncd/merge/admission/weighing.hpp"
#include "syncd/merge/effect.hpp"
#include "syncd/merge/moving.hpp"
#include "syncd/merge/standing.hpp"

namespace xiangji::syncd {

namespace {

std::string stateOf(wire::Proposal::State state) {
    switch (state) {
        case wire::Proposal::STATE_ACCEPTED:
            return "accepted";
        case wire::Proposal::STATE_DECLINED:
            return "declined";
        case wire::Proposal::STATE_WITHDRAWN:
            return "withdrawn";
        default:
            return "open";
    }
}

}  // namespace

Id unitOf(const RecordType& type, const Id& id, const RowState& row, const Authority& authority) {
    return type.name == "unit" && authority.hasUnit(id)
               ? id
               : idIn(valueAt(row.fields, common::kHomeOrg));
}

Result<Questions::Answer> Questions::ask(const AskedChange& asked, const RowState* row,
                                         Course& course) {
    Question question{
        .asked = asked, .row = row, .author = course.sender.person, .server = course.sender.server};
    Answer answer;
    Id unit;
    if (row != nullptr) {
        unit = unitOf(*asked.type, asked.row, *row, transaction_.authority());
        XIANGJI_TRY(addProposals(asked, *row, question, answer));
    } else {
        answer.awaits = {asked.type->number, asked.row};
        if (asked.verb == wire::VERB_INSERT) {
            XIANGJI_LET(home, homeOf(asked, course.sender));
            question.home = home.unit;
            answer.awaits = home.hangsOn;
            unit = home.unit.value_or(Id{});
        }
        if (asked.verb != wire::VERB_INSERT || !question.home) {
            XIANGJI_LET(turnedAway,
                        transaction_.central().wasTurnedAway(
                            course.sender.device, answer.awaits.first, answer.awaits.second));
            // A row of no name never comes; what the centre's own hand misses it knows to be
            // missing.
            question.turnedAway =
                turnedAway || answer.awaits.second.isNone() || course.sender.server;
        }
    }
    const auto rolesAt = [&](const Id& at) {
        return transaction_.authority().rolesAt(course.sender.person, at, msOf(course.effective),
                                                course.receivedMs, course.overGrants);
    };
    std::vector<Role> rolesThere;
    XIANGJI_LET(movesTo, Moving(transaction_, catalogue_).target(asked));
    if (row != nullptr && movesTo) {
        question.home = movesTo;
        rolesThere = rolesAt(*movesTo);
        question.rolesThere = rolesThere;
    }
    course.roles = rolesAt(unit);
    question.roles = course.roles;
    if (asked.verb == wire::VERB_SETTLE && row != nullptr && !anyOffice(question) &&
        !madeIt(*row, question.author)) {
        XIANGJI_LET(wrote, wroteAHead(asked, *row, course));
        question.wroteAHead = wrote;
    }
    answer.ruling = admit(question);
    if (answer.ruling.reason == "state" && row != nullptr && asked.verb == wire::VERB_ACT) {
        XIANGJI_LET(words, whoAndWhen(*row));
        answer.ruling.words += words;
    }
    if (answer.ruling.reason == "state" && answer.proposal) {
        const auto& proposal = answer.proposal->proposal;
        XIANGJI_LET(name, nameOf(Id::fromBytes(proposal.answered_by()).value_or(Id{})));
        answer.ruling.words += ": " + stateOf(proposal.state()) + " by " + name + ", " +
                               civilInstant(proposal.answered_ms());
    }
    return answer;
}

Outcome Questions::addProposals(const AskedChange& asked, const RowState& row, Question& question,
                                Answer& answer) {
    if (asked.verb == wire::VERB_ANSWER) {
        XIANGJI_LET(found, transaction_.central().proposal(asked.proposal));
        if (found && found->type == asked.type->number && found->row == asked.row) {
            answer.proposal = std::move(found);
            question.proposal = &*answer.proposal;
        }
    } else if (row.hasProposals &&
               (asked.verb == wire::VERB_PROPOSE || asked.verb == wire::VERB_EDIT)) {
        XIANGJI_LET(beside, transaction_.central().proposalsOf(asked.type->number, asked.row));
        question.openProposals =
            static_cast<std::size_t>(std::ranges::count_if(beside, [](const ProposalRow& one) {
                return one.proposal.state() == wire::Proposal::STATE_OPEN;
            }));
    }
    return {};
}

Result<Questions::Home> Questions::homeOf(const AskedChange& asked, const Sender& sender) {
    if (sender.server) {
        return Home{idIn(valueAt(asked.fields, common::kHomeOrg)), {}};
    }
    const Field* home = asked.type->homeField();
    if (home == nullptr) {
        return Home{sender.unit, {}};
    }
    const Id named = idIn(valueAt(asked.fields, home->number));
    const RecordType& parentType = *catalogue_.find(home->rules.ref());
    Home found{std::nullopt, {parentType.number, named}};
    if (parentType.name == "unit") {
        if (transaction_.authority().hasUnit(named)) {
            found.unit = named;
        }
        return found;
    }
    XIANGJI_LET(unit, transaction_.central().homeOf(parentType, named));
    found.unit = unit;
    return found;
}

Result<bool> Questions::wroteAHead(const AskedChange& asked, const RowState& row, Course& course) {
    std::vector<WriteName> own;
    for (const auto& name : asked.heads) {
        XIANGJI_LET(device, transaction_.central().device(name.device));
        if (device && device->person == course.sender.person) {
            own.push_back(name);
        }
    }
    const auto isOwn = [&](const WriteName& name) {
        return std::ranges::find(own, name) != own.end();
    };
    const FieldNumber field = asked.cells.front().field->number;
    const auto heads = headsOf(row, field);
    const auto stands = [&](const Head& head) {
        return isOwn({head.mark.stamp.device, head.mark.seq});
    };
    if (own.empty() || std::ranges::any_of(heads, stands)) {
        return !own.empty();
    }
    // It may be a head no longer: another settlement may have come first, and who arrives second
    // has no less right. But it was one: what a phone names is hearsay.
    XIANGJI_LET(written, writtenIn(*asked.type, asked.row, course));
    return std::ranges::any_of(
        *written, [&](const auto& write) { return write.first == field && isOwn(write.second); });
}

Result<const Course::Writes*> Questions::writtenIn(const RecordType& type, const Id& row,
                                                   Course& course) {
    const auto [found, isNew] = course.written.try_emplace({type.number, row});
    if (!isNew) {
        return &found->second;
    }
    const auto lines = transaction_.central().linesOf(type, row);
    if (!lines && lines.error().fault != Fault::notFound && lines.error().fault != Fault::damaged) {
        return lines.error();
    }
    // Where old lines are away nobody can say that he wrote them.
    for (const auto& line : lines ? *lines : std::vector<LogLine>()) {
        wire::Change said;
        if (said.ParseFromString(line.change)) {
            for (const auto& cell : said.cells()) {
                found->second.emplace_back(cell.field(), WriteName{line.device, line.seq});
            }
        }
    }
    return &found->second;
}

Result<std::string> Questions::whoAndWhen(const RowState& row) {
    const auto heads = headsOf(row, common::kStatus);
    if (heads.empty()) {
        return std::string();
    }
    const Mark& mark = heads.front().mark;
    XIANGJI_LET(device, transaction_.central().device(mark.stamp.device));
    XIANGJI_LET(name, nameOf(device ? device->person : Id{}));
    return "; " + name + " moved it there, " + civilInstant(msOf(mark.stamp.hlc));
}

Result<std::string> Questions::nameOf(const Id& person) {
    if (person.isNone()) {
        return std::string("the centre");
    }
    const RecordType& type = *catalogue_.find("person");
    XIANGJI_LET(row, transaction_.central().row(type, person));
    return row ? personName(type, row->fields) : std::string("somebody unknown here");
}

}  // namespace xiangji::syncd
