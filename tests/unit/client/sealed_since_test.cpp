// Fields that an update seals: what lies in phones and centre before it, and apps that stay older.
#include <gtest/gtest.h>

#include "tests/unit/client/updated_township.hpp"

namespace xiangji::test {
namespace {

/// A township from before most fields were sealed; the first level is served up to the third.
struct SealedSince : Updated {
    SealedSince() : Updated(kFirst, kColumnsOpen) {}

    Id child;

    void SetUp() override {
        must(old->sync());
        child = old->add("child", {{"alias", std::string("小宝")},
                                   {"birth_year", std::int64_t{2016}},
                                   {"sex", std::int64_t{1}},
                                   {"left_behind", std::int64_t{1}},
                                   {"consent_state", std::int64_t{2}}});
        must(old->sync());
        must(other->sync());
    }
    [[nodiscard]] Value atCentre(const char* field) const {
        return Updated::atCentre("child", child, field);
    }
};

TEST_F(SealedSince, anUpdateOfThePhoneSealsWhatLiesInItAndChangesNoValue) {
    ASSERT_EQ(other->cell("child", child, "birth_year"), Value{std::int64_t{2016}});
    old->edit("child", child, "birth_year", std::int64_t{2015});
    updateCentre();
    for (auto* phone : {old.get(), other.get()}) {
        phone->updateTo(after);
        for (const auto* field : {"birth_year", "sex", "left_behind"}) {
            EXPECT_TRUE(isSealed(phone->cell("child", child, field))) << field;
        }
        EXPECT_EQ(phone->opened("child", child, "sex"), Value{std::int64_t{1}});
    }
    EXPECT_EQ(old->opened("child", child, "birth_year"), Value{std::int64_t{2015}});
    EXPECT_EQ(other->opened("child", child, "birth_year"), Value{std::int64_t{2016}});
    const auto before = other->cell("child", child, "birth_year");
    other->updateTo(after);
    EXPECT_EQ(other->cell("child", child, "birth_year"), before) << "once";
    must(old->sync());
    must(other->sync());
    EXPECT_EQ(other->opened("child", child, "birth_year"), Value{std::int64_t{2015}})
        << "what waited over the update was written in the clear, and is taken";
    EXPECT_TRUE(isSealed(atCentre("birth_year")));
    everythingAddsUp();
}

TEST_F(SealedSince, anUpdateLeavesNothingOfThemInTheFilesOfAPhoneThatOnlyReadThem) {
    // The two numbers beside each other, as SQLite keeps them.
    const std::string place("\x11\x39\xcc\xbb\x44\xf6\x6c\xc3", 8);
    const Id photo = old->add("media", {{"kind", std::int64_t{1}},
                                        {"sha256", Blob{Bytes(32, 's')}},
                                        {"lat", std::int64_t{0x1139ccbb}},
                                        {"lng", std::int64_t{0x44f66cc3}}});
    must(old->sync());
    must(other->sync());
    const auto home = centre.folder.path() / "李明";
    ASSERT_NE(filesWith(home, place), std::vector<std::string>{});
    other->updateTo(after);
    EXPECT_EQ(other->opened("media", photo, "lat"), Value{std::int64_t{0x1139ccbb}});
    EXPECT_EQ(filesWith(home, place), std::vector<std::string>{});
    EXPECT_EQ(other->cell("media", photo, "kind"), Value{std::int64_t{1}});
}

TEST_F(SealedSince, whatTheCentreHasInTheClearIsReadAndSealedAtItsNextWrite) {
    updateCentre();
    for (auto* phone : {old.get(), other.get()}) {
        phone->updateTo(after);
        must(phone->sync());
    }
    EXPECT_EQ(atCentre("birth_year"), Value{std::int64_t{2016}});
    other->edit("child", child, "birth_year", std::int64_t{2017});
    must(other->sync());
    must(old->sync());
    EXPECT_EQ(old->opened("child", child, "birth_year"), Value{std::int64_t{2017}});
    EXPECT_EQ(old->opened("child", child, "left_behind"), Value{std::int64_t{1}});
    EXPECT_EQ(old->opened("child", child, "alias"), Value{std::string("小宝")});
    EXPECT_TRUE(isSealed(atCentre("birth_year")));
    EXPECT_EQ(atCentre("sex"), Value{std::int64_t{1}});
    const auto late = centre.phone("王芳", after, "tutor");
    must(late->sync());
    EXPECT_EQ(late->opened("child", child, "birth_year"), Value{std::int64_t{2017}});
    EXPECT_EQ(late->opened("child", child, "sex"), Value{std::int64_t{1}});
    everythingAddsUp();
}

TEST_F(SealedSince, equalValuesWrittenApartAcrossTheUpdateAreNoConflict) {
    old->edit("child", child, "birth_year", std::int64_t{2017});
    old->edit("child", child, "sex", std::int64_t{2});
    must(old->sync());
    ASSERT_EQ(atCentre("birth_year"), Value{std::int64_t{2017}}) << "it came in the clear";
    updateCentre();
    other->updateTo(after);
    other->edit("child", child, "birth_year", std::int64_t{2017});
    other->edit("child", child, "sex", std::int64_t{3});
    must(other->sync());
    EXPECT_EQ(must(centre.desk->status()).conflicts, 1U) << "what differs still is one";
    EXPECT_TRUE(isSealed(atCentre("birth_year")));
    must(old->sync());
    EXPECT_EQ(other->opened("child", child, "birth_year"), Value{std::int64_t{2017}});
    // And the other way round: the older app writes after the newer one, and has not seen it.
    other->edit("child", child, "left_behind", std::int64_t{0});
    old->edit("child", child, "left_behind", std::int64_t{0});
    must(other->sync());
    must(old->sync());
    EXPECT_EQ(must(centre.desk->status()).conflicts, 1U);
    everythingAddsUp();
}

TEST_F(SealedSince, anEditThatWaitsOverTheUpdateIsSealedBesideItsRowToo) {
    const auto linesIn = [&](const std::string& table) {
        auto query = old->database->connection().statement("SELECT count(*) FROM " + table);
        return query.step() ? query.integer(0) : -1;
    };
    old->edit("child", child, "birth_year", std::int64_t{2017});
    ASSERT_EQ(linesIn("_made"), 1) << "what lies beside the row is in its envelope's line";
    ASSERT_EQ(linesIn("_overlay"), 0);
    old->updateTo(after);
    const auto overlay = old->database->overlay(catalogueLater(after).find("child")->number, child);
    ASSERT_TRUE(overlay);
    ASSERT_EQ(overlay->cells_size(), 1);
    EXPECT_TRUE(isSealedText(overlay->cells(0).server().text()))
        << "the centre's value beside the edit";
    EXPECT_EQ(linesIn("_made"), 0) << "nor does the line go on holding it in the clear";
    EXPECT_EQ(old->opened("child", child, "birth_year"), Value{std::int64_t{2017}});
    updateCentre();
    must(old->sync());
    must(old->sync());
    EXPECT_EQ(old->opened("child", child, "birth_year"), Value{std::int64_t{2017}});
    EXPECT_TRUE(isSealed(old->cell("child", child, "birth_year")));
    EXPECT_EQ(must(centre.desk->status()).conflicts, 0U);
    everythingAddsUp();
}

TEST_F(SealedSince, anOlderAppGoesOnWithoutWhatItCannotKeep) {
    updateCentre();
    old->updateTo(after);
    must(old->sync());
    old->edit("child", child, "birth_year", std::int64_t{2017});
    old->edit("child", child, "grade", std::int64_t{3});
    must(old->sync());
    must(other->sync());
    EXPECT_EQ(other->cell("child", child, "grade"), Value{std::int64_t{3}});
    EXPECT_FALSE(isSealed(other->cell("child", child, "birth_year")));
    // What it writes there in the clear is sealed at the centre.
    other->edit("child", child, "sex", std::int64_t{2});
    other->edit("child", child, "grade", std::int64_t{4});
    must(other->sync());
    EXPECT_EQ(other->unsent(), 0U);
    EXPECT_TRUE(isSealed(atCentre("sex")));
    EXPECT_EQ(atCentre("grade"), Value{std::int64_t{4}});
    other->updateTo(after);
    must(other->sync());
    EXPECT_EQ(other->opened("child", child, "birth_year"), Value{std::int64_t{2017}})
        << "it comes with the update";
    EXPECT_EQ(other->opened("child", child, "sex"), Value{std::int64_t{2}});
    must(old->sync());
    EXPECT_EQ(old->opened("child", child, "sex"), Value{std::int64_t{2}});
    everythingAddsUp();
}

/// A township from before titles were sealed: what somebody is called lay in the clear.
struct TitlesSealedSince : Updated {
    TitlesSealedSince() : Updated(kTitlesOpen, kNow) {}

    Id child;
    Id mother;

    void SetUp() override {
        must(old->sync());
        mother = old->add("guardian", {{"guardian_name", std::string("金丝雀妈妈")}});
        child = old->add("child", {{"alias", std::string("金丝雀小宝")},
                                   {"guardian", refTo(mother)},
                                   {"consent_state", std::int64_t{2}}});
        must(old->sync());
        must(other->sync());
    }
    [[nodiscard]] std::vector<std::string> filesOf(const char* name) const {
        return filesWith(centre.folder.path() / name, "金丝雀");
    }
};

TEST_F(TitlesSealedSince, anUpdateLeavesNothingOfThemInThePhonesFiles) {
    ASSERT_NE(filesOf("李明"), std::vector<std::string>{});
    other->updateTo(after);
    EXPECT_EQ(filesOf("李明"), std::vector<std::string>{});
    EXPECT_EQ(other->opened("child", child, "alias"), Value{std::string("金丝雀小宝")});
    EXPECT_EQ(other->opened("guardian", mother, "guardian_name"), Value{std::string("金丝雀妈妈")});
    updateCentre();
    must(other->sync());
    EXPECT_EQ(other->opened("child", child, "alias"), Value{std::string("金丝雀小宝")})
        << "what the centre has in the clear comes sealed";
    EXPECT_EQ(filesOf("李明"), std::vector<std::string>{});
    everythingAddsUp();
}

TEST_F(TitlesSealedSince, anOlderAppGetsNothingOfThemAndWhatItWritesIsSealedAtTheCentre) {
    updateCentre();
    old->updateTo(after);
    must(old->sync());
    old->edit("child", child, "alias", std::string("小石头"));
    const Id sister = old->add("child", {{"alias", std::string("妞妞")}});
    must(old->sync());
    must(other->sync());
    EXPECT_EQ(other->cell("child", child, "alias"), Value()) << "a changed row comes without it";
    EXPECT_EQ(other->cell("guardian", mother, "guardian_name"), Value{std::string("金丝雀妈妈")})
        << "what has not changed stays";
    EXPECT_TRUE(other->has("child", sister));
    EXPECT_EQ(other->cell("child", sister, "alias"), Value());
    const Id late = other->add("child", {{"alias", std::string("亮亮")}});
    other->edit("guardian", mother, "guardian_name", std::string("王妈妈"));
    must(other->sync());
    EXPECT_EQ(other->unsent(), 0U);
    EXPECT_TRUE(isSealed(atCentre("child", late, "alias")));
    EXPECT_TRUE(isSealed(atCentre("guardian", mother, "guardian_name")));
    must(old->sync());
    EXPECT_EQ(old->opened("child", late, "alias"), Value{std::string("亮亮")});
    EXPECT_EQ(old->opened("guardian", mother, "guardian_name"), Value{std::string("王妈妈")});
    other->updateTo(after);
    must(other->sync());
    EXPECT_EQ(other->opened("child", sister, "alias"), Value{std::string("妞妞")})
        << "it comes with the update";
    EXPECT_EQ(other->opened("child", child, "alias"), Value{std::string("小石头")});
    everythingAddsUp();
}

TEST_F(TitlesSealedSince, whatAnOlderAppWritesBeyondALimitIsNotToBeReadWhereItIsPutAside) {
    updateCentre();
    other->edit("child", child, "alias", std::string("金丝雀") + std::string(40, 'x'));
    must(other->sync());
    const auto aside = must(centre.desk->aside());
    ASSERT_EQ(aside.size(), 1U);
    EXPECT_EQ(aside[0].changeset.find("金丝雀"), std::string::npos);
    everythingAddsUp();
}

}  // namespace
}  // namespace xiangji::test
