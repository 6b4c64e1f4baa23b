#include "syncd/office/cell_text.hpp"

#include "core/records/set_value.hpp"
#include "core/records/value_text.hpp"

namespace xiangji::syncd {

namespace {

constexpr const char* kUnitType = "unit";

}  // namespace

Value valueOf(const SeenRow& row, const Field& field) {
    const auto found = row.fields.find(field.number);
    return found == row.fields.end() ? Value{} : found->second;
}

std::string stateOf(const SeenRow& row) {
    const auto found = row.fields.find(common::kStatus);
    const auto* name =
        found == row.fields.end() ? nullptr : std::get_if<std::string>(&found->second);
    return name == nullptr ? std::string() : *name;
}

std::string CellText::text(const RecordType& type, const Field& field, const Value& value) {
    if (isUnset(value)) {
        return {};
    }
    switch (view_.showing(type, field)) {
        case OfficeView::Showing::hidden:
            return {};
        case OfficeView::Showing::masked:
            return masked(display(field, value, !english_));
        case OfficeView::Showing::plain:
            break;
    }
    if (field.number == common::kStatus && field.common) {
        const auto* name = std::get_if<std::string>(&value);
        const State* state = name == nullptr ? nullptr : type.state(*name);
        return state == nullptr ? display(field, value, !english_) : label(state->label());
    }
    if (field.kind != Kind::reference) {
        return display(field, value, !english_);
    }
    if (!field.isSet) {
        return referred(field, value);
    }
    std::string all;
    const auto elements = elementsOf(value, true);
    for (const auto& element : elements ? *elements : Elements{}) {
        const std::string name = referred(field, element);
        all += (all.empty() || name.empty() ? "" : english_ ? ", " : "、") + name;
    }
    return all;
}

std::string CellText::text(const SeenRow& row, const Field& field) {
    const bool open = field.common || field.name == row.type->rules.title();
    return !open && row.titleOnly() ? std::string() : text(*row.type, field, valueOf(row, field));
}

std::string CellText::title(const SeenRow& row) {
    const Field* field = view_.titleOf(*row.type);
    return field == nullptr ? std::string() : text(row, *field);
}

std::string CellText::state(const SeenRow& row) const {
    const State* state = row.type->state(stateOf(row));
    return state == nullptr ? std::string() : label(state->label());
}

std::string CellText::referred(const Field& field, const Value& value) {
    const RecordType* target = view_.catalogue().find(field.rules.ref());
    const Id id = idIn(value);
    if (target == nullptr || id.isNone()) {
        return {};
    }
    if (target->name == kUnitType) {
        return units_.pathName(id);
    }
    // A type whose rows have no shown name gives nothing away, its ids included.
    if (view_.titleOf(*target) == nullptr) {
        return {};
    }
    const auto [place, fresh] = names_.try_emplace({target->number, id});
    if (fresh) {
        place->second = reader_.titleOf(*target, id);
    }
    return place->second;
}

}  // namespace xiangji::syncd
