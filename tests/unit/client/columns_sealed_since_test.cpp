// Columns that an update seals: what lies in phones and centre before it, and apps that stay older.
#include <gtest/gtest.h>

#include "core/records/wire_values.hpp"
#include "tests/unit/client/updated_township.hpp"

namespace xiangji::test {
namespace {

/// A township from before the numbers and choices were sealed that lists show.
struct ColumnsSealedSince : Updated {
    ColumnsSealedSince() : Updated(kColumnsOpen, kNow) {}

    struct Column {
        const char* type;
        Id row;
        const char* field;
        Value value;
    };
    Id lesson;
    std::vector<Column> columns;

    void SetUp() override {
        must(old->sync());
        lesson =
            old->add("activity", {{"title", std::string("亲情连线")}, {"type", std::int64_t{8}}});
        const Id child = old->add("child", {{"alias", std::string("小宝")},
                                            {"grade", std::int64_t{5}},
                                            {"consent_state", std::int64_t{2}}});
        const Id mother = old->add(
            "guardian", {{"guardian_name", std::string("王妈妈")}, {"relation", std::int64_t{3}}});
        const Id call = old->add("family_call", {{"activity", refTo(lesson)},
                                                 {"child", refTo(child)},
                                                 {"relative", std::int64_t{3}},
                                                 {"minutes", std::int64_t{587}}});
        columns = {{"child", child, "grade", std::int64_t{5}},
                   {"guardian", mother, "relation", std::int64_t{3}},
                   {"guardian_consent", consented(*old, child), "method", std::int64_t{4}},
                   {"family_call", call, "relative", std::int64_t{3}},
                   {"family_call", call, "minutes", std::int64_t{587}}};
        must(old->sync());
        must(other->sync());
    }
    static Id consented(LevelPhone& phone, const Id& child) {
        return phone.add("guardian_consent",
                         {{"child", refTo(child)}, {"method", std::int64_t{4}}});
    }
    static bool isAppendOnly(const char* type) {
        return catalogueLater(kNow).find(type)->appendOnly();
    }
    /// What lies beneath an own word on a child's grade, as the centre has it.
    static Value beneath(LevelPhone& phone, const Id& child) {
        const auto& type = *catalogueLater(kNow).find("child");
        const auto overlay = phone.database->overlay(type.number, child).value_or(wire::Overlay{});
        for (const auto& cell : overlay.cells()) {
            if (cell.field() == type.field("grade")->number) {
                return valueIn(cell.server());
            }
        }
        return std::string("no own word");
    }
    static Value shown(LevelPhone& phone, const Id& child, const Value& lying) {
        const auto& type = *catalogueLater(kNow).find("child");
        return phone.database->seal()->shown({type.number, child, type.field("grade")->number},
                                             Kind::integer, lying);
    }
    /// Writes another value into each column that may be changed.
    static void rewrite(LevelPhone& phone, std::vector<Column>& columns) {
        for (auto& [type, row, field, value] : columns) {
            if (!isAppendOnly(type)) {
                value = std::int64_t{std::get<std::int64_t>(value) - 1};
                phone.edit(type, row, field, value);
            }
        }
    }
};

TEST_F(ColumnsSealedSince, anUpdateSealsThemInThePhonesFileAndChangesNoValue) {
    for (const auto& [type, row, field, value] : columns) {
        ASSERT_EQ(other->cell(type, row, field), value) << field;
    }
    for (auto* phone : {other.get(), old.get()}) {
        phone->updateTo(after);
        for (const auto& [type, row, field, value] : columns) {
            EXPECT_TRUE(isSealed(phone->cell(type, row, field))) << field;
            EXPECT_EQ(phone->opened(type, row, field), value) << field;
        }
    }
    updateCentre();
    must(other->sync());
    for (const auto& [type, row, field, value] : columns) {
        EXPECT_EQ(atCentre(type, row, field), value) << field << " until its next write";
        EXPECT_EQ(other->opened(type, row, field), value) << field;
    }
    rewrite(*other, columns);
    must(other->sync());
    must(old->sync());
    for (const auto& [type, row, field, value] : columns) {
        EXPECT_NE(isSealed(atCentre(type, row, field)), isAppendOnly(type)) << field;
        EXPECT_EQ(old->opened(type, row, field), value) << field;
    }
    everythingAddsUp();
}

TEST_F(ColumnsSealedSince, anOlderAppGetsNothingOfThemAndWhatItWritesIsSealedAtTheCentre) {
    updateCentre();
    old->updateTo(after);
    must(old->sync());
    rewrite(*old, columns);
    const Id paper = consented(*old, columns[0].row);
    must(old->sync());
    must(other->sync());
    for (const auto& [type, row, field, value] : columns) {
        if (!isAppendOnly(type)) {
            EXPECT_EQ(other->cell(type, row, field), Value()) << field << ": a changed row";
        }
    }
    EXPECT_TRUE(other->has("guardian_consent", paper));
    EXPECT_EQ(other->cell("guardian_consent", paper, "method"), Value());
    rewrite(*other, columns);
    columns.push_back(
        {"guardian_consent", consented(*other, columns[0].row), "method", std::int64_t{4}});
    must(other->sync());
    EXPECT_EQ(other->unsent(), 0U);
    must(old->sync());
    other->updateTo(after);
    must(other->sync());
    EXPECT_EQ(other->opened("guardian_consent", paper, "method"), Value{std::int64_t{4}})
        << "it comes with the update";
    for (const auto& [type, row, field, value] : columns) {
        EXPECT_EQ(old->opened(type, row, field), value) << field;
        EXPECT_EQ(other->opened(type, row, field), value) << field;
    }
    for (const auto& [type, row, field, value] : columns) {
        const bool early = row == columns[2].row;
        EXPECT_NE(isSealed(atCentre(type, row, field)), early) << field;
    }
    everythingAddsUp();
}

TEST_F(ColumnsSealedSince, whatAnUpdatedPhoneWroteTakesEffectWithTheCentresUpdate) {
    old->updateTo(after);
    must(old->sync());
    const Id child = old->add("child", {{"alias", std::string("小雨")},
                                        {"grade", std::int64_t{3}},
                                        {"consent_state", std::int64_t{2}}});
    const Id paper = consented(*old, child);
    const Id call = old->add("family_call", {{"activity", refTo(lesson)},
                                             {"child", refTo(child)},
                                             {"relative", std::int64_t{2}},
                                             {"minutes", std::int64_t{25}}});
    rewrite(*old, columns);
    must(old->sync());
    EXPECT_GT(old->unsent(), 0U) << "it waits at the centre";
    must(other->sync());
    EXPECT_FALSE(other->has("child", child));
    updateCentre();
    must(old->sync());
    EXPECT_EQ(old->unsent(), 0U);
    EXPECT_EQ(must(centre.desk->status()).quarantined, 0U);
    other->updateTo(after);
    must(other->sync());
    columns.insert(columns.end(), {{"child", child, "grade", std::int64_t{3}},
                                   {"guardian_consent", paper, "method", std::int64_t{4}},
                                   {"family_call", call, "relative", std::int64_t{2}},
                                   {"family_call", call, "minutes", std::int64_t{25}}});
    for (const auto& [type, row, field, value] : columns) {
        EXPECT_EQ(other->opened(type, row, field), value) << field;
        EXPECT_EQ(old->opened(type, row, field), value) << field;
    }
    EXPECT_TRUE(isSealed(atCentre("family_call", call, "minutes")));
    everythingAddsUp();
}

TEST_F(ColumnsSealedSince, whatWaitedTooLongForTheCentresUpdateIsTakenWhenTheOfficeAsks) {
    const Id child = columns[0].row;
    other->updateTo(after);
    must(other->sync());
    other->edit("child", child, "grade", std::int64_t{1});
    must(other->sync());
    centre.clock.advance(Instant{31} * 24 * 3600 * 1000);
    must(old->sync());
    updateCentre();
    const auto aside = must(centre.desk->aside());
    ASSERT_EQ(aside.size(), 1U);
    ASSERT_EQ(aside[0].state, "quarantined");
    const auto verdicts = must(centre.desk->retryAside(aside[0]));
    ASSERT_EQ(verdicts.size(), 1U);
    EXPECT_EQ(verdicts[0].verdict(), wire::VERDICT_TAKEN) << verdicts[0].words();
    EXPECT_TRUE(isSealed(atCentre("child", child, "grade")));
    old->updateTo(after);
    must(old->sync());
    EXPECT_EQ(old->opened("child", child, "grade"), Value{std::int64_t{1}});
    everythingAddsUp();
}

TEST_F(ColumnsSealedSince, anUpdatedPhoneShowsWhatAnOlderCentreServesInTheClearAndKeepsItSealed) {
    other->updateTo(after);
    must(other->sync());
    rewrite(*old, columns);
    columns.push_back(
        {"guardian_consent", consented(*old, columns[0].row), "method", std::int64_t{4}});
    must(old->sync());
    must(other->sync());
    const auto late = centre.phone("王芳", after, "tutor");
    must(late->sync());
    for (const auto& [type, row, field, value] : columns) {
        for (auto* phone : {other.get(), late.get()}) {
            EXPECT_EQ(phone->opened(type, row, field), value) << field;
            EXPECT_TRUE(isSealed(phone->cell(type, row, field))) << field;
        }
    }
    updateCentre();
    late->links.moveTo(*centre.desk);
    for (auto* phone : {other.get(), late.get()}) {
        must(phone->sync());
        for (const auto& [type, row, field, value] : columns) {
            EXPECT_EQ(phone->opened(type, row, field), value) << field;
        }
    }
    everythingAddsUp();
}

TEST_F(ColumnsSealedSince, underAnOwnWordThatWaitsAnOlderCentresValueLiesSealed) {
    const Id child = columns[0].row;
    other->updateTo(after);
    must(other->sync());
    other->edit("child", child, "grade", std::int64_t{1});
    must(other->sync());
    ASSERT_EQ(other->unsent(), 1U);
    rewrite(*old, columns);
    must(old->sync());
    must(other->sync());
    EXPECT_EQ(other->opened("child", child, "grade"), Value{std::int64_t{1}});
    EXPECT_TRUE(isSealed(beneath(*other, child)));
    EXPECT_EQ(shown(*other, child, beneath(*other, child)), Value{std::int64_t{4}});
    old->edit("child", child, "consent_state", std::int64_t{4});
    must(old->sync());
    must(other->sync());
    EXPECT_EQ(other->opened("child", child, "grade"), Value{std::int64_t{1}});
    EXPECT_EQ(beneath(*other, child), Value()) << "what the centre hides";
}

TEST_F(ColumnsSealedSince, whatAnOlderCentreHidesAfterAWithdrawalLeavesAnUpdatedPhone) {
    const Id child = columns[0].row;
    other->updateTo(after);
    must(other->sync());
    ASSERT_EQ(other->opened("child", child, "grade"), Value{std::int64_t{5}});
    const auto lay = std::get<std::string>(other->cell("child", child, "grade"));
    old->edit("child", child, "consent_state", std::int64_t{4});
    must(old->sync());
    must(other->sync());
    EXPECT_EQ(other->opened("child", child, "alias"), Value{std::string("小宝")});
    for (const auto* field : {"grade", "consent_state"}) {
        EXPECT_EQ(other->cell("child", child, field), Value()) << field;
    }
    other->database.reset();
    EXPECT_EQ(filesWith(centre.folder.path() / "李明", lay), std::vector<std::string>{});
}

TEST_F(ColumnsSealedSince, whatOthersAskForAtAnOlderCentreReachesAnUpdatedPhoneWithoutTheirValues) {
    const Id child = columns[0].row;
    other->updateTo(after);
    must(other->sync());
    old->propose("child", child, "grade", std::int64_t{2});
    must(old->sync());
    must(other->sync());
    auto query = other->database->connection().statement("SELECT proposal FROM _proposal");
    ASSERT_TRUE(query.step());
    wire::Proposal proposal;
    ASSERT_TRUE(proposal.ParseFromString(query.blob(0)));
    EXPECT_EQ(proposal.cells_size(), 0) << "nobody asks for what is sealed";
}

/// A township from before names were sealed: a row with two such fields.
struct NamesSealedSince : Updated {
    NamesSealedSince() : Updated(kTitlesOpen, kNow) {}
};

TEST_F(NamesSealedSince, besideAnOwnWordThatWaitsAnOlderCentresOtherValuesShowAndLieSealed) {
    must(old->sync());
    const Id child = old->add("child", {{"alias", std::string("小宝")},
                                        {"grade", std::int64_t{5}},
                                        {"consent_state", std::int64_t{2}}});
    must(old->sync());
    other->updateTo(after);
    must(other->sync());
    EXPECT_EQ(other->opened("child", child, "alias"), Value{std::string("小宝")});
    other->edit("child", child, "grade", std::int64_t{1});
    must(other->sync());
    ASSERT_EQ(other->unsent(), 1U);
    old->edit("child", child, "alias", std::string("王家小雨点"));
    must(old->sync());
    must(other->sync());
    EXPECT_EQ(other->opened("child", child, "grade"), Value{std::int64_t{1}});
    EXPECT_EQ(other->opened("child", child, "alias"), Value{std::string("王家小雨点")});
    EXPECT_EQ(filesWith(centre.folder.path() / "李明", "王家小雨点"), std::vector<std::string>{});
    old->edit("child", child, "consent_state", std::int64_t{4});
    old->edit("child", child, "alias", std::string("小雨"));
    must(old->sync());
    must(other->sync());
    EXPECT_EQ(other->opened("child", child, "alias"), Value{std::string("小雨")});
    updateCentre();
    must(other->sync());
    EXPECT_EQ(other->unsent(), 0U);
    must(old->sync());
    everythingAddsUp();
}

}  // namespace
}  // namespace xiangji::test
