// What the office's page opens of a child over whose consent two phones quarrel, at a real centre.
#include <gtest/gtest.h>

#include <algorithm>
#include <boost/json/object.hpp>
#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>

#include "core/records/field_seal.hpp"
#include "syncd/office/routes.hpp"
#include "tests/unit/desk/hand_phone.hpp"

namespace xiangji::syncd::test {
namespace {

namespace json = boost::json;

constexpr std::int64_t kGiven = 2;
constexpr std::int64_t kWithdrawn = 4;

struct ConsentQuarrel : testing::Test {
    SmallCentre centre;
    HandPhone li{centre, "tutor", kLinjiang, "李明"};
    HandPhone wang{centre, "tutor", kLinjiang, "王芳"};
    Id child = Id::uuid7(kMorning, centre.random);
    FieldSeal seal{centre.key};
    std::vector<AccessEntry> noted;
    Routes routes{centre.central->reader(), Catalogue::builtIn(), centre.clock,
                  ProtectedSeat{[this](const AccessEntry& entry) -> Outcome {
                                    noted.push_back(entry);
                                    return {};
                                },
                                [this](const CellPlace& place, std::string_view lying) {
                                    return seal.opened(place, lying);
                                }}};

    void SetUp() override {
        li.tell(li.insert("child", child,
                          {{"alias", std::string("小宝")}, {"birth_year", std::int64_t{2016}}}));
        both([](HandPhone& phone) { phone.pull(); });
    }
    template <typename Deed>
    void both(Deed deed) {
        deed(li);
        deed(wang);
    }
    wire::Verdict say(HandPhone& phone, std::int64_t word) {
        centre.clock.advance(1'000);
        return phone.tell(HandPhone::edit("child", child, {{"consent_state", word}})).verdict();
    }
    json::object listed() {
        const auto answer = routes.answer(*Ask::fromTarget("/api/protected?type=child"));
        EXPECT_EQ(answer.status, 200U) << answer.body;
        return json::parse(answer.body).as_object();
    }
    json::value offered() { return listed().at("items").at(0).at("fields"); }
    bool isMarked() { return listed().at("items").at(0).at("quarrel").as_bool(); }
    std::string whyNot(const char* field) { return asked(field).body; }
    unsigned open(const char* field) { return static_cast<unsigned>(asked(field).status); }
    Answer asked(const char* field) {
        Ask ask = *Ask::fromTarget("/api/open");
        ask.posted = true;
        ask.body = json::serialize(json::object{{"token", listed().at("token")},
                                                {"type", "child"},
                                                {"row", child.text()},
                                                {"fields", json::array{field}},
                                                {"who", "王芳"},
                                                {"reason", "联系监护人"}});
        return routes.answer(ask);
    }
};

TEST_F(ConsentQuarrel, whoeverSpokeLastOnlyTheNameOpensUntilItIsSettled) {
    ASSERT_EQ(say(li, kWithdrawn), wire::VERDICT_TAKEN);
    EXPECT_EQ(offered(), json::array{"alias"});
    ASSERT_EQ(say(wang, kGiven), wire::VERDICT_TAKEN_WITH_CONFLICT);
    EXPECT_EQ(offered(), json::array{"alias"}) << "the later word is one of two";
    EXPECT_EQ(open("birth_year"), 403U);
    EXPECT_TRUE(noted.empty()) << "what is refused is not read";
    EXPECT_EQ(open("alias"), 200U);
    both([](HandPhone& phone) { phone.pull(); });
    ASSERT_EQ(say(wang, kGiven), wire::VERDICT_TAKEN) << "it has seen both";
    EXPECT_EQ(offered(), (json::array{"alias", "birth_year", "consent_state"}));
    EXPECT_EQ(open("birth_year"), 200U);
}

TEST_F(ConsentQuarrel, thePageSaysThatPeopleQuarrelAndNotThatThereIsNoConsent) {
    ASSERT_EQ(say(li, kWithdrawn), wire::VERDICT_TAKEN);
    EXPECT_FALSE(isMarked());
    EXPECT_NE(whyNot("birth_year").find("there is no consent yet"), std::string::npos);
    ASSERT_EQ(say(wang, kGiven), wire::VERDICT_TAKEN_WITH_CONFLICT);
    EXPECT_TRUE(isMarked());
    const auto words = whyNot("birth_year");
    EXPECT_EQ(words.find("there is no consent yet"), std::string::npos) << words;
    EXPECT_NE(words.find("people differ over consent"), std::string::npos) << words;
    li.tell(HandPhone::act("child", child, "ask"));
    EXPECT_FALSE(isMarked()) << "it is asked for, whatever was said before";
    EXPECT_NE(whyNot("birth_year").find("there is no consent yet"), std::string::npos);
}

TEST_F(ConsentQuarrel, wordsThatDifferAndBothLiftItHideNothing) {
    li.tell(HandPhone::act("child", child, "ask"));
    li.tell(HandPhone::act("child", child, "admit"));
    both([](HandPhone& phone) { phone.pull(); });
    ASSERT_EQ(say(li, kWithdrawn), wire::VERDICT_TAKEN);
    both([](HandPhone& phone) { phone.pull(); });
    ASSERT_EQ(say(li, kGiven), wire::VERDICT_TAKEN);
    centre.clock.advance(1'000);
    ASSERT_EQ(wang.tell(HandPhone::edit("child", child, {{"consent_state", Value()}})).verdict(),
              wire::VERDICT_TAKEN_WITH_CONFLICT);
    EXPECT_EQ(open("birth_year"), 200U) << "to admit says that there is consent";
    EXPECT_FALSE(isMarked()) << "nothing is hidden because of it";
}

}  // namespace
}  // namespace xiangji::syncd::test
