#include "syncd/merge/admission/settlement_admission.hpp"

#include "core/records/validate.hpp"
#include "syncd/merge/admission/weighing.hpp"

namespace xiangji::syncd {

Ruling admitSettlement(const Question& question) {
    const AskedChange& asked = question.asked;
    const RecordType& type = *asked.type;
    const Field& field = *asked.cells.front().field;
    if (!canConflict(field)) {
        return Ruling::refused("limit", named(field) + " is never in conflict; change it instead");
    }
    if (const auto ruling = weighWrites(question, Verb::edit)) {
        return *ruling;
    }
    if (const auto ruling = weighLock(question)) {
        return *ruling;
    }
    for (const auto* fields : {&question.row->fields, &asked.fields}) {
        if (const auto ruling = weighSelf(question, *fields)) {
            return *ruling;
        }
    }
    const bool own = madeIt(*question.row, question.author);
    if (!anyOffice(question) && !own && !question.wroteAHead) {
        return Ruling::refused("role", named(field) +
                                           ": settled by the office, by who made the row, or by "
                                           "who wrote one of the values");
    }
    if (const auto valid = validateEdit(type, asked.fields); !valid) {
        return Ruling::refused("limit", valid.error().detail);
    }
    return {};
}

}  // namespace xiangji::syncd
