#include "syncd/merge/taking.hpp"

#include <algorithm>

#include "core/records/permission.hpp"
#include "core/records/validate.hpp"
#include "core/records/wire_values.hpp"
#include "syncd/merge/admission/weighing.hpp"
#include "syncd/merge/decision.hpp"
#include "syncd/merge/effect.hpp"
#include "syncd/merge/moving.hpp"
#include "syncd/merge/system_fields.hpp"

namespace xiangji::syncd {

namespace {

/// An insert of a row that is there adds to it; its state and what names it stay as they are, and
/// so does what only the office moves.
bool stays(const Field& field, const RecordType& type, bool office) {
    return field.number == common::kStatus || field.number == common::kHomeOrg ||
           type.isKey(field) || (!field.common && !office && gated(field));
}

/// Whether an insert that lost these cells still took effect as it says.
bool saysNothingNew(const CellWrite& cell, const RowState& row) {
    return valueAt(row.fields, cell.field->number) == cell.value ||
           cell.field->number == common::kStatus;
}

bool says(const wire::Cell& cell, const Value& value) {
    switch (cell.value_case()) {
        case wire::Cell::kInteger:
            return value == Value(std::int64_t{cell.integer()});
        case wire::Cell::kReal:
            return value == Value(cell.real());
        case wire::Cell::kText:
            return std::holds_alternative<std::string>(value) &&
                   std::get<std::string>(value) == cell.text();
        case wire::Cell::kBlob:
            return std::holds_alternative<Blob>(value) &&
                   std::get<Blob>(value).bytes() == cell.blob();
        case wire::Cell::VALUE_NOT_SET:
            return isUnset(value);
    }
    return false;
}

/// Whether all of a change takes effect, and nothing else, just as it was written.
bool isWhole(const wire::Change& change, const AskedChange& asked) {
    const bool bare = change.heads().empty() && change.proposal().empty() &&
                      change.answer() == wire::ANSWER_UNSPECIFIED;
    return bare && change.verb() == asked.verb &&
           std::ranges::equal(
               change.cells(), asked.cells, [](const wire::Cell& cell, const CellWrite& write) {
                   return cell.field() == write.field->number && cell.op() == write.op &&
                          cell.sealed().empty() && says(cell, write.value);
               });
}

/// The change as it took effect, for the log.
wire::Change effectOf(const wire::Change& change, const AskedChange& asked) {
    wire::Change effect = change;
    effect.set_verb(asked.verb);
    if (asked.verb != wire::VERB_SETTLE) {
        effect.clear_heads();
    }
    if (asked.verb != wire::VERB_ANSWER) {
        effect.clear_proposal();
        effect.clear_answer();
    }
    effect.clear_cells();
    for (const auto& write : asked.cells) {
        auto& cell = *effect.add_cells();
        cell.set_field(write.field->number);
        cell.set_op(write.op);
        putValue(cell, write.value);
    }
    effect.clear_seen_lsn();
    return effect;
}

/// A line's change: what it had seen comes with it, so that the lines of a row give the row.
/// `asItCame`: its bytes in the envelope, where all of it takes effect. Then none are shorter than
/// our own writing of it (a negative enum could be, and is refused), and as long as ours they hold
/// nothing that does not count, as a field does that is given twice.
Bytes lineBytesOf(const wire::Change& effect, Lsn seenLsn, std::string_view asItCame = {}) {
    wire::Change seen;
    seen.set_seen_lsn(seenLsn);
    // Serialized messages after each other are one message of all their fields.
    const std::size_t size = effect.ByteSizeLong();
    Bytes bytes(size + seen.ByteSizeLong(), '\0');
    auto* begin = reinterpret_cast<std::uint8_t*>(&bytes[0]);
    if (asItCame.size() == size) {
        std::ranges::copy(asItCame, bytes.begin());
    } else {
        effect.SerializeWithCachedSizesToArray(begin);
    }
    seen.SerializeWithCachedSizesToArray(begin + size);
    return bytes;
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

wire::Proposal::State stateAfter(wire::Answer answer) {
    switch (answer) {
        case wire::ANSWER_ACCEPT:
            return wire::Proposal::STATE_ACCEPTED;
        case wire::ANSWER_DECLINE:
            return wire::Proposal::STATE_DECLINED;
        default:
            return wire::Proposal::STATE_WITHDRAWN;
    }
}

LogLine lineOf(Bytes change, wire::Verdict verdict, const Course& course) {
    LogLine line;
    line.device = course.sender.device;
    line.seq = course.seq;
    line.effective = course.effective;
    line.deviceHlc = course.deviceHlc;
    line.author = course.sender.person;
    line.receivedMs = course.receivedMs;
    line.change = std::move(change);
    line.verdict = verdict;
    line.origin = course.origin;
    return line;
}

/// What an accepted proposal writes: its cells, as the office's.
std::vector<CellWrite> cellsOf(const RecordType& type, const wire::Proposal& proposal) {
    std::vector<CellWrite> cells;
    for (const auto& cell : proposal.cells()) {
        if (const Field* field = type.field(FieldNumber{cell.field()}); field != nullptr) {
            cells.push_back({field, cell.op(), valueIn(cell)});
        }
    }
    return cells;
}

}  // namespace

Result<wire::ChangeVerdict> Taking::take(const wire::Change& change, AskedChange& asked,
                                         const Ruling& ruling, std::optional<RowState> row,
                                         std::optional<ProposalRow> answered, Course& course) {
    const RecordType& type = *asked.type;
    RowState state = std::move(row).value_or(RowState{});
    const bool existing = isMade(state);
    if (ruling.proposed) {
        return propose(change, asked, ruling, std::move(state), course);
    }
    const bool insert = asked.verb == wire::VERB_INSERT;
    if (insert && existing) {
        const bool office = course.sender.server || std::ranges::any_of(course.roles, isOfficeRole);
        std::erase_if(asked.cells, [&](const CellWrite& cell) {
            const bool goes = stays(*cell.field, type, office);
            course.whole &= !goes || saysNothingNew(cell, state);
            return goes;
        });
    }
    if (insert && !existing) {
        addSystemFields(asked);
    }
    if (answered && asked.answer == wire::ANSWER_ACCEPT) {
        asked.cells = cellsOf(type, answered->proposal);
    }
    Moving moving(transaction_, catalogue_);
    const Id home = idIn(valueAt(state.fields, common::kHomeOrg));
    XIANGJI_LET(movesTo, moving.target(asked));
    // What comes back after a restore may name a home that is not back yet, or come before the row
    // itself: the row stays.
    const bool moves = existing && movesTo && !movesTo->isNone();
    if (moves) {
        Moving::carry(asked, *movesTo);
    }
    for (auto& cell : asked.cells) {
        const CellPlace place{type.number, asked.row, cell.field->number};
        seals_.layOlder(cell.value, place, *cell.field);  // asked for before it was sealed
        seals_.layOlder(state, place, *cell.field);
    }
    const Writer writer{
        {transaction_.nextLsn(), {course.effective, course.sender.device}, course.seq},
        insert ? 0 : course.seenLsn};
    XIANGJI_LET(overtaken, overtakenBy(course));
    const auto said = course.origin ? asked.cells : std::vector<CellWrite>();
    const Merged merged = mergeChange(state, asked, writer, overtaken);
    if (course.fault) {
        return *course.fault;
    }
    if (const Field* full = overfull(state, asked)) {
        return verdictOf(Ruling::refused(
            "limit", full->name + " (" + full->rules.label().zh() +
                         "): the set would be larger than 64 KiB; take something out first"));
    }
    const auto verdict = merged.conflict ? wire::VERDICT_TAKEN_WITH_CONFLICT : wire::VERDICT_TAKEN;
    if (answered) {
        XIANGJI_TRY(answer(asked, *std::move(answered), course));
    }
    if (course.origin) {
        asked.cells = said;  // What was overtaken while it was away has no effect, but was said.
    }
    const bool whole = !change.has_seen_lsn() && isWhole(change, asked);
    auto line = lineOf(whole ? lineBytesOf(change, writer.seenLsn, asked.asItCame)
                             : lineBytesOf(effectOf(change, asked), writer.seenLsn),
                       verdict, course);
    const bool catchesUp = insert && !existing && course.origin;
    const auto kept = moves || catchesUp ? std::optional(line) : std::nullopt;
    XIANGJI_TRY(transaction_.write(type, asked.row, state, std::move(line)));
    const Id homeNow = idIn(valueAt(state.fields, common::kHomeOrg));
    if (moves && homeNow != home) {
        XIANGJI_TRY(moving.follow(type, asked.row, home, homeNow, *kept));
    }
    if (catchesUp) {
        XIANGJI_TRY(moving.catchUp(type, asked.row, *kept));
    }
    if (insert && !existing) {
        course.settled.emplace_back(type.number, asked.row);
    }
    wire::ChangeVerdict taken;
    taken.set_verdict(verdict);
    taken.set_lsn(state.lsn);
    return taken;
}

Result<wire::ChangeVerdict> Taking::propose(const wire::Change& change, const AskedChange& asked,
                                            const Ruling& ruling, RowState row, Course& course) {
    auto effect = effectOf(change, asked);
    effect.set_verb(wire::VERB_PROPOSE);
    effect.set_proposal(asked.proposal.bytes());
    row.hasProposals = true;
    XIANGJI_TRY(transaction_.write(
        *asked.type, asked.row, row,
        lineOf(lineBytesOf(effect, course.seenLsn), wire::VERDICT_TAKEN, course)));
    course.settled.emplace_back(asked.type->number, asked.proposal);
    ProposalRow beside{.type = asked.type->number, .row = asked.row, .lsn = row.lsn};
    beside.proposal.set_id(asked.proposal.bytes());
    beside.proposal.set_author(course.sender.person.bytes());
    beside.proposal.set_device(course.sender.device.bytes());
    beside.proposal.set_seq(course.seq);
    beside.proposal.set_hlc(course.effective);
    *beside.proposal.mutable_cells() = effect.cells();
    XIANGJI_TRY(transaction_.central().putProposal(beside));
    auto verdict = verdictOf(ruling);
    verdict.set_lsn(row.lsn);
    verdict.set_proposed(true);
    return verdict;
}

Result<Overtaken> Taking::overtakenBy(Course& course) {
    if (!course.origin) {
        return Overtaken();
    }
    XIANGJI_LET(lineage, transaction_.lineage());
    const auto moment = [lineage](const LogPlace& place) {
        return std::pair(lineage.beganMs(place.epoch), place.lsn);
    };
    return Overtaken([this, &course, lineage, moment, own = moment(*course.origin)](Lsn lsn) {
        const auto origin = transaction_.central().origin(lsn);
        if (!origin) {
            course.fault = origin.error();
            return false;
        }
        return moment(origin->value_or(LogPlace{lineage.writtenIn(epoch_, lsn), lsn})) > own;
    });
}

Outcome Taking::answer(const AskedChange& asked, ProposalRow row, const Course& course) {
    row.proposal.set_state(stateAfter(asked.answer));
    row.proposal.set_answered_by(course.sender.person.isNone() ? Bytes()
                                                               : course.sender.person.bytes());
    row.proposal.set_answered_ms(msOf(course.effective));
    row.proposal.set_reason(asked.reason);
    return transaction_.central().putProposal(row);
}

}  // namespace xiangji::syncd
