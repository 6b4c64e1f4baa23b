// Columns that an update seals: what lies in phones and centre before it, and apps that stay older.
#include <gtest/gtest.h>

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

}  // namespace
}  // namespace xiangji::test
