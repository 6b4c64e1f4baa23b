#include "tests/sim/phone/person.hpp"

#include <algorithm>
#include <array>
#include <map>
#include <string_view>

#include "core/base/text.hpp"
#include "core/client/proposals.hpp"
#include "core/records/set_value.hpp"
#include "core/store/row_table.hpp"

namespace xiangji::sim {

namespace {

constexpr std::array<std::string_view, 8> kTexts{
    "防溺水宣讲", "村口池塘边",       "𠮷田小学",         "作业辅导😀",
    "two words",  "\"quoted\", 100%", "亲情连线，第二次", "a"};
constexpr std::array<std::string_view, 13> kOften{
    "activity",   "activity",   "activity",  "tutoring_session", "pupil_line",
    "pupil_line", "child",      "signup",    "signup",           "check_event",
    "team",       "membership", "home_visit"};
/// What people mostly fill in, and therefore meet at.
constexpr std::array<std::string_view, 12> kHotFields{
    "title",    "place",   "summary",       "service_target", "topic",   "subject",
    "progress", "present", "project_types", "alias",          "weather", "note"};
constexpr std::uint64_t kHotElements = 3;
constexpr std::size_t kHotRows = 3;
constexpr Instant kHourMs = 3'600'000;

}  // namespace

bool isPeoples(const RecordType& type) {
    return type.name != "unit" && type.name != "device" && type.name != "festival" &&
           type.name != "role_grant";
}

const RecordType& Person::someType() {
    const auto& types = database_.catalogue().types();
    const auto* often = database_.catalogue().find(chance_.of(kOften));
    if (often != nullptr && !chance_.oneIn(5)) {
        return *often;
    }
    for (;;) {
        const auto& type = chance_.of(types);
        if (isPeoples(type)) {
            return type;
        }
    }
}

std::optional<Id> Person::someRow(const RecordType& type) {
    const auto rows = RowTable(database_.connection(), type).rows({.most = kHotRows});
    if (rows.empty()) {
        return std::nullopt;
    }
    return chance_.of(rows).id;
}

std::string Person::someText(const Field& field) {
    if (field.rules.unit() == UNIT_DATE) {
        return chance_.oneIn(2) ? "2026-06-19" : "2026-07-01";
    }
    if (field.rules.unit() == UNIT_DATE_OR_YEAR) {
        return chance_.oneIn(2) ? "2008" : "2010-02-28";
    }
    std::string text(chance_.of(kTexts));
    if (field.rules.sealed()) {
        text.insert(0, kSealedWords);
    }
    while (codePoints(text) < field.rules.min_chars()) {
        text += "好";
    }
    return text;
}

Value Person::someNumber(const Field& field) {
    if (field.rules.unit() == UNIT_INSTANT) {
        return nowMs_ + kHourMs * static_cast<Instant>(chance_.below(4));
    }
    const auto low = field.rules.has_min() ? field.rules.min() : 0;
    const auto high = field.rules.has_max() ? field.rules.max() : low + 9;
    const auto span = static_cast<std::uint64_t>(std::min<std::int64_t>(high - low, 4)) + 1;
    return low + static_cast<std::int64_t>(chance_.below(span));
}

Value Person::somePlain(const Field& field) {
    switch (field.kind) {
        case Kind::integer:
            return someNumber(field);
        case Kind::real:
            return static_cast<double>(chance_.below(8)) / 4;
        case Kind::boolean:
            return static_cast<std::int64_t>(chance_.below(2));
        case Kind::choice:
            return field.choices[static_cast<std::size_t>(chance_.below(field.choices.size()))]
                .number;
        case Kind::text:
            return someText(field);
        case Kind::blob:
            return Blob{Bytes(32, static_cast<char>(chance_.below(4)))};
        case Kind::reference: {
            const auto* type = database_.catalogue().find(field.rules.ref());
            if (type != nullptr && type->name == "unit" && !chance_.oneIn(8)) {
                return refTo(me_.unit);
            }
            if (type != nullptr && type->name == "person" && chance_.oneIn(2)) {
                return refTo(me_.person);
            }
            const auto row = type == nullptr ? std::nullopt : someRow(*type);
            return row ? refTo(*row) : Value{};
        }
    }
    return {};
}

Value Person::someElements(const Field& field) {
    Elements elements;
    for (auto count = chance_.below(3) + 1; count > 0; --count) {
        auto element = field.kind == Kind::choice
                           ? Value(field
                                       .choices[chance_.below(std::min<std::uint64_t>(
                                           kHotElements, field.choices.size()))]
                                       .number)
                           : somePlain(field);
        if (!isUnset(element)) {
            elements.insert(std::move(element));
        }
    }
    return setCell(elements);
}

Value Person::someValue(const Field& field) {
    return field.isSet ? someElements(field) : somePlain(field);
}

std::optional<Operation> Person::someInsert(const RecordType& type) {
    Insert insert{.type = &type, .fields = {}, .id = std::nullopt};
    for (const auto& field : type.fields) {
        if (field.common || field.rules.system()) {
            continue;
        }
        const auto& keys = type.rules.natural_key();
        const bool needed = field.rules.required() || &field == type.homeField() ||
                            std::find(keys.begin(), keys.end(), field.name) != keys.end();
        if (needed || fillsIn(field)) {
            auto value = someValue(field);
            if (isUnset(value) && needed) {
                return std::nullopt;
            }
            insert.fields[field.number] = std::move(value);
        }
    }
    return insert;
}

bool Person::fillsIn(const Field& field) {
    // Boxes cost more than all else together.
    constexpr std::uint64_t kSealed = 8;
    constexpr std::uint64_t kOpen = 3;
    return chance_.oneIn(field.rules.sealed() ? kSealed : kOpen) && field.rules.writers().empty();
}

const Field& Person::someField(const RecordType& type) {
    std::vector<const Field*> hot;
    for (const auto& field : type.fields) {
        if (std::find(kHotFields.begin(), kHotFields.end(), field.name) != kHotFields.end()) {
            hot.push_back(&field);
        }
    }
    return hot.empty() || chance_.oneIn(3) ? chance_.of(type.fields) : *chance_.of(hot);
}

std::optional<Operation> Person::someEdit(const RecordType& type) {
    const auto row = someRow(type);
    if (!row || type.appendOnly()) {
        return std::nullopt;
    }
    Edit edit{.type = &type, .id = *row, .fields = {}};
    for (auto count = chance_.below(2) + 1; count > 0; --count) {
        const auto& field = someField(type);
        const auto& keys = type.rules.natural_key();
        if (field.common || field.rules.system() || &field == type.homeField() ||
            std::find(keys.begin(), keys.end(), field.name) != keys.end()) {
            continue;
        }
        const bool unset = chance_.oneIn(6) && !field.rules.required();
        edit.fields[field.number] = unset ? Value{} : someValue(field);
    }
    return edit.fields.empty() ? std::nullopt : std::optional<Operation>(std::move(edit));
}

std::optional<Operation> Person::someStep(const RecordType& type) {
    const auto row = someRow(type);
    if (!row) {
        return std::nullopt;
    }
    const auto& actions = type.rules.lifecycle().actions();
    if (chance_.oneIn(3) || actions.empty()) {
        return Void{.type = &type, .id = *row, .reason = std::string(chance_.of(kTexts))};
    }
    const auto place = static_cast<int>(chance_.below(static_cast<std::uint64_t>(actions.size())));
    return Act{.type = &type, .id = *row, .action = actions.Get(place).name(), .reason = "因为"};
}

std::optional<Operation> Person::someSettlement() {
    std::vector<std::tuple<TypeNumber, Id, FieldNumber>> conflicts;
    {
        auto query = database_.connection().statement(
            "SELECT type, row, field FROM _conflict ORDER BY type, row, field");
        while (query.step()) {
            conflicts.emplace_back(static_cast<TypeNumber>(query.integer(0)), query.id(1),
                                   static_cast<FieldNumber>(query.integer(2)));
        }
    }
    if (conflicts.empty()) {
        return std::nullopt;
    }
    const auto& [number, row, field] = chance_.of(conflicts);
    const RecordType& type = *database_.catalogue().find(number);
    return Settle{.type = &type, .id = row, .field = field, .value = someValue(*type.field(field))};
}

std::optional<Operation> Person::someAnswer() {
    auto views = viewProposals(database_, nowMs_);
    // Mostly what may be answered; sometimes what the phone must refuse.
    if (!chance_.oneIn(8)) {
        std::erase_if(
            views, [](const ProposalView& view) { return !view.mayAnswer && !view.mayWithdraw; });
    }
    if (views.empty()) {
        return std::nullopt;
    }
    const auto& view = chance_.of(views);
    const auto answer = view.mayWithdraw && !chance_.oneIn(8) ? Answer::withdraw
                        : chance_.oneIn(3)                    ? Answer::decline
                                                              : Answer::accept;
    return AnswerProposal{.proposal = view.id,
                          .answer = answer,
                          .reason = chance_.oneIn(8) ? "" : std::string(chance_.of(kTexts))};
}

std::optional<Operation> Person::someOperation() {
    if (chance_.oneIn(3)) {
        if (auto settlement = someSettlement()) {
            return settlement;
        }
    }
    if (chance_.oneIn(3)) {
        if (auto answer = someAnswer()) {
            return answer;
        }
    }
    const auto& type = someType();
    const auto drawn = chance_.below(10);
    if (drawn < 3) {
        return someInsert(type);
    }
    return drawn < 8 ? someEdit(type) : someStep(type);
}

std::vector<Operation> Person::foundingOperations(Random& random) {
    std::vector<Operation> operations;
    const auto& catalogue = database_.catalogue();
    std::map<std::string, Id> made;
    for (const char* name : {"activity", "team", "child", "child", "tutoring_session"}) {
        const auto& type = *catalogue.find(name);
        Insert insert{.type = &type, .fields = {}, .id = Id::uuid7(nowMs_, random)};
        for (const auto& field : type.fields) {
            if (!field.rules.required() && &field != type.homeField()) {
                continue;
            }
            const auto parent = made.find(field.rules.ref());
            insert.fields[field.number] =
                parent == made.end() ? someValue(field) : refTo(parent->second);
            if (field.rules.ref() == "unit") {
                insert.fields[field.number] = refTo(me_.unit);
            }
        }
        made[name] = *insert.id;
        operations.emplace_back(std::move(insert));
    }
    const auto& line = *catalogue.find("pupil_line");
    operations.emplace_back(
        Insert{.type = &line,
               .fields = {{line.field("tutoring_session")->number, refTo(made["tutoring_session"])},
                          {line.field("child")->number, refTo(made["child"])},
                          {line.field("feedback")->number, someText(*line.field("feedback"))}},
               .id = std::nullopt});
    return operations;
}

std::vector<Operation> Person::someOperations() {
    std::vector<Operation> operations;
    for (auto count = chance_.oneIn(4) ? chance_.below(4) + 2 : 1; count > 0; --count) {
        // A draw that finds nothing to do is drawn again a few times.
        for (int tries = 0; tries < 4; ++tries) {
            if (auto operation = someOperation()) {
                operations.push_back(*std::move(operation));
                break;
            }
        }
    }
    return operations;
}

}  // namespace xiangji::sim
