// Phones and centres of different schema levels.
#include <gtest/gtest.h>

#include "core/records/row_scope.hpp"
#include "core/records/validate.hpp"
#include "core/store/schema.hpp"
#include "tests/support/files_with.hpp"
#include "tests/support/levels.hpp"

namespace xiangji::test {
namespace {

template <typename T>
T must(Result<T> result) {
    if (!result) {
        throw std::runtime_error(result.error().detail);
    }
    return *std::move(result);
}

constexpr const char* kUnits =
    "area_code,name,parent_code,kind\n"
    "360982,樟树市,,centre\n"
    "360982100,临江镇,360982,institute\n";

/// A centre that can be started again with a newer program.
struct LevelCentre {
    explicit LevelCentre(int steps) : key(SigningKey::make(random)) {
        central =
            must(syncd::openSqliteCentral(folder.path() / "central.db", catalogueLater(steps)));
        seats = std::make_unique<syncd::Desk::Seats>(
            syncd::Desk::Seats{*central, clock, random, catalogueLater(steps), key});
        if (const auto done = syncd::furnish(*seats, kUnits); !done) {
            throw std::runtime_error(done.error().detail);
        }
        desk = must(syncd::Desk::open(*seats));
    }

    void updateTo(int steps) {
        desk.reset();
        seats.reset();
        central.reset();
        central =
            must(syncd::openSqliteCentral(folder.path() / "central.db", catalogueLater(steps)));
        seats = std::make_unique<syncd::Desk::Seats>(
            syncd::Desk::Seats{*central, clock, random, catalogueLater(steps), key});
        desk = must(syncd::Desk::open(*seats));
    }

    std::unique_ptr<LevelPhone> phone(const std::string& name, int steps,
                                      const std::string& role = "volunteer") {
        auto phone = std::make_unique<LevelPhone>(folder.path() / name, clock, *desk, steps);
        phone->join(must(desk->invite({.unitCode = "360982100", .role = role, .personName = name},
                                      {.host = "township.test", .port = 1, .pin = Bytes(32, 'p')}))
                        .text());
        return phone;
    }

    ScratchFolder folder;
    HandClock clock{1'781'827'200'000};
    SystemRandom random;
    SigningKey key;
    std::unique_ptr<syncd::Central> central;
    std::unique_ptr<syncd::Desk::Seats> seats;
    std::unique_ptr<syncd::Desk> desk;
};

const std::vector<std::pair<std::string, Value>> kActivity = {{"title", std::string("防溺水宣讲")},
                                                              {"type", std::int64_t{8}}};

std::vector<std::pair<std::string, Value>> activityWith(const char* field, const char* value) {
    auto fields = kActivity;
    fields.emplace_back(field, std::string(value));
    return fields;
}

TEST(Levels, anOlderPhoneGetsWhatItKnowsAndTheRestWhenItIsUpdated) {
    LevelCentre centre(1);
    auto modern = centre.phone("李明", 1);
    auto old = centre.phone("陈静", 0);
    must(modern->sync());
    const Id row = modern->add("activity", activityWith("weather", "晴"));
    const Id visit = modern->add("home_visit", {{"note", std::string("家访")}});
    must(modern->sync());
    must(old->sync());
    EXPECT_EQ(old->cell("activity", row, "title"), Value{std::string("防溺水宣讲")});
    wire::Scope scope;
    scope.ParseFromString(old->database->knownBytes(known::kScope));
    ASSERT_EQ(scope.withheld_types_size(), 1) << "it is told what it does not get";
    EXPECT_EQ(scope.withheld_types(0), 900U);
    ASSERT_EQ(scope.withheld_fields_size(), 1);
    EXPECT_EQ(scope.withheld_fields(0).field(), 900U);
    const auto cursor = must(old->shelf->state()).cursor;
    EXPECT_GT(cursor, 0U);
    old->updateTo(1);
    must(old->sync());
    EXPECT_EQ(old->cell("activity", row, "weather"), Value{std::string("晴")});
    EXPECT_EQ(old->cell("home_visit", visit, "note"), Value{std::string("家访")});
    EXPECT_GE(must(old->shelf->state()).cursor, cursor) << "the old scope is not read again";
}

TEST(Levels, anOlderPhonesEditsAreTakenAndLeaveNewerFieldsAlone) {
    LevelCentre centre(1);
    auto modern = centre.phone("李明", 1);
    auto old = centre.phone("陈静", 0);
    must(modern->sync());
    const Id row = modern->add("activity", activityWith("weather", "晴"));
    must(modern->sync());
    must(old->sync());
    old->edit("activity", row, "place", std::string("村小学"));
    must(old->sync());
    EXPECT_EQ(old->unsent(), 0U);
    must(modern->sync());
    EXPECT_EQ(modern->cell("activity", row, "place"), Value{std::string("村小学")});
    EXPECT_EQ(modern->cell("activity", row, "weather"), Value{std::string("晴")});
}

TEST(Levels, anUpdateWithEnvelopesWaitingLosesNoneOfThem) {
    LevelCentre centre(1);
    auto phone = centre.phone("陈静", 0);
    must(phone->sync());
    const Id first = phone->add("activity", kActivity);
    // An update that is cut before it is committed leaves the old database.
    {
        auto sql = must(
            Connection::open(centre.folder.path() / "陈静" / "phone.db", Connection::Mode::write));
        SqlTransaction transaction(*sql);
        furnishRecords(*sql, catalogueLater(1), "");
    }
    EXPECT_EQ(phone->unsent(), 1U);
    phone->updateTo(1);
    EXPECT_EQ(phone->unsent(), 1U);
    const Id second = phone->add("activity", activityWith("weather", "雨"));
    must(phone->sync());
    EXPECT_EQ(phone->unsent(), 0U);
    auto other = centre.phone("李明", 1);
    must(other->sync());
    EXPECT_TRUE(other->has("activity", first));
    EXPECT_EQ(other->cell("activity", second, "weather"), Value{std::string("雨")});
}

TEST(Levels, aPhoneTooOldToReadStillDeliversWhatItWrote) {
    LevelCentre centre(3);
    auto old = centre.phone("陈静", 0);
    auto modern = centre.phone("李明", 3);
    auto served = centre.phone("王芳", 1);
    const Id row = old->add("activity", kActivity);
    const auto synced = old->sync();
    ASSERT_FALSE(synced);
    EXPECT_EQ(synced.error().fault, Fault::unsupported);
    EXPECT_NE(synced.error().detail.find("update the app"), std::string::npos);
    EXPECT_EQ(old->unsent(), 0U);
    EXPECT_TRUE(old->has("activity", row)) << "what it has it keeps";
    must(modern->sync());
    EXPECT_TRUE(modern->has("activity", row));
    must(served->sync());
    EXPECT_TRUE(served->has("activity", row)) << "two levels back is still served";
}

TEST(Levels, whatANewerPhoneWritesWaitsAtAnOlderCentreUntilThatIsUpdated) {
    LevelCentre centre(0);
    auto newer = centre.phone("李明", 1);
    auto plain = centre.phone("陈静", 0);
    must(newer->sync());
    const Id known = newer->add("activity", kActivity);
    const Id row = newer->add("activity", activityWith("weather", "晴"));
    const Id visit = newer->add("home_visit", {{"note", std::string("家访")}});
    newer->edit("activity", row, "place", std::string("村小学"));
    must(newer->sync());
    must(plain->sync());
    EXPECT_TRUE(plain->has("activity", known)) << "what the centre knows goes on";
    EXPECT_FALSE(plain->has("activity", row)) << "half of what was written is not written";
    EXPECT_EQ(newer->unsent(), 3U);
    // Others' edits come in meanwhile and leave alone what only the phone knows.
    plain->edit("activity", known, "place", std::string("祠堂"));
    must(plain->sync());
    centre.updateTo(0);
    for (auto* phone : {newer.get(), plain.get()}) {
        phone->links.moveTo(*centre.desk);
        must(phone->sync());
    }
    EXPECT_EQ(newer->unsent(), 3U) << "a mere restart brings nothing";
    EXPECT_EQ(newer->cell("activity", known, "place"), Value{std::string("祠堂")});
    EXPECT_EQ(newer->cell("activity", row, "weather"), Value{std::string("晴")});

    centre.updateTo(1);
    for (auto* phone : {newer.get(), plain.get()}) {
        phone->links.moveTo(*centre.desk);
        must(phone->sync());
    }
    EXPECT_EQ(newer->unsent(), 0U);
    EXPECT_EQ(plain->cell("activity", row, "place"), Value{std::string("村小学")});
    plain->updateTo(1);
    must(plain->sync());
    EXPECT_EQ(plain->cell("activity", row, "weather"), Value{std::string("晴")});
    EXPECT_EQ(plain->cell("home_visit", visit, "note"), Value{std::string("家访")});
}

/// A township from before most fields were sealed, and the update of it.
struct SealedSince : testing::Test {
    LevelCentre centre{-1};
    std::unique_ptr<LevelPhone> old = centre.phone("陈静", -1, "tutor");
    std::unique_ptr<LevelPhone> other = centre.phone("李明", -1, "tutor");
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
    void updateCentre() {
        centre.updateTo(0);
        for (auto* phone : {old.get(), other.get()}) {
            phone->links.moveTo(*centre.desk);
        }
    }
    [[nodiscard]] Value atCentre(const char* field) const {
        const auto& type = *catalogueLater(0).find("child");
        const auto rows = must(centre.central->reader().rows(type, {.row = child, .most = 1}));
        return rows.at(0).fields.at(type.field(field)->number);
    }
    void everythingAddsUp() const {
        const auto report = must(centre.desk->audit({}));
        for (const auto& finding : report.findings) {
            ADD_FAILURE() << finding.type << ": " << finding.what;
        }
        EXPECT_EQ(report.unreplayable, 0U);
    }
};

bool isSealed(const Value& value) {
    const auto* text = std::get_if<std::string>(&value);
    return text != nullptr && isSealedText(*text);
}

TEST_F(SealedSince, anUpdateOfThePhoneSealsWhatLiesInItAndChangesNoValue) {
    ASSERT_EQ(other->cell("child", child, "birth_year"), Value{std::int64_t{2016}});
    old->edit("child", child, "birth_year", std::int64_t{2015});
    updateCentre();
    for (auto* phone : {old.get(), other.get()}) {
        phone->updateTo(0);
        for (const auto* field : {"birth_year", "sex", "left_behind"}) {
            EXPECT_TRUE(isSealed(phone->cell("child", child, field))) << field;
        }
        EXPECT_EQ(phone->opened("child", child, "sex"), Value{std::int64_t{1}});
    }
    EXPECT_EQ(old->opened("child", child, "birth_year"), Value{std::int64_t{2015}});
    EXPECT_EQ(other->opened("child", child, "birth_year"), Value{std::int64_t{2016}});
    const auto before = other->cell("child", child, "birth_year");
    other->updateTo(0);
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
    other->updateTo(0);
    EXPECT_EQ(other->opened("media", photo, "lat"), Value{std::int64_t{0x1139ccbb}});
    EXPECT_EQ(filesWith(home, place), std::vector<std::string>{});
    EXPECT_EQ(other->cell("media", photo, "kind"), Value{std::int64_t{1}});
}

TEST_F(SealedSince, whatTheCentreHasInTheClearIsReadAndSealedAtItsNextWrite) {
    updateCentre();
    for (auto* phone : {old.get(), other.get()}) {
        phone->updateTo(0);
        must(phone->sync());
    }
    EXPECT_EQ(atCentre("birth_year"), Value{std::int64_t{2016}});
    other->edit("child", child, "birth_year", std::int64_t{2017});
    must(other->sync());
    must(old->sync());
    EXPECT_EQ(old->opened("child", child, "birth_year"), Value{std::int64_t{2017}});
    EXPECT_EQ(old->opened("child", child, "left_behind"), Value{std::int64_t{1}});
    EXPECT_EQ(old->cell("child", child, "alias"), Value{std::string("小宝")});
    EXPECT_TRUE(isSealed(atCentre("birth_year")));
    EXPECT_EQ(atCentre("sex"), Value{std::int64_t{1}});
    const auto late = centre.phone("王芳", 0, "tutor");
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
    other->updateTo(0);
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
    old->updateTo(0);
    const auto overlay = old->database->overlay(catalogueLater(0).find("child")->number, child);
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
    old->updateTo(0);
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
    other->updateTo(0);
    must(other->sync());
    EXPECT_EQ(other->opened("child", child, "birth_year"), Value{std::int64_t{2017}})
        << "it comes with the update";
    EXPECT_EQ(other->opened("child", child, "sex"), Value{std::int64_t{2}});
    must(old->sync());
    EXPECT_EQ(old->opened("child", child, "sex"), Value{std::int64_t{2}});
    everythingAddsUp();
}

}  // namespace
}  // namespace xiangji::test
