#include "syncd/merge/pulling/reference_labels.hpp"

#include <algorithm>

#include "core/records/set_value.hpp"
#include "core/records/wire_values.hpp"

namespace xiangji::syncd {

namespace {

std::string textAt(const RecordType& type, const Fields& fields, std::string_view name) {
    const Field* field = type.field(name);
    const auto found = field == nullptr ? fields.end() : fields.find(field->number);
    const auto* text = found == fields.end() ? nullptr : std::get_if<std::string>(&found->second);
    return text == nullptr ? std::string() : *text;
}

bool mayPublishName(const RecordType& type, const Fields& fields) {
    const Field* consent = type.field("consent_publish");
    const auto found = consent == nullptr ? fields.end() : fields.find(consent->number);
    const auto* given = found == fields.end() ? nullptr : std::get_if<std::int64_t>(&found->second);
    const Choice* choice = given == nullptr ? nullptr : consent->choice(*given);
    return choice != nullptr && choice->name.starts_with("name");
}

/// The first character, which in Chinese names is the surname, and 某 for the rest.
std::string surnameOf(const std::string& name) {
    std::size_t end = std::min<std::size_t>(1, name.size());
    while (end < name.size() && (static_cast<unsigned char>(name[end]) & 0xC0U) == 0x80U) {
        ++end;
    }
    return name.empty() ? name : name.substr(0, end) + "某";
}

}  // namespace

std::string publicLabel(const RecordType& type, const Fields& fields) {
    const Field* title = type.field(type.rules.title());
    if (title == nullptr || title->rules.sealed() || title->rules.privacy() == PRIVACY_SENSITIVE) {
        return {};
    }
    const std::string text = textAt(type, fields, title->name);
    const bool personal = title->rules.privacy() == PRIVACY_PERSONAL;
    return personal && !mayPublishName(type, fields) ? surnameOf(text) : text;
}

Result<const ReferenceLabels::Name*> ReferenceLabels::look(const RecordType& type, const Id& row) {
    const std::pair key(type.number, row);
    if (const auto found = names_.find(key); found != names_.end()) {
        return &found->second;
    }
    XIANGJI_LET(state, central_.rowNow(type, row));
    Name name;
    if (state) {
        const auto home = state->fields.find(common::kHomeOrg);
        const Id unit = home == state->fields.end() ? Id{} : idIn(home->second);
        const bool everybodys = type.rules.scope() == SCOPE_EVERYONE;
        name.outside = !everybodys && (std::find(scope_.units.begin(), scope_.units.end(), unit) ==
                                           scope_.units.end() ||
                                       !scope_.mayRead(type, unit));
        name.text = name.outside ? publicLabel(type, state->fields)
                                 : textAt(type, state->fields, type.rules.title());
    }
    return &(names_[key] = std::move(name));
}

Result<std::string> ReferenceLabels::nameOf(const RecordType& type, const Id& row) {
    if (row.isNone()) {
        return std::string();
    }
    XIANGJI_LET(name, look(type, row));
    return std::string(name->text);
}

Outcome ReferenceLabels::read(const RecordType& type, const wire::PulledRow& row) {
    const auto note = [this](std::string_view ref, const Id& id) -> Outcome {
        const RecordType* target = catalogue_.find(ref);
        // What everybody sees is on every phone.
        if (target == nullptr || id.isNone() || target->rules.scope() == SCOPE_EVERYONE) {
            return {};
        }
        XIANGJI_LET(name, look(*target, id));
        static_cast<void>(name);
        return {};
    };
    for (const auto& cell : row.cells()) {
        const Field* field = type.field(FieldNumber{cell.field()});
        if (field == nullptr || field->kind != Kind::reference) {
            continue;
        }
        if (!field->isSet) {
            XIANGJI_TRY(note(field->rules.ref(), Id::fromBytes(cell.blob()).value_or(Id{})));
            continue;
        }
        const auto elements = elementsOf(valueIn(cell), true);
        for (const auto& element : elements ? *elements : Elements{}) {
            XIANGJI_TRY(note(field->rules.ref(), idIn(element)));
        }
    }
    for (const auto& conflict : row.conflicts()) {
        XIANGJI_TRY(note("person", Id::fromBytes(conflict.shown().author()).value_or(Id{})));
        for (const auto& other : conflict.others()) {
            XIANGJI_TRY(note("person", Id::fromBytes(other.author()).value_or(Id{})));
        }
    }
    return {};
}

void ReferenceLabels::put(google::protobuf::RepeatedPtrField<wire::RowLabel>& labels) const {
    for (const auto& [key, name] : names_) {
        if (name.outside && !name.text.empty()) {
            auto& label = *labels.Add();
            label.set_type(key.first);
            label.set_row(key.second.bytes());
            label.set_label(name.text);
        }
    }
}

}  // namespace xiangji::syncd
