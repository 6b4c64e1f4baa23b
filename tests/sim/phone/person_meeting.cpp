#include <algorithm>
#include <array>
#include <string_view>

#include "core/store/row_table.hpp"
#include "tests/sim/phone/person.hpp"

// What a person does where another one stands against it.

namespace xiangji::sim {

namespace {

constexpr std::size_t kRowsLookedAt = 8;
constexpr int kTries = 6;
/// What the office moves; the more belongs to it, the more often.
constexpr std::array<std::string_view, 8> kMoved{"activity", "activity",         "activity",
                                                 "activity", "tutoring_session", "safety_lesson",
                                                 "unit",     "role_grant"};

bool isLocked(const RecordType& type, const Fields& fields) {
    const auto status = fields.find(common::kStatus);
    const auto* name = status == fields.end() ? nullptr : std::get_if<std::string>(&status->second);
    const State* state = name == nullptr ? nullptr : type.state(*name);
    return state != nullptr && state->locked();
}

}  // namespace

std::optional<Operation> Person::someEdit() {
    for (int tries = 0; tries < kTries; ++tries) {
        if (auto edit = someEdit(someType())) {
            return edit;
        }
    }
    return std::nullopt;
}

std::optional<Operation> Person::otherwise(const Edit& edit) {
    // Another phone's edit is spoken of in its own catalogue, which may be older or newer.
    const auto* type = database_.catalogue().find(edit.type->number);
    if (type == nullptr) {
        return std::nullopt;
    }
    Edit other{.type = type, .id = edit.id, .fields = {}};
    for (const auto& [number, value] : edit.fields) {
        const auto* field = type->field(number);
        Value another = value;
        for (int tries = 0; field != nullptr && tries < kTries && another == value; ++tries) {
            another = someValue(*field);
        }
        if (field != nullptr) {
            other.fields[number] = std::move(another);
        }
    }
    return other.fields.empty() ? std::nullopt : std::optional<Operation>(std::move(other));
}

std::optional<Operation> Person::someMove() {
    const auto& catalogue = database_.catalogue();
    const auto& type = *catalogue.find(chance_.of(kMoved));
    const Field& home = *type.homeField();
    const auto rows = RowTable(database_.connection(), type).rows({.most = kRowsLookedAt});
    const auto homes = RowTable(database_.connection(), *catalogue.find(home.rules.ref()))
                           .rows({.most = kRowsLookedAt});
    if (rows.empty() || homes.empty()) {
        return std::nullopt;
    }
    return Edit{.type = &type,
                .id = chance_.of(rows).id,
                .fields = {{home.number, refTo(chance_.of(homes).id)}}};
}

std::optional<Operation> Person::someAsking() {
    if (chance_.oneIn(2)) {
        const auto& activity = *database_.catalogue().find("activity");
        const auto rows = RowTable(database_.connection(), activity).rows({.most = kRowsLookedAt});
        const auto locked = std::find_if(rows.begin(), rows.end(), [&](const auto& row) {
            return isLocked(activity, row.fields);
        });
        if (locked != rows.end()) {
            const Field& field = *activity.field(chance_.oneIn(2) ? "summary" : "place");
            return Edit{
                .type = &activity, .id = locked->id, .fields = {{field.number, someValue(field)}}};
        }
    }
    const auto& person = *database_.catalogue().find("person");
    const Field& consent = *person.field("consent_publish");
    const auto row = someRow(person);
    return row ? std::optional<Operation>(Edit{
                     .type = &person, .id = *row, .fields = {{consent.number, someValue(consent)}}})
               : std::nullopt;
}

}  // namespace xiangji::sim
