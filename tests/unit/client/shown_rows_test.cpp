// What lies sealed and lists show: opened, ordered and chosen as it reads.
#include <gtest/gtest.h>

#include <map>

#include "core/records/value_text.hpp"
#include "tests/unit/client/phones.hpp"

namespace xiangji::test {

namespace {

constexpr const char* kCanary = "金丝雀真名欧阳零";

const RecordType& child() {
    return *Catalogue::builtIn().find("child");
}

struct ShownRows : testing::Test {
    Township town;
    std::unique_ptr<Phone> tutor = town.phone("李明", "tutor");
    std::unique_ptr<Phone> other = town.phone("王小明", "tutor");

    /// What the other phone's list shows in one column, row by row; "-" for nothing.
    [[nodiscard]] std::string column(const RecordType& type, const char* name,
                                     const Query& query) const {
        const Field& field = *type.field(name);
        std::string all;
        const auto rows = (*other)->list(type, query).valueOr({});
        for (const auto& row : rows) {
            const auto cell = row.fields.find(field.number);
            all += (all.empty() ? "" : " ") +
                   (cell == row.fields.end() ? "-" : display(field, cell->second, true));
        }
        return all;
    }
};

}  // namespace

TEST_F(ShownRows, titlesReadInListsWhichAreOrderedAndChosenByThem) {
    std::map<std::string, Id> ids;
    for (const auto* name : {"丙", "甲", "乙", "丁", "乙"}) {
        ids[name] = tutor->add("child", {{"alias", name}, {"consent_state", "given"}});
    }
    const Id hidden = tutor->add("child", {{"alias", "戊"}});
    rest({tutor.get(), other.get()});
    const auto alias = child().field("alias")->number;
    const auto names = [&](const Query& query) {
        std::string all;
        for (const auto& row : (*other)->list(child(), query).valueOr({})) {
            all += std::get<std::string>(row.fields.at(alias));
        }
        return all;
    };
    EXPECT_EQ(names({.orderBy = alias}), "丁丙乙乙戊甲") << "as SQL orders text";
    EXPECT_EQ(names({.orderBy = alias, .descending = true}), "甲戊乙乙丙丁");
    EXPECT_EQ(names({.orderBy = alias, .most = 3}), "丁丙乙");
    EXPECT_EQ(names({.where = {{alias, std::string("乙")}}, .most = 5}), "乙乙");
    EXPECT_EQ(names({.where = {{alias, std::string("乙")}}, .most = 1}), "乙");
    EXPECT_EQ((*other)->count(child(), {.where = {{alias, std::string("乙")}}}).valueOr(0), 2U);
    EXPECT_EQ((*other)->count(child(), {}).valueOr(0), 6U);
    EXPECT_EQ((*other)->titleOf(child(), ids["丙"]), "丙");
    EXPECT_EQ((*other)->titleOf(child(), hidden), "戊") << "a title is told without consent too";
    const auto real = child().field("real_name")->number;
    tutor->edit("child", ids["丙"], {{"real_name", kCanary}});
    EXPECT_TRUE(
        (*tutor)->list(child(), {.where = {{real, std::string(kCanary)}}}).valueOr({}).empty())
        << "what lists do not show is never searched";
}

TEST_F(ShownRows, numbersInColumnsAreOrderedAsNumbers) {
    for (const auto* grade : {"10", "2", "", "12", "9"}) {
        tutor->add("child", {{"alias", "小宝"}, {"grade", grade}, {"consent_state", "given"}});
    }
    const Id hidden = tutor->add("child", {{"alias", "小石头"}, {"grade", "9"}});
    rest({tutor.get(), other.get()});
    const auto grade = child().field("grade")->number;
    const auto grades = [&](const Query& query) { return column(child(), "grade", query); };
    EXPECT_EQ(grades({.orderBy = grade}), "- - 2 9 10 12");
    EXPECT_EQ(grades({.orderBy = grade, .descending = true}), "12 10 9 2 - -");
    EXPECT_EQ(grades({.orderBy = grade, .descending = true, .most = 2}), "12 10");
    EXPECT_EQ(grades({.where = {{grade, std::int64_t{9}}}}), "9");
    EXPECT_EQ((*other)->count(child(), {.where = {{grade, std::int64_t{9}}}}).valueOr(0), 1U)
        << "of a child without consent others know none";
    EXPECT_EQ((*tutor)->count(child(), {.where = {{grade, std::int64_t{9}}}}).valueOr(0), 2U);
    EXPECT_EQ(other->text("child", hidden, "grade"), "");
}

TEST_F(ShownRows, whatAListHidesOfAChildItIsNotChosenCountedOrOrderedBy) {
    const Id kid =
        tutor->add("child", {{"alias", "小石头"}, {"grade", "9"}, {"village", "360982100"}});
    tutor->add("child", {{"alias", "小宝"}, {"grade", "3"}, {"consent_state", "given"}});
    rest({tutor.get(), other.get()});
    // What it wrote itself lies on a phone though lists hide it.
    other->links.offline = true;
    other->edit("child", kid, {{"grade", "9"}, {"village", "360982100"}});
    const auto grade = child().field("grade")->number;
    const auto village = child().field("village")->number;
    const auto found = [&](const FieldNumber field, const Value& value) {
        const Query query{.where = {{field, value}}};
        const auto listed = (*other)->list(child(), query).valueOr({}).size();
        EXPECT_EQ((*other)->count(child(), query).valueOr(99), listed);
        return listed;
    };
    const Value here = (*tutor)->row(child(), kid)->fields.at(village);
    EXPECT_EQ(other->text("child", kid, "grade"), "9");
    EXPECT_EQ(found(grade, std::int64_t{9}), 0U);
    EXPECT_EQ(found(grade, std::int64_t{3}), 1U);
    EXPECT_EQ(found(grade, Value()), 1U) << "it reads as one of which nothing is known";
    EXPECT_EQ(found(village, here), 0U);
    EXPECT_EQ(column(child(), "alias", {.orderBy = grade, .descending = true}), "小宝 小石头");
    EXPECT_EQ(column(child(), "alias", {.orderBy = village, .descending = true, .most = 1}),
              column(child(), "alias", {.descending = true, .most = 1}));
    EXPECT_EQ((*tutor)->count(child(), {.where = {{grade, std::int64_t{9}}}}).valueOr(0), 1U)
        << "who made it knows";
    EXPECT_EQ((*tutor)->count(child(), {.where = {{village, here}}}).valueOr(0), 1U);
}

TEST_F(ShownRows, columnsOfEveryTypeReadWhoeverMayReadTheRow) {
    const auto& types = Catalogue::builtIn();
    const auto& call = *types.find("family_call");
    auto student = town.phone("赵雷", "volunteer");
    const Id lesson = tutor->add(
        "activity", {{"title", "亲情连线"}, {"type", "family_call"}, {"org", "360982100"}});
    const Id kid = tutor->add("child", {{"alias", "小宝"}, {"consent_state", "given"}});
    for (const auto* minutes : {"5", "120", "20"}) {
        tutor->add("family_call", {{"activity", lesson.text()},
                                   {"child", kid.text()},
                                   {"relative", minutes[0] == '5' ? "both" : "mother"},
                                   {"minutes", minutes}});
    }
    tutor->add("guardian", {{"guardian_name", "王妈妈"}, {"relation", "mother"}});
    tutor->add("guardian_consent", {{"child", kid.text()}, {"method", "call_back"}});
    rest({tutor.get(), other.get(), student.get()});
    const auto minutes = call.field("minutes")->number;
    EXPECT_EQ(column(call, "minutes", {.orderBy = minutes}), "5 20 120");
    EXPECT_EQ(column(call, "relative", {.orderBy = minutes}), "父母 母亲 母亲");
    const auto relative = call.field("relative");
    const Query mothers{.where = {{relative->number, relative->choice("mother")->number}},
                        .orderBy = minutes};
    EXPECT_EQ(column(call, "minutes", mothers), "20 120");
    EXPECT_EQ(column(*types.find("guardian"), "relation", {}), "母亲");
    EXPECT_EQ(column(*types.find("guardian_consent"), "method", {}), "电话回访");
    std::swap(other, student);
    EXPECT_EQ(column(call, "minutes", {.orderBy = minutes}), "5 20 120")
        << "a volunteer reads calls, and their child stays an id";
    EXPECT_EQ(column(*types.find("guardian"), "relation", {}), "");
}

TEST_F(ShownRows, aQuarrelOverAColumnShowsBothValuesAndIsSettled) {
    const Id id = tutor->add("child", {{"alias", "小宝"}, {"consent_state", "given"}});
    rest({tutor.get(), other.get()});
    tutor->edit("child", id, {{"grade", "10"}});
    town.clock.advance(1'000);
    other->edit("child", id, {{"grade", "9"}});
    rest({tutor.get(), other.get()});
    const auto conflicts = (*tutor)->conflicts().valueOr({});
    ASSERT_EQ(conflicts.size(), 1U);
    EXPECT_EQ(conflicts[0].shown.value, Value(std::int64_t{9}));
    EXPECT_EQ(conflicts[0].other.value, Value(std::int64_t{10}));
    const auto grade = child().field("grade")->number;
    ASSERT_TRUE((*tutor)->write(
        {Settle{.type = &child(), .id = id, .field = grade, .value = std::int64_t{10}}}));
    rest({tutor.get(), other.get()});
    EXPECT_TRUE((*other)->conflicts().valueOr({}).empty());
    EXPECT_EQ(column(child(), "grade", {}), "10");
    const auto history = *(*other)->history(child(), id);
    std::size_t told = 0;
    for (const auto& entry : history.entries) {
        if (const auto cell = entry.fields.find(grade); cell != entry.fields.end()) {
            ++told;
            EXPECT_EQ(cell->second, Value(std::string("•••"))) << "as of every sealed field";
        }
    }
    EXPECT_EQ(told, 3U) << "both words, and what settled it";
}

TEST_F(ShownRows, aRequiredChoiceIsAskedForThoughItLiesSealed) {
    const Id kid = tutor->add("child", {{"alias", "小宝"}});
    EXPECT_THROW(tutor->add("guardian_consent", {{"child", kid.text()}}), std::runtime_error);
    EXPECT_THROW(tutor->add("guardian_consent", {{"child", kid.text()}, {"method", "by_owl"}}),
                 std::runtime_error);
    EXPECT_NO_THROW(
        tutor->add("guardian_consent", {{"child", kid.text()}, {"method", "paper_photo"}}));
}

}  // namespace xiangji::test
