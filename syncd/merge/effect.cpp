#include "syncd/merge/effect.hpp"

#include <algorithm>

namespace xiangji::syncd {

namespace {

bool byArrival(const RowState& row, FieldNumber field, const Overtaken& overtaken) {
    const auto heads = headsOf(row, field);
    return !heads.empty() && overtaken(heads.front().mark.lsn);
}

void takeOut(AskedChange& asked, const std::function<bool(const CellWrite&)>& which) {
    std::erase_if(asked.cells, [&](const CellWrite& cell) {
        if (!which(cell)) {
            return false;
        }
        asked.fields.erase(cell.field->number);
        return true;
    });
}

}  // namespace

bool isMade(const RowState& row) {
    return row.fields.contains(common::kHomeOrg);
}

Merged mergeChange(RowState& row, AskedChange& asked, const Writer& writer,
                   const Overtaken& overtaken) {
    const bool made = isMade(row);
    if (asked.verb == wire::VERB_INSERT && !made) {
        // A step that came back before its row's making is later than the state of a new row.
        const bool stepped = row.fields.contains(common::kStatus);
        takeOut(asked, [&](const CellWrite& cell) {
            return stepped && cell.field->number == common::kStatus;
        });
    }
    if (overtaken) {
        takeOut(asked, [&](const CellWrite& cell) {
            return meetingOf(*cell.field) == Meeting::arrival &&
                   byArrival(row, cell.field->number, overtaken);
        });
    }
    if (asked.verb == wire::VERB_INSERT && row.fields.empty() && row.heads.empty()) {
        return mergeNew(row, asked.cells, std::move(asked.fields), writer);
    }
    switch (asked.verb) {
        case wire::VERB_VOID:
            return mergeVoid(row, *asked.type, asked.reason, writer);
        case wire::VERB_ACT: {
            const Action* action = asked.type->action(asked.action);
            return action == nullptr || (overtaken && byArrival(row, common::kStatus, overtaken))
                       ? Merged{}
                       : mergeAction(row, *action, writer);
        }
        case wire::VERB_SETTLE:
            return asked.cells.empty()
                       ? Merged{}
                       : mergeSettlement(row, asked.cells.front(), writer, asked.heads);
        default:
            return mergeCells(row, asked.cells, writer, asked.verb == wire::VERB_INSERT && made);
    }
}

}  // namespace xiangji::syncd
