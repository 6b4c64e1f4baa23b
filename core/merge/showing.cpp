#include "core/merge/showing.hpp"

#include "core/records/permission.hpp"

namespace xiangji {

bool showsTitleOnly(const RecordType& type, const RowState& row) {
    if (showsTitleOnly(type, row.fields)) {
        return true;
    }
    if (!mayHide(type)) {
        return false;
    }
    for (const Field* field : conflictsOf(row, type)) {
        if (!mayLift(type, *field)) {
            continue;
        }
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

}  // namespace xiangji
