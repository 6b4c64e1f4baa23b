#include "syncd/merge/audit/row_audit.hpp"

#include <algorithm>
#include <utility>

#include "core/sync/envelope.hpp"
#include "syncd/merge/erasing/erased_values.hpp"
#include "syncd/merge/sealed_cells.hpp"

namespace xiangji::syncd {

namespace {

/// The first thing in which two states of a row differ; empty = none.
std::string difference(RowState stored, RowState merged, const RecordType& type) {
    spellOut(stored);
    spellOut(merged);
    for (const auto& field : type.fields) {
        const auto a = stored.fields.find(field.number);
        const auto b = merged.fields.find(field.number);
        const bool same = (a == stored.fields.end()) == (b == merged.fields.end()) &&
                          (a == stored.fields.end() || a->second == b->second);
        if (!same) {
            return field.name + " shows something else than its lines in the log give";
        }
    }
    if (stored.heads != merged.heads) {
        return "the writes it follows from are not those of its lines in the log";
    }
    if (stored.editedAfterVoid != merged.editedAfterVoid) {
        return "its mark \"edited after void\" does not follow from its lines in the log";
    }
    if (stored.erased != merged.erased) {
        return "its mark \"erased\" does not follow from its lines in the log";
    }
    if (stored.hasProposals != merged.hasProposals) {
        return "what lies beside it does not follow from its lines in the log";
    }
    return stored.lsn == merged.lsn ? ""
                                    : "it stands at LSN " + std::to_string(stored.lsn) +
                                          " instead of " + std::to_string(merged.lsn);
}

}  // namespace

void RowAudit::find(std::string what) {
    found_({state_.lsn, type_ == nullptr ? "" : type_->name, row_, std::move(what)});
}

Outcome RowAudit::walk() {
    Outcome compared;
    XIANGJI_TRY(snapshot_.linesByRow([&](const LogLine& line) {
        if (line.type != number_ || line.row != row_) {
            compared = compare();
            begin(line);
        }
        whole_ = whole_ && !unseen_(line.before);
        if (line.before != std::exchange(last_, line.lsn) && whole_) {
            found_({line.lsn, type_ == nullptr ? "" : type_->name, row_,
                    "the line does not name the one before it of its row"});
        }
        if (whole_) {
            replay(line);
        }
        return bool(compared);
    }));
    if (!compared) {
        return compared;
    }
    XIANGJI_TRY(compare());
    for (const auto& type : catalogue_.types()) {
        XIANGJI_LET(strangers, snapshot_.rowsWithoutLine(type));
        for (const auto& row : strangers) {
            found_({0, type.name, row, "no line of the log speaks of this row: it was inserted"});
        }
    }
    return {};
}

void RowAudit::begin(const LogLine& line) {
    number_ = line.type;
    type_ = catalogue_.find(line.type);
    row_ = line.row;
    state_ = {};
    origins_.clear();
    last_ = 0;
    whole_ = true;
    replayable_ = type_ != nullptr;
}

void RowAudit::replay(const LogLine& line) {
    if (!replayable_) {
        return;
    }
    wire::Change change;
    if (!parseOutside(change, line.change)) {
        state_.lsn = line.lsn;
        find("the line cannot be read");
        replayable_ = false;
        return;
    }
    // Of what a new row's maker had seen nothing depends; any other line must say it.
    replayable_ = change.has_seen_lsn() || (change.verb() == wire::VERB_INSERT && !isMade(state_));
    if (!replayable_) {
        return;
    }
    if (line.origin) {
        origins_[line.lsn] = *line.origin;
    }
    if (!merge(std::move(change), line)) {
        state_.lsn = line.lsn;
        find("the line says what no phone could have said");
        replayable_ = false;
    }
    state_.lsn = line.lsn;
}

bool RowAudit::merge(wire::Change change, const LogLine& line) {
    if (change.verb() == wire::VERB_PROPOSE) {
        state_.hasProposals = true;  // it lies beside the row
        return true;
    }
    if (change.verb() == wire::VERB_ERASE) {
        const std::string words = change.cells().empty() ? "" : change.cells(0).text();
        eraseValues(state_, *type_, words, {line.lsn, {line.effective, line.device}, line.seq});
        return true;
    }
    if (change.verb() == wire::VERB_SETTLE && change.cells().empty()) {
        return true;  // of an erased value
    }
    if (change.verb() == wire::VERB_ANSWER) {
        // An accepted proposal is an edit by who accepted it; another answer writes nothing.
        change.set_verb(wire::VERB_EDIT);
    }
    const bool writesCells = change.verb() == wire::VERB_INSERT || change.verb() == wire::VERB_EDIT;
    if (writesCells && change.cells().empty()) {
        return true;  // all of it was there already, or overtaken
    }
    markLaid(change, *type_);
    auto decoded = decodeChange(change, catalogue_);
    auto* asked = std::get_if<AskedChange>(&decoded);
    if (asked == nullptr) {
        return false;
    }
    mergeChange(state_, *asked,
                {{line.lsn, {line.effective, line.device}, line.seq}, change.seen_lsn()},
                overtakenBy(line));
    return true;
}

Overtaken RowAudit::overtakenBy(const LogLine& line) const {
    if (!line.origin) {
        return {};
    }
    const auto moment = [this](const LogPlace& place) {
        return std::pair(lineage_.beganMs(place.epoch), place.lsn);
    };
    return [this, moment, own = moment(*line.origin)](Lsn lsn) {
        const auto origin = origins_.find(lsn);
        return moment(origin == origins_.end() ? LogPlace{lineage_.writtenIn(epoch_, lsn), lsn}
                                               : origin->second) > own;
    };
}

Outcome RowAudit::compare() {
    if (row_.isNone() || !whole_) {
        return {};
    }
    if (!replayable_) {
        ++report_.unreplayable;
        return {};
    }
    XIANGJI_LET(stored, snapshot_.row(*type_, row_));
    if (stored && unseen_(stored->lsn)) {
        return {};
    }
    ++report_.rows;
    if (!stored) {
        find("the row is missing: it was removed");
        return {};
    }
    // A line of before its field was sealed is in the clear; the row is, until its next write.
    seals_.layOlder(*stored, *type_, row_);
    seals_.layOlder(state_, *type_, row_);
    if (auto what = difference(*stored, state_, *type_); !what.empty()) {
        state_.lsn = std::max(state_.lsn, stored->lsn);
        find(std::move(what));
    }
    return {};
}

}  // namespace xiangji::syncd
