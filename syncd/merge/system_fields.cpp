#include "syncd/merge/system_fields.hpp"

namespace xiangji::syncd {

namespace {

std::optional<std::int64_t> integerAt(const Fields& fields, const Field* field) {
    const auto found = field == nullptr ? fields.end() : fields.find(field->number);
    const auto* integer =
        found == fields.end() ? nullptr : std::get_if<std::int64_t>(&found->second);
    return integer == nullptr ? std::nullopt : std::optional(*integer);
}

}  // namespace

void addSystemFields(AskedChange& insert) {
    const RecordType& type = *insert.type;
    const Field* backfilled = type.field("backfilled");
    const auto planEnd = integerAt(insert.fields, type.field("plan_end"));
    const auto created = integerAt(insert.fields, type.field(common::kCreatedDevMs));
    if (backfilled != nullptr && backfilled->rules.system() &&
        !insert.fields.contains(backfilled->number) && planEnd && created && *created > *planEnd) {
        insert.cells.push_back({backfilled, wire::Cell::OP_WRITE, std::int64_t{1}});
        insert.fields[backfilled->number] = std::int64_t{1};
    }
}

}  // namespace xiangji::syncd
