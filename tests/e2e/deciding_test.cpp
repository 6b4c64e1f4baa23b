#include "tests/e2e/stage.hpp"

namespace xiangji::test {

namespace {

namespace fs = std::filesystem;
namespace json = boost::json;

/// What people decide about what is written already, with the commands as they are.
class DecidingByCommand : public Stage {
 protected:
    Home student_ = phone("李明", "volunteer");
    Home teacher_ = phone("王芳", "tutor");
    Home clerk_ = phone("张办事员", "institute_clerk");

    void everybody() {
        for (int round = 0; round < 2; ++round) {
            for (const auto* home : {&student_, &teacher_, &clerk_}) {
                home->sync();
            }
        }
    }
    static json::array listed(const Home& home, const Words& words) {
        const auto ended = home.run(words);
        EXPECT_EQ(ended.exit, 0) << ended.err;
        return json::parse(ended.out).as_array();
    }
};

}  // namespace

TEST_F(DecidingByCommand, aConflictIsSettledByItsId) {
    const auto id = student_.add("activity", activity("防溺水宣讲"));
    everybody();
    student_.edit("activity", id, {"place=村小学"});
    teacher_.edit("activity", id, {"place=文化广场"});
    everybody();
    const auto kept = clerk_.conflicts();
    ASSERT_EQ(kept.size(), 1U);
    const std::string conflict(kept[0].at("id").as_string());
    EXPECT_TRUE(failedClearly(clerk_.run({"settle", conflict}), 1, "xiangji", "--take"));
    EXPECT_TRUE(
        failedClearly(clerk_.run({"settle", "00000000", "--take", "other"}), 1, "xiangji", "no"));
    const auto settled = clerk_.run({"settle", conflict.substr(0, 8), "--take", "other"});
    EXPECT_EQ(settled.exit, 0) << settled.err;
    everybody();
    EXPECT_TRUE(student_.conflicts().empty());
    EXPECT_EQ(teacher_.row("activity", id).at("place").as_string(),
              kept[0].at("other").at("value"));
    EXPECT_EQ(student_.listText("activity"), clerk_.listText("activity"));
    const auto history = teacher_.run({"show", "activity", id, "--history"});
    EXPECT_NE(history.out.find("settle"), std::string::npos) << history.out;
}

TEST_F(DecidingByCommand, anApprovedRowIsChangedByAProposalThatTheClerkAccepts) {
    const auto id = student_.add("activity", activity("防溺水宣讲"));
    ASSERT_EQ(student_.run({"act", "activity", id, "submit"}).exit, 0);
    everybody();
    ASSERT_EQ(clerk_.run({"act", "activity", id, "approve"}).exit, 0);
    everybody();
    teacher_.edit("activity", id, {"summary=到场三十人"});
    EXPECT_TRUE(teacher_.row("activity", id).at("summary").is_null());
    everybody();
    const auto asked = listed(clerk_, {"proposals", "list", "--json"});
    ASSERT_EQ(asked.size(), 1U);
    EXPECT_EQ(asked[0].at("fields").at("summary").as_string(), "到场三十人");
    EXPECT_EQ(asked[0].at("authorName").as_string(), "王芳");
    EXPECT_EQ(centre().status().at("proposals").to_number<int>(), 1);
    const std::string proposal(asked[0].at("id").as_string());
    EXPECT_EQ(teacher_.run({"proposals", "accept", proposal}).exit, 1) << "not by who made it";
    EXPECT_EQ(clerk_.run({"proposals", "accept", proposal}).exit, 0);
    everybody();
    EXPECT_EQ(student_.row("activity", id).at("summary").as_string(), "到场三十人");
    EXPECT_TRUE(listed(teacher_, {"proposals", "list", "--json"}).empty());
    EXPECT_EQ(listed(teacher_, {"proposals", "list", "--all", "--json"})[0].at("state").as_string(),
              "accepted");
}

TEST_F(DecidingByCommand, undoTakesTheLastThingBack) {
    const auto id = student_.add("activity", activity("防溺水宣讲", {"place=村小学"}));
    everybody();
    student_.edit("activity", id, {"place=文化广场"});
    student_.sync();
    EXPECT_EQ(student_.run({"undo"}).exit, 0);
    EXPECT_TRUE(failedClearly(student_.run({"undo"}), 1, "xiangji", "nothing to undo"));
    everybody();
    EXPECT_EQ(clerk_.row("activity", id).at("place").as_string(), "村小学");
    EXPECT_TRUE(clerk_.conflicts().empty());
}

TEST_F(DecidingByCommand, whatWaitsAtTheCentreIsListedShownAndExported) {
    const Home pending = bareHome();
    ASSERT_EQ(
        pending
            .run({"join", centre().invite("同学", "volunteer", {"--uses", "2"}), "--name", "陈红"})
            .exit,
        0);
    const auto id = pending.add("activity", activity("科普讲座"));
    pending.sync();
    const auto list = centre().run({"quarantine", "list", "--json"});
    ASSERT_EQ(list.exit, 0) << list.err;
    const auto items = json::parse(list.out).as_array();
    ASSERT_EQ(items.size(), 1U);
    EXPECT_EQ(items[0].at("reason").as_string(), "unconfirmed");
    EXPECT_EQ(items[0].at("row").as_string(), id);
    const std::string item(items[0].at("id").as_string());
    const auto shown = centre().run({"quarantine", "show", item.substr(0, 8)});
    EXPECT_NE(shown.out.find("科普讲座"), std::string::npos) << shown.out << shown.err;
    EXPECT_TRUE(failedClearly(centre().run({"quarantine", "retry", item}), 1, "syncd", "confirm"));
    const auto aside = folder() / "aside";
    EXPECT_EQ(centre().run({"quarantine", "export", aside.string()}).exit, 0);
    EXPECT_TRUE(fs::exists(aside / (item + ".json")));
    EXPECT_GT(fs::file_size(aside / (item + ".envelope")), 0U);
}

}  // namespace xiangji::test
