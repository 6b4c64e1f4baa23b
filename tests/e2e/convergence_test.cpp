#include <algorithm>
#include <random>

#include "tests/e2e/stage.hpp"

namespace xiangji::test {

namespace json = boost::json;

namespace {

/// Until nobody has anything to send and everybody has seen all: every phone once, then once more.
void settle(const std::vector<Home>& phones) {
    for (int round = 0; round < 2; ++round) {
        for (const auto& phone : phones) {
            phone.sync();
        }
    }
}

}  // namespace

class Convergence : public Stage {
 protected:
    Home li_ = phone("李明");
    Home wang_ = phone("王芳");
    std::vector<Home> phones_ = {li_, wang_};

    void expectEqual(const std::string& type) {
        EXPECT_EQ(li_.listText(type), wang_.listText(type));
    }
    /// An activity that both hold and nobody waits for.
    std::string shared(const std::string& title) {
        auto id = li_.add("activity", activity(title));
        settle(phones_);
        return id;
    }
};

TEST_F(Convergence, whatOnePhoneLogsTheOtherReads) {
    const auto id = li_.add("activity", activity("端午科普进村"));
    li_.sync();
    wang_.sync();
    EXPECT_EQ(wang_.row("activity", id).at("title").as_string(), "端午科普进村");
    expectEqual("activity");
    EXPECT_EQ(li_.status().at("unsent").to_number<int>(), 0);
}

TEST_F(Convergence, inWhateverOrderTheyEditAndSync) {
    // Steps of one day; a seed shuffles which phone does what when.
    for (const unsigned seed : {1U, 2U, 3U, 4U, 5U, 6U}) {
        SCOPED_TRACE("seed " + std::to_string(seed));
        std::mt19937 dice(seed);
        const auto id = shared("第" + std::to_string(seed) + "场");
        for (int step = 0; step < 12; ++step) {
            const auto& who = phones_[dice() % 2];
            const auto number = std::to_string(dice() % 50);
            switch (dice() % 5) {
                case 0:
                    (void)who.add("activity", activity("加场" + std::to_string(step)));
                    break;
                case 1:
                    who.edit("activity", id, {"place=村口" + number});
                    break;
                case 2:
                    who.edit("activity", id, {"beneficiaries=" + number});
                    break;
                case 3:
                    who.edit("activity", id, {"summary=讲了" + number, "service_target=minors"});
                    break;
                default:
                    who.sync();
            }
        }
        settle(phones_);
        expectEqual("activity");
        EXPECT_EQ(json::serialize(li_.conflicts()), json::serialize(wang_.conflicts()));
    }
}

TEST_F(Convergence, editsOfDifferentFieldsBothSurviveWithoutAConflict) {
    const auto id = shared("防溺水宣讲");
    li_.edit("activity", id, {"beneficiaries=42"});
    wang_.edit("activity", id, {"summary=讲了六不"});
    settle(phones_);
    expectEqual("activity");
    EXPECT_EQ(li_.row("activity", id).at("beneficiaries").to_number<int>(), 42);
    EXPECT_EQ(li_.row("activity", id).at("summary").as_string(), "讲了六不");
    EXPECT_TRUE(li_.conflicts().empty());
    EXPECT_TRUE(wang_.conflicts().empty());
}

TEST_F(Convergence, editsOfOneFieldKeepBothValuesInExactlyOneConflictThatBothSee) {
    const auto id = shared("防溺水宣讲");
    li_.edit("activity", id, {"place=村小学"});
    wang_.edit("activity", id, {"place=文化广场"});
    settle(phones_);
    expectEqual("activity");
    const auto kept = li_.conflicts();
    ASSERT_EQ(kept.size(), 1U);
    EXPECT_EQ(json::serialize(kept), json::serialize(wang_.conflicts()));
    const auto& conflict = kept.front().as_object();
    EXPECT_EQ(conflict.at("row").as_string(), id);
    EXPECT_EQ(conflict.at("field").as_string(), "place");
    EXPECT_EQ(conflict.at("type").as_string(), "activity");
    // Wang wrote later: hers shows, his is kept beside it.
    EXPECT_EQ(conflict.at("shown").at("value").as_string(), "文化广场");
    EXPECT_EQ(conflict.at("other").at("value").as_string(), "村小学");
    EXPECT_EQ(conflict.at("shown").at("authorName").as_string(), "王芳");
    EXPECT_EQ(conflict.at("other").at("authorName").as_string(), "李明");
    EXPECT_EQ(centre().status().at("conflicts").to_number<int>(), 1);
}

TEST_F(Convergence, theSameValueWrittenTwiceIsNoConflict) {
    const auto id = shared("防溺水宣讲");
    li_.edit("activity", id, {"place=村小学"});
    wang_.edit("activity", id, {"place=村小学"});
    settle(phones_);
    expectEqual("activity");
    EXPECT_TRUE(li_.conflicts().empty());
}

TEST_F(Convergence, theOrderInWhichTheySyncDoesNotDecideWhichValueShows) {
    const auto id = shared("防溺水宣讲");
    li_.edit("activity", id, {"place=先写的"});
    wang_.edit("activity", id, {"place=后写的"});
    wang_.sync();  // the later write arrives first
    li_.sync();
    settle(phones_);
    expectEqual("activity");
    EXPECT_EQ(li_.row("activity", id).at("place").as_string(), "后写的");
    EXPECT_EQ(li_.conflicts().size(), 1U);
}

TEST_F(Convergence, anEditApartFromAVoidIsKeptAndMarked) {
    const auto id = shared("重复登记的一场");
    ASSERT_EQ(li_.run({"void", "activity", id, "--reason", "重复登记"}).exit, 0);
    wang_.edit("activity", id, {"beneficiaries=7"});
    settle(phones_);
    expectEqual("activity");
    EXPECT_EQ(timesIn(json::parse(li_.run({"list", "activity", "--json"}).out).as_array(), id), 0);
    const auto row = wang_.row("activity", id);
    EXPECT_EQ(row.at("void_reason").as_string(), "重复登记");
    EXPECT_EQ(row.at("beneficiaries").to_number<int>(), 7);
    EXPECT_TRUE(row.at("_editedAfterVoid").as_bool());
}

TEST_F(Convergence, twoPhonesTickingOnePupilMeanOneRow) {
    const auto lesson =
        li_.add("tutoring_session", {"activity=" + shared("作业辅导"), "topic=分数"});
    const auto child = li_.add("child", {"alias=小宝", "grade=3"});
    settle(phones_);
    const Words line = {"tutoring_session=" + lesson, "child=" + child};
    const auto with = [&](const std::string& field) {
        Words words = line;
        words.push_back(field);
        return words;
    };
    const auto ticked = li_.add("pupil_line", with("present=present"));
    EXPECT_EQ(wang_.add("pupil_line", with("progress=做完了")), ticked);
    settle(phones_);
    expectEqual("pupil_line");
    ASSERT_EQ(li_.list("pupil_line").size(), 1U);
    EXPECT_EQ(li_.row("pupil_line", ticked).at("progress").as_string(), "做完了");
    EXPECT_EQ(li_.row("pupil_line", ticked).at("present").as_string(), "present");
    EXPECT_TRUE(li_.conflicts().empty());
}

TEST_F(Convergence, anUnsentEditSurvivesAPullAndThenGoesOut) {
    const auto id = shared("防溺水宣讲");
    wang_.edit("activity", id, {"place=文化广场"});
    wang_.sync();
    centre().kill();
    li_.edit("activity", id, {"summary=还没有送出"});
    EXPECT_EQ(li_.run({"sync"}).exit, 3);
    EXPECT_EQ(li_.row("activity", id).at("summary").as_string(), "还没有送出");
    EXPECT_EQ(li_.row("activity", id).at("_sendState").as_string(), "waiting");
    centre().serve();
    settle(phones_);
    expectEqual("activity");
    EXPECT_EQ(wang_.row("activity", id).at("summary").as_string(), "还没有送出");
    EXPECT_EQ(li_.row("activity", id).at("_sendState").as_string(), "delivered");
}

TEST_F(Convergence, theHistoryOfARowNamesWhoWroteWhat) {
    const auto id = shared("防溺水宣讲");
    wang_.edit("activity", id, {"place=文化广场", "service_target=minors,elders"});
    wang_.edit("activity", id, {"service_target=minors"});
    settle(phones_);
    const auto ended = li_.run({"show", "activity", id, "--history", "--json"});
    ASSERT_EQ(ended.exit, 0) << ended.err;
    const auto history = json::parse(ended.out).as_object();
    EXPECT_TRUE(history.at("complete").as_bool());
    const auto& entries = history.at("entries").as_array();
    ASSERT_EQ(entries.size(), 3U);
    EXPECT_EQ(entries[0].at("verb").as_string(), "insert");
    EXPECT_EQ(entries[0].at("authorName").as_string(), "李明");
    EXPECT_EQ(entries[1].at("fields").at("place").as_string(), "文化广场");
    EXPECT_EQ(entries[1].at("authorName").as_string(), "王芳");
    EXPECT_EQ(json::serialize(entries[1].at("fields").at("service_target")),
              R"(["minors","elders"])");
    EXPECT_EQ(json::serialize(entries[2].at("removed").at("service_target")), R"(["elders"])");
}

}  // namespace xiangji::test
