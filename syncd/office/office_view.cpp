#include "syncd/office/office_view.hpp"

#include <algorithm>

#include "core/base/text.hpp"

namespace xiangji::syncd {

namespace {

bool isSecret(const Field& field) {
    return field.rules.privacy() == PRIVACY_SENSITIVE || field.rules.sealed();
}

bool identifies(const RecordType& type, const Field& field) {
    return field.rules.required() || &field == type.homeField() || type.isKey(field);
}

/// End of the first `count` code points.
std::size_t prefixBytes(std::string_view text, std::size_t count) {
    std::size_t at = 0;
    for (; at < text.size(); ++at) {
        const bool starts = (static_cast<unsigned char>(text[at]) & 0xC0U) != 0x80U;
        if (starts && count-- == 0) {
            break;
        }
    }
    return at;
}

}  // namespace

OfficeView::OfficeView(const Catalogue& catalogue) : catalogue_(catalogue) {
    for (const auto& type : catalogue.types()) {
        if (hiddenByRules(type)) {
            hidden_.insert(type.number);
        }
    }
    // What is about a hidden type is hidden, too, and so is what is about that.
    for (bool grew = true; grew;) {
        grew = false;
        for (const auto& type : catalogue.types()) {
            if (!hidden_.contains(type.number) && isAboutHidden(type)) {
                hidden_.insert(type.number);
                grew = true;
            }
        }
    }
    for (const auto& type : catalogue.types()) {
        if (shows(type)) {
            types_.push_back(&type);
        }
    }
}

bool OfficeView::hiddenByRules(const RecordType& type) const {
    const Field* title = type.field(type.rules.title());
    return type.rules.privacy() == PRIVACY_SENSITIVE || (title != nullptr && isSecret(*title));
}

bool OfficeView::isAboutHidden(const RecordType& type) const {
    return std::ranges::any_of(type.fields, [&](const Field& field) {
        return identifies(type, field) && refersToHidden(field);
    });
}

bool OfficeView::refersToHidden(const Field& field) const {
    if (field.kind != Kind::reference) {
        return false;
    }
    const RecordType* target = catalogue_.find(field.rules.ref());
    return target == nullptr || hidden_.contains(target->number);
}

OfficeView::Showing OfficeView::showing(const RecordType& type, const Field& field) const {
    if (!shows(type) || isSecret(field) || field.kind == Kind::blob || refersToHidden(field)) {
        return Showing::hidden;
    }
    if (field.rules.privacy() != PRIVACY_PERSONAL || field.common ||
        field.name == type.rules.title()) {
        return Showing::plain;
    }
    if (field.rules.office_column() == 0) {
        return Showing::hidden;
    }
    return field.kind == Kind::text ? Showing::masked : Showing::plain;
}

Result<const RecordType*> OfficeView::require(std::string_view name) const {
    const RecordType* type = catalogue_.find(name);
    if (type == nullptr || !shows(*type)) {
        return Error{Fault::notFound,
                     "there is no record type \"" + std::string(name) + "\" on this page"};
    }
    return type;
}

std::vector<const Field*> OfficeView::columns(const RecordType& type) const {
    const auto chosenBy = [&](auto place) {
        std::vector<const Field*> chosen;
        for (const auto& field : type.fields) {
            if (place(field) != 0 && shows(type, field)) {
                chosen.push_back(&field);
            }
        }
        std::ranges::sort(chosen, {}, [&](const Field* field) {
            return std::pair(place(*field), field->number);
        });
        return chosen;
    };
    auto columns = chosenBy([](const Field& field) { return field.rules.office_column(); });
    if (columns.empty()) {
        columns = chosenBy([](const Field& field) { return field.rules.list_column(); });
    }
    if (columns.empty()) {
        for (const auto& field : type.fields) {
            if (!field.common && field.rules.editor() != EDITOR_HIDDEN && shows(type, field)) {
                columns.push_back(&field);
            }
        }
    }
    return columns;
}

std::vector<const Field*> OfficeView::shown(const RecordType& type) const {
    auto fields = columns(type);
    for (const auto& field : type.fields) {
        const bool own = !field.common && field.rules.editor() != EDITOR_HIDDEN;
        const bool there = std::ranges::find(fields, &field) != fields.end();
        if ((own || field.number == common::kVoidReason) && !there && shows(type, field)) {
            fields.push_back(&field);
        }
    }
    return fields;
}

std::vector<const Field*> OfficeView::openable(const RecordType& type) const {
    std::vector<const Field*> fields;
    for (const auto& field : type.fields) {
        const bool readable = field.kind != Kind::blob && field.kind != Kind::reference;
        if (!field.common && isSecret(field) && readable) {
            fields.push_back(&field);
        }
    }
    return fields;
}

const Field* OfficeView::titleOf(const RecordType& type) const {
    const Field* field = type.field(type.rules.title());
    return field != nullptr && shows(type, *field) ? field : nullptr;
}

const Field* OfficeView::whenOf(const RecordType& type) const {
    const Field* field = type.field(type.rules.when());
    return field != nullptr && shows(type, *field) ? field : nullptr;
}

std::string masked(std::string_view text) {
    constexpr std::size_t kLong = 7;
    const std::size_t points = codePoints(text);
    if (points <= 1) {
        return std::string(points, '*');
    }
    const std::size_t head = points >= kLong ? 3 : 1;
    const std::size_t tail = points >= kLong ? 2 : 0;
    std::string result(text.substr(0, prefixBytes(text, head)));
    result.append(points - head - tail, '*');
    result.append(text.substr(prefixBytes(text, points - tail)));
    return result;
}

}  // namespace xiangji::syncd
