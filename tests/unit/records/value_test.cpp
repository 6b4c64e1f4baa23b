#include <gtest/gtest.h>
#include <rapidcheck.h>

#include <boost/json.hpp>

#include "core/base/text.hpp"
#include "core/records/set_value.hpp"
#include "core/records/validate.hpp"
#include "core/records/value_text.hpp"
#include "core/records/wire_values.hpp"

namespace xiangji {
namespace {

const RecordType& activity() {
    return *Catalogue::builtIn().find("activity");
}

std::string repeated(std::string_view text, std::size_t times) {
    std::string all;
    for (std::size_t i = 0; i < times; ++i) {
        all += text;
    }
    return all;
}

Outcome checked(const char* field, const Value& value) {
    return validateValue(activity(), *activity().field(field), value);
}

/// Some value that suits a field.
Value sampleOf(const Field& field) {
    const auto scalar = [&]() -> Value {
        switch (field.kind) {
            case Kind::integer:
                return std::int64_t{field.rules.has_min() ? field.rules.min() : 7};
            case Kind::boolean:
                return std::int64_t{1};
            case Kind::choice:
                return field.choices.back().number;
            case Kind::real:
                return 1.5;
            case Kind::reference:
                return refTo(Id::ofHash(field.name));
            case Kind::blob:
                return Blob{Bytes("\x00\x01\xff", 3)};
            case Kind::text:
                break;
        }
        const bool date =
            field.rules.unit() == UNIT_DATE || field.rules.unit() == UNIT_DATE_OR_YEAR;
        return std::string(date ? "2026-06-19" : "二字𠮷");
    };
    return field.isSet ? setCell({scalar()}) : scalar();
}

TEST(Value, everyFieldOfEveryTypeReadsBackItsJsonAndItsText) {
    for (const auto& type : Catalogue::builtIn().types()) {
        for (const auto& field : type.fields) {
            const Value value = sampleOf(field);
            const auto json = toJson(field, value);
            const auto fromJson = parseValue(type, field, json, nullptr);
            ASSERT_TRUE(fromJson) << type.name << "." << field.name << ": "
                                  << fromJson.error().detail;
            EXPECT_EQ(*fromJson, value) << type.name << "." << field.name;
            EXPECT_TRUE(toJson(field, {}).is_null());
            EXPECT_EQ(*parseValue(type, field, std::string_view(), nullptr), Value{});
            EXPECT_FALSE(display(field, value, true).empty());
            wire::Cell cell;
            putValue(cell, value);
            EXPECT_EQ(valueIn(cell), value);
            if (!field.rules.sealed()) {
                EXPECT_TRUE(validateValue(type, field, value)) << type.name << "." << field.name;
            }
        }
    }
}

/// Any value a field's kind can hold, set or unset, kept within what its text form can say.
Value anyOf(const Field& field) {
    const auto scalar = [&]() -> Value {
        switch (field.kind) {
            case Kind::integer:
                return *rc::gen::arbitrary<std::int64_t>();
            case Kind::boolean:
                return std::int64_t{*rc::gen::inRange(0, 2)};
            case Kind::choice:
                return (*rc::gen::elementOf(field.choices)).number;
            case Kind::real:
                return *rc::gen::inRange(-1'000'000, 1'000'000) / 8.0;
            case Kind::reference:
                return refTo(Id::ofHash(*rc::gen::arbitrary<std::string>()));
            case Kind::blob:
                return Blob{*rc::gen::nonEmpty<std::string>()};
            case Kind::text:
                break;
        }
        return *rc::gen::nonEmpty(rc::gen::container<std::string>(rc::gen::inRange('!', '~')));
    };
    if (!field.isSet) {
        return scalar();
    }
    Elements elements;
    for (int left = *rc::gen::inRange(0, 5); left > 0; --left) {
        elements.insert(scalar());
    }
    return setCell(elements);
}

TEST(Value, whateverAFieldHoldsComesBackFromItsJson) {
    for (const auto& type : Catalogue::builtIn().types()) {
        for (const auto& field : type.fields) {
            EXPECT_TRUE(rc::check([&] {
                const Value value = anyOf(field);
                const auto back = parseValue(type, field, toJson(field, value), nullptr);
                RC_ASSERT(static_cast<bool>(back));
                RC_ASSERT(*back == value);
            })) << type.name
                << "." << field.name;
        }
    }
}

TEST(Value, whatJsonCannotMeanIsRefused) {
    const auto parsed = [](const char* field, const char* json) {
        return parseValue(activity(), *activity().field(field), boost::json::parse(json), nullptr);
    };
    EXPECT_FALSE(parsed("title", "7"));
    EXPECT_FALSE(parsed("title", "[\"one\"]"));
    EXPECT_FALSE(parsed("beneficiaries", "true"));
    EXPECT_FALSE(parsed("beneficiaries", "1.5"));
    EXPECT_FALSE(parsed("service_target", "[null]"));
    EXPECT_FALSE(parsed("service_target", "[[\"minors\"]]"));
    EXPECT_EQ(*parsed("service_target", "[\"elders\",\"minors\",\"elders\"]"),
              Value(std::string("[1,3]")));
    EXPECT_EQ(*parsed("service_target", "[]"), Value{});
    const auto& person = *Catalogue::builtIn().find("person");
    EXPECT_FALSE(parseValue(person, *person.field("skills"), boost::json::parse("[5]"), nullptr));
}

TEST(Value, aMessageNamesFieldLimitAndRemedy) {
    const auto tooLong = checked("title", repeated("长", 61));
    ASSERT_FALSE(tooLong);
    EXPECT_EQ(tooLong.error().detail, "title (标题): 61 characters, at most 60; shorten it by 1");
    EXPECT_TRUE(checked("title", repeated("𠮷", 60)));
    EXPECT_FALSE(checked("title", std::string("字")));
    EXPECT_FALSE(checked("title", std::string("补录活动")));
    EXPECT_FALSE(checked("title", Value{}));
    EXPECT_FALSE(checked("beneficiaries", std::int64_t{-1}));
    EXPECT_FALSE(checked("beneficiaries", std::int64_t{100001}));
    EXPECT_FALSE(checked("type", std::int64_t{99}));
    EXPECT_FALSE(checked("org", Blob{"short"}));
    EXPECT_FALSE(checked("summary", std::string("\xff\xfe")));
    EXPECT_FALSE(checked("summary", std::int64_t{1}));
}

TEST(Value, sealedFieldsAreNotTakenInTheClear) {
    const auto& child = *Catalogue::builtIn().find("child");
    EXPECT_FALSE(validateValue(child, *child.field("real_name"), std::string("李小宝")));
    EXPECT_FALSE(validateValue(child, *child.field("birth_year"), std::int64_t{2016}));
    EXPECT_TRUE(validateClear(child, *child.field("birth_year"), std::int64_t{2016}));
}

TEST(Value, noErrorRepeatsWhatWasGivenForASealedField) {
    const auto& child = *Catalogue::builtIn().find("child");
    const auto told = [&](const char* name, const char* text) {
        const Field& field = *child.field(name);
        const auto value = parseValue(child, field, std::string_view(text), nullptr);
        const auto outcome = value ? validateClear(child, field, *value) : Outcome(value.error());
        EXPECT_FALSE(outcome) << name;
        EXPECT_EQ(outcome.error().detail.find(text), std::string::npos) << outcome.error().detail;
        return outcome.error().detail;
    };
    EXPECT_EQ(told("birth_year", "1999"), "birth_year (出生年份): at least 2000");
    EXPECT_EQ(told("birth_year", "2o16"),
              "birth_year (出生年份): what was given is not a whole number");
    told("sex", "kanarienvogel");
    told("left_behind", "manchmal");
}

TEST(Value, anEndBeforeItsStartIsTold) {
    const FieldNumber start = activity().field("plan_start")->number;
    const FieldNumber end = activity().field("plan_end")->number;
    EXPECT_FALSE(
        validateEdit(activity(), {{start, std::int64_t{2000}}, {end, std::int64_t{1000}}}));
    EXPECT_TRUE(validateEdit(activity(), {{start, std::int64_t{1000}}, {end, std::int64_t{2000}}}));
    EXPECT_FALSE(validateEdit(
        activity(), {{start, std::int64_t{0}}, {end, std::int64_t{400LL * 24 * 3600 * 1000}}}));
}

TEST(Value, timesAreReadAsMillisecondsOrWithAnOffset) {
    const Field& start = *activity().field("plan_start");
    EXPECT_EQ(*parseValue(activity(), start, std::string_view("1781827200000"), nullptr),
              Value(std::int64_t{1'781'827'200'000}));
    EXPECT_EQ(*parseValue(activity(), start, std::string_view("2026-06-19T08:00+08:00"), nullptr),
              Value(std::int64_t{1'781'827'200'000}));
    EXPECT_FALSE(parseValue(activity(), start, std::string_view("tomorrow"), nullptr));
    EXPECT_EQ(display(start, std::int64_t{1'781'827'200'000}, true), "2026-06-19 08:00");
}

TEST(Value, unitsAreNamedByTheirCode) {
    const Id town = Id::ofHash("town");
    const UnitByCode units = [&](std::string_view code) {
        return code == "360982100" ? std::optional(town) : std::nullopt;
    };
    const Field& org = *activity().field("org");
    EXPECT_EQ(*parseValue(activity(), org, std::string_view("360982100"), units), refTo(town));
    EXPECT_FALSE(parseValue(activity(), org, std::string_view("999"), units));
}

TEST(Value, aUnitThatCannotBeLookedForIsNotSaidToBeMissing) {
    const UnitByCode units = [](std::string_view) -> Result<std::optional<Id>> {
        return Error{Fault::failed, "out of memory; nothing was changed; try again"};
    };
    const auto value =
        parseValue(activity(), *activity().field("org"), std::string_view("360982100"), units);
    ASSERT_FALSE(value);
    EXPECT_EQ(value.error().detail, "out of memory; nothing was changed; try again");
}

TEST(Value, unknownChoicesGetASuggestion) {
    const auto value =
        parseValue(activity(), *activity().field("type"), std::string_view("drowning"), nullptr);
    ASSERT_FALSE(value);
    EXPECT_NE(value.error().detail.find("drowning_prevention"), std::string::npos);
}

TEST(SetValue, isTheJsonThatALibraryWouldWrite) {
    EXPECT_TRUE(rc::check([](const std::set<std::string>& texts) {
        Elements elements;
        boost::json::array array;
        for (const auto& text : texts) {
            const auto plain = toNfc(text).value_or("𠮷 \"\\\n/村");
            if (elements.insert(plain).second) {
                array.emplace_back(plain);
            }
        }
        // By bytes, as elements are.
        std::ranges::sort(array, {},
                          [](const auto& json) { return std::string(json.as_string()); });
        RC_ASSERT(setCell(elements) ==
                  (array.empty() ? Value{} : Value(boost::json::serialize(array))));
        RC_ASSERT(*elementsOf(setCell(elements), false) == elements);
    }));
    const Elements ids{refTo(Id::ofHash("a")), refTo(Id::ofHash("b"))};
    EXPECT_EQ(*elementsOf(setCell(ids), true), ids);
    EXPECT_EQ(*elementsOf(std::string("[ 1 , \"\\u6751\" ]"), false),
              (Elements{std::int64_t{1}, std::string("村")}));
    for (const char* broken : {"[]x", "[1 2]", "[,]", "[1.5]", "[\"a]", "[\"a\"b]", "[1", "1]"}) {
        EXPECT_FALSE(elementsOf(std::string(broken), false)) << broken;
    }
}

TEST(SetValue, readsBackAndTellsWhatDiffers) {
    EXPECT_TRUE(
        rc::check([](const std::set<std::int64_t>& before, const std::set<std::int64_t>& after) {
            const auto cellOf = [](const std::set<std::int64_t>& numbers) {
                return setCell(Elements(numbers.begin(), numbers.end()));
            };
            const auto delta = deltaBetween(cellOf(before), cellOf(after), false);
            RC_ASSERT(static_cast<bool>(delta));
            auto elements = *elementsOf(cellOf(before), false);
            for (const auto& removed : delta->removed) {
                RC_ASSERT(elements.erase(removed) == 1U);
            }
            elements.insert(delta->added.begin(), delta->added.end());
            RC_ASSERT(setCell(elements) == cellOf(after));
        }));
    EXPECT_FALSE(elementsOf(std::string("[1,"), false));
    EXPECT_FALSE(elementsOf(std::string("[\"x\"]"), true));
}

}  // namespace
}  // namespace xiangji
