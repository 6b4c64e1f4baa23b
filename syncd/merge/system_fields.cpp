#include "syncd/merge/system_fields.hpp"

namespace xiangji::syncd {

namespace {

std::optional<std::int64_t> integerAt(const Fields& fields, FieldNumber field) {
    const auto found = fields.find(field);
    const auto* integer =
        found == fields.end() ? nullptr : std::get_if<std::int64_t>(&found->second);
    return integer == nullptr ? std::nullopt : std::optional(*integer);
}

}  // namespace

void addSystemFields(AskedChange& insert) {
    const RecordType& type = *insert.type;
    const Field* backfilled = type.field("backfilled");
    if (backfilled == nullptr || !backfilled->rules.system() ||
        insert.fields.contains(backfilled->number)) {
        return;
    }
    const Field* ends = type.field("plan_end");
    const auto planEnd = ends == nullptr ? std::nullopt : integerAt(insert.fields, ends->number);
    const auto created = integerAt(insert.fields, common::kCreatedDevMs);
    if (planEnd && created && *created > *planEnd) {
        insert.cells.push_back({backfilled, wire::Cell::OP_WRITE, std::int64_t{1}});
        insert.fields[backfilled->number] = std::int64_t{1};
    }
}

}  // namespace xiangji::syncd
