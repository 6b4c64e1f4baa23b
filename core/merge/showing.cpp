#include "core/merge/showing.hpp"

#include <algorithm>

#include "core/records/permission.hpp"

namespace xiangji {

namespace {

/// The fields people quarrel over that could lift it in the row's present state.
std::vector<const Field*> quarrelsOverShowing(const RecordType& type, const RowState& row) {
    if (!mayHide(type)) {
        return {};
    }
    auto fields = conflictsOf(row, type);
    std::erase_if(fields, [&](const Field* field) { return !mayLift(type, row.fields, *field); });
    return fields;
}

}  // namespace

bool showsTitleOnly(const RecordType& type, const RowState& row) {
    if (showsTitleOnly(type, row.fields)) {
        return true;
    }
    for (const Field* field : quarrelsOverShowing(type, row)) {
        Fields said = row.fields;
        for (const auto& head : row.heads.at({field->number, {}})) {
            said[field->number] = head.value;
            if (showsTitleOnly(type, said)) {
                return true;
            }
        }
    }
    return false;
}

ShownToOthers shownToOthers(const RecordType& type, const RowState& row) {
    if (!showsTitleOnly(type, row)) {
        return ShownToOthers::whole;
    }
    return quarrelsOverShowing(type, row).empty() ? ShownToOthers::title
                                                  : ShownToOthers::titleAndQuarrel;
}

bool isQuarrelOverShowing(const RecordType& type, const RowState& row, const Field& field) {
    const auto fields = quarrelsOverShowing(type, row);
    return std::ranges::find(fields, &field) != fields.end();
}

}  // namespace xiangji
