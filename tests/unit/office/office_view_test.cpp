#include "syncd/office/office_view.hpp"

#include <gtest/gtest.h>

#include <algorithm>

#include "core/records/set_value.hpp"
#include "tests/unit/office/small_township.hpp"

namespace xiangji::syncd {
namespace {

const Catalogue& catalogue() {
    return Catalogue::builtIn();
}

bool isSecret(const RecordType& type, const Field& field) {
    return field.rules.privacy() == PRIVACY_SENSITIVE || field.rules.sealed() ||
           type.rules.privacy() == PRIVACY_SENSITIVE;
}

std::string markOf(const RecordType& type, const Field& field) {
    return "mark-" + type.name + "-" + field.name;
}

TEST(OfficeView, typesAboutChildrenAreNotThere) {
    const OfficeView view(catalogue());
    for (const auto* name : {"child", "guardian", "guardian_consent", "pupil_line"}) {
        EXPECT_FALSE(view.shows(*catalogue().find(name))) << name;
        EXPECT_FALSE(view.require(name)) << name;
    }
    EXPECT_TRUE(view.require("activity"));
    EXPECT_TRUE(view.require("tutoring_session"));
}

TEST(OfficeView, noShownFieldIsSecretOrLeadsToAHiddenType) {
    const OfficeView view(catalogue());
    for (const RecordType* type : view.types()) {
        for (const Field* field : view.shown(*type)) {
            EXPECT_FALSE(isSecret(*type, *field)) << type->name << "." << field->name;
            if (field->kind == Kind::reference) {
                EXPECT_TRUE(view.shows(*catalogue().find(field->rules.ref())))
                    << type->name << "." << field->name;
            }
        }
    }
}

TEST(OfficeView, personalFieldsShowOnlyWhereTheOfficesTableAsksForThem) {
    const OfficeView view(catalogue());
    for (const RecordType* type : view.types()) {
        for (const Field* field : view.shown(*type)) {
            const bool named = field->common || field->name == type->rules.title();
            const bool personal = field->rules.privacy() == PRIVACY_PERSONAL;
            EXPECT_TRUE(named || !personal || field->rules.office_column() != 0)
                << type->name << "." << field->name;
        }
    }
    const RecordType& person = *catalogue().find("person");
    EXPECT_TRUE(view.shows(person, *person.field("name")));
    for (const auto* name : {"phone", "birth", "home_area", "id_no"}) {
        EXPECT_FALSE(view.shows(person, *person.field(name))) << name;
    }
}

TEST(OfficeView, columnsFollowTheOfficesOrder) {
    const OfficeView view(catalogue());
    const auto columns = view.columns(*catalogue().find("activity"));
    ASSERT_GE(columns.size(), 3U);
    EXPECT_EQ(columns[0]->name, "org");
    EXPECT_EQ(columns[1]->name, "title");
    EXPECT_EQ(columns[2]->name, "type");
}

TEST(OfficeView, everyShownTypeHasSomethingInItsTable) {
    const OfficeView view(catalogue());
    for (const RecordType* type : view.types()) {
        EXPECT_FALSE(view.columns(*type).empty()) << type->name;
    }
}

TEST(OfficeView, maskedTextCanBeRecognisedButNotUsed) {
    EXPECT_EQ(masked("13812345678"), "138******78");
    EXPECT_EQ(masked("张三丰"), "张**");
    EXPECT_EQ(masked("𠮷"), "*");
    EXPECT_EQ(masked(""), "");
}

/// Every field of every type filled with a mark of its own, where a value can hold one.
struct MarkedTownship : SmallTownship {
    MarkedTownship() {
        for (const auto& type : catalogue.types()) {
            SeenRow row{
                .type = &type, .id = Id::ofHash(type.name), .authorName = "陈晓", .conflict = true};
            for (const auto& field : type.fields) {
                row.fields[field.number] = valueFor(type, field);
            }
            row.fields[common::kHomeOrg] = refTo(station);
            for (const auto& field : type.fields) {
                reader.tell(SeenConflict{
                    .type = &type,
                    .row = row.id,
                    .title = titleFor(type),
                    .field = &field,
                    .shown = {.value = row.fields[field.number], .authorName = "陈晓"},
                    .others = {{.value = row.fields[field.number], .authorName = "李敏"}}});
            }
            reader.tell(std::move(row));
        }
    }
    std::string titleFor(const RecordType& type) const {
        const Field* title = type.field(type.rules.title());
        return title == nullptr ? std::string() : markOf(type, *title);
    }
    Value valueFor(const RecordType& type, const Field& field) const {
        const auto scalar = [&]() -> Value {
            switch (field.kind) {
                case Kind::text:
                    return markOf(type, field);
                case Kind::reference:
                    return refTo(Id::ofHash(field.rules.ref()));
                case Kind::blob:
                    return Blob{markOf(type, field)};
                case Kind::choice:
                    return field.choices.front().number;
                case Kind::real:
                    return 1.5;
                case Kind::integer:
                case Kind::boolean:
                    return std::int64_t{1};
            }
            return {};
        };
        return field.isSet ? setCell({scalar()}) : scalar();
    }
    std::vector<std::string> everyAddress() const {
        std::vector<std::string> all = {
            "/api/catalogue",         "/api/units",         "/api/head",        "/api/conflicts",
            "/api/conflicts?lang=en", "/api/days?voided=1", "/api/days?lang=en"};
        for (const auto& type : catalogue.types()) {
            for (const std::string& ending : {std::string("?voided=1"), std::string("?lang=en")}) {
                all.push_back("/api/rows/" + type.name + ending);
                all.push_back("/export/" + type.name + ".csv" + ending);
            }
        }
        return all;
    }
};

TEST(OfficePrivacy, noAnswerEverHoldsASecretValue) {
    MarkedTownship township;
    std::size_t marksSeen = 0;
    for (const auto& address : township.everyAddress()) {
        const std::string body = township.ask(address).body;
        for (const auto& type : catalogue().types()) {
            for (const auto& field : type.fields) {
                const bool seen = body.find(markOf(type, field)) != std::string::npos;
                marksSeen += seen ? 1 : 0;
                EXPECT_FALSE(seen && isSecret(type, field))
                    << address << " shows " << type.name << "." << field.name;
            }
        }
    }
    EXPECT_GT(marksSeen, 50U) << "the marks do not reach the answers: this test proves nothing";
}

TEST(OfficePrivacy, hiddenTypesAreAnsweredLikeUnknownOnes) {
    MarkedTownship township;
    const OfficeView view(catalogue());
    for (const auto& type : catalogue().types()) {
        const bool shown = view.shows(type);
        EXPECT_EQ(township.ask("/api/rows/" + type.name).status, shown ? 200U : 404U) << type.name;
        EXPECT_EQ(township.ask("/export/" + type.name + ".csv").status, shown ? 200U : 404U)
            << type.name;
        const bool named =
            township.ask("/api/catalogue").body.find("\"" + type.name + "\"") != std::string::npos;
        EXPECT_TRUE(shown || !named) << type.name;
    }
}

TEST(OfficePrivacy, idsOfChildrenAreNeverSent) {
    MarkedTownship township;
    for (const auto& address : township.everyAddress()) {
        const std::string body = township.ask(address).body;
        for (const auto* hidden : {"child", "guardian", "guardian_consent", "pupil_line"}) {
            EXPECT_EQ(body.find(Id::ofHash(hidden).text()), std::string::npos)
                << address << " names a " << hidden;
        }
    }
}

}  // namespace
}  // namespace xiangji::syncd
