// Old lines of the log moved away by an operator, on real processes: while phones go on, killed in
// the middle, backed up, lost, restored and erased.
#include <cstdio>

#include "tests/e2e/counted_stage.hpp"
#include "tests/e2e/moments.hpp"
#include "tests/support/files_with.hpp"

namespace xiangji::test {

namespace json = boost::json;

class Archive : public CountedStage {
 protected:
    json::object archive(const Words& more = {}) {
        Words words{"archive", "--before", "2099-01-01", "--json"};
        words.insert(words.end(), more.begin(), more.end());
        const auto ended = centre().run(words);
        EXPECT_EQ(ended.exit, 0) << ended.err;
        return ended.exit == 0 ? json::parse(ended.out).as_object() : json::object{};
    }
    std::int64_t told(const char* key) {
        return centre().status().at(key).to_number<std::int64_t>();
    }
    void expectWhole() {
        const auto audit = centre().run({"audit", "verify"});
        EXPECT_EQ(audit.exit, 0) << audit.out << audit.err;
    }
    static std::string historyOf(const Home& home, const std::string& id) {
        const auto shown = home.run({"show", "activity", id, "--history"});
        EXPECT_EQ(shown.exit, 0) << shown.err;
        return shown.out;
    }
    std::filesystem::path onlySegment() {
        std::vector<std::filesystem::path> all;
        for (const auto& entry :
             std::filesystem::directory_iterator(centre().data() / "central.db-archive")) {
            all.push_back(entry.path());
        }
        EXPECT_EQ(all.size(), 1U);
        return all.at(0);
    }
};

TEST_F(Archive, oldLinesMoveAndEverythingElseStaysAsItWas) {
    const auto li = phone("李明");
    const auto id = li.add("activity", activity("防溺水宣讲"));
    li.sync();
    li.edit("activity", id, {"place=祠堂"});
    li.sync();
    const auto history = historyOf(li, id);
    const auto head = centre().run({"audit", "head"}).out;
    const auto lines = told("lsn");
    EXPECT_EQ(archive({"--dry-run"}).at("lines").to_number<std::int64_t>(), lines - 1);
    EXPECT_EQ(told("segments"), 0);
    EXPECT_EQ(archive().at("lines").to_number<std::int64_t>(), lines - 1);
    EXPECT_EQ(told("logLines"), 1);
    EXPECT_EQ(told("oldestInLog"), lines);
    EXPECT_EQ(told("segments"), 1);
    EXPECT_EQ(historyOf(li, id), history);
    EXPECT_EQ(centre().run({"audit", "head"}).out, head);
    expectWhole();
    const auto wang = phone("王芳");
    EXPECT_EQ(timesIn(wang.list("activity"), id), 1) << "a first sync";
    wang.edit("activity", id, {"place=村口"});
    wang.sync();
    li.sync();
    EXPECT_NE(historyOf(li, id).find("祠堂"), std::string::npos);
    EXPECT_TRUE(failedClearly(centre().run({"archive", "--before", "2026-01-01", "--keep", "400"}),
                              1, "syncd", "--keep"));
    EXPECT_TRUE(
        failedClearly(centre().run({"archive", "--before", "gestern"}), 1, "syncd", "--before"));
}

TEST_F(Archive, aSegmentThatIsAwayIsSaidByTheAuditAndToThePhone) {
    const auto li = phone("李明");
    const auto id = li.add("activity", activity("防溺水宣讲"));
    (void)li.add("activity", activity("最新的一行留在原处"));
    li.sync();
    archive();
    const auto segment = onlySegment();
    std::filesystem::rename(segment, folder() / "away");
    const auto audit = centre().run({"audit", "verify"});
    EXPECT_EQ(audit.exit, 2);
    EXPECT_NE(audit.out.find(segment.filename().string()), std::string::npos) << audit.out;
    EXPECT_NE(audit.out.find("not looked at"), std::string::npos) << audit.out;
    const auto shown = li.run({"show", "activity", id, "--history", "--json"});
    EXPECT_FALSE(json::parse(shown.out).at("complete").as_bool()) << "not taken for all there is";
    std::filesystem::rename(folder() / "away", segment);
    expectWhole();
    EXPECT_NE(historyOf(li, id).find("防溺水宣讲"), std::string::npos);
}

TEST_F(Archive, isPartOfABackupAndOfARestore) {
    const auto li = phone("李明");
    const auto first = li.add("activity", activity("备份之前"));
    li.sync();
    archive();
    const auto night = (folder() / "night").string();
    const auto backup = centre().run({"backup", night, "--json"});
    ASSERT_EQ(backup.exit, 0) << backup.err;
    EXPECT_EQ(json::parse(backup.out).at("segments").to_number<int>(), 1);
    const auto second = li.add("activity", activity("备份之后"));
    li.sync();
    archive();
    centre().kill();
    std::filesystem::remove_all(centre().data() / "central.db-archive");
    ASSERT_EQ(centre().run({"restore", night}).exit, 0);
    centre().serve();
    li.sync();
    expectOnceEach({first, second});
    EXPECT_NE(historyOf(li, first).find("备份之前"), std::string::npos);
    expectWhole();
    archive();
    expectWhole();
    // A backup whose segment is spoilt is no backup.
    centre().stop();
    for (const auto& entry :
         std::filesystem::directory_iterator(std::filesystem::path(night) / "central.db-archive")) {
        std::filesystem::remove(entry.path());
    }
    EXPECT_TRUE(failedClearly(centre().run({"restore", night}), 1, "syncd", "segment"));
    centre().serve();
    expectWhole();
}

TEST_F(Archive, givesUpWhatIsErasedByOrder) {
    constexpr const char* kSealed = "xs1.";  // with which begins what a child is called
    const auto tutor = phone("李明");
    const auto id = tutor.add("child", {"alias=小宝"});
    (void)tutor.add("activity", activity("最新的一行留在原处"));
    tutor.sync();
    archive();
    ASSERT_FALSE(filesWith(centre().data() / "central.db-archive", kSealed).empty());
    const auto done =
        centre().run({"erase", "--row", id, "--reason", "监护人书面要求", "--yes", "--json"});
    ASSERT_EQ(done.exit, 0) << done.err;
    EXPECT_TRUE(json::parse(done.out).at("scrubbed").as_bool());
    EXPECT_EQ(filesWith(centre().data(), kSealed), std::vector<std::string>{});
    expectWhole();
}

TEST_F(Archive, killedAtAnyMomentLosesNoLine) {
    const auto home = phone("李明");
    const auto id = home.add("activity", activity("第0场"));
    home.sync();
    const Words order{SYNCD_BIN,  "archive",   "--data", centre().data().string(),
                      "--before", "2099-01-01"};
    std::vector<std::string> printed = {id};
    const auto begun = Moments::Clock::now();
    archive();
    Moments moments(Moments::sinceThen(begun));
    const int rounds = std::max(1, kills() / 4);
    int cut = 0;
    for (int i = 1; i <= rounds; ++i) {
        printed.push_back(home.add("activity", activity("第" + std::to_string(i) + "场")));
        home.edit("activity", id, {"place=第" + std::to_string(i) + "处"});
        home.sync();
        Process archiving(order);
        moments.pass(archiving);
        centre().kill();
        cut += archiving.wait().exit == 0 ? 0 : 1;
        centre().serve();
        if (i % 5 == 0) {
            expectWhole();
        }
    }
    std::printf("%d of %d kills of syncd cut an archiving; %lld segments\n", cut, rounds,
                static_cast<long long>(told("segments")));
    EXPECT_GT(cut, 0) << "the kills came too late to prove anything";
    EXPECT_GT(told("segments"), 1) << "the kills came too early to prove anything";
    expectWhole();
    const auto history = historyOf(home, id);
    for (int i = 1; i <= rounds; ++i) {
        EXPECT_NE(history.find("第" + std::to_string(i) + "处"), std::string::npos) << i;
    }
    expectOnceEach(printed);
}

}  // namespace xiangji::test
