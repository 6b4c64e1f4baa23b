// A township that loses its database, on real processes: backup while serving, restore, what phones
// give back, who stays out; and a history changed by hand.
#include <algorithm>
#include <fstream>

#include "core/store/connection.hpp"
#include "tests/e2e/stage.hpp"

namespace xiangji::test {

namespace json = boost::json;

class Disaster : public Stage {
 protected:
    std::string backup(const std::string& name) {
        auto path = (folder() / name).string();
        const auto ended = centre().run({"backup", path});
        EXPECT_EQ(ended.exit, 0) << ended.err;
        return path;
    }
    json::object restore(const std::string& backup) {
        const auto ended = centre().run({"restore", backup, "--json"});
        EXPECT_EQ(ended.exit, 0) << ended.err;
        return ended.exit == 0 ? json::parse(ended.out).as_object() : json::object{};
    }
    json::array proposals() {
        return json::parse(centre().run({"recovery", "list", "--json"}).out).as_array();
    }
    void damage(const std::string& file) const {
        std::fstream stream(file, std::ios::binary | std::ios::in | std::ios::out);
        stream.seekp(8192);
        stream.write("\x5a\x5a\x5a\x5a", 4);
    }
    void byHand(const std::string& statement) {
        centre().stop();
        auto sql = Connection::open(centre().data() / "central.db", Connection::Mode::write);
        ASSERT_TRUE(sql);
        (*sql)->execute(statement);
    }
};

TEST_F(Disaster, aBackupAndARestoreStandInTheAccessBook) {
    const auto night = backup("夜间");
    centre().stop();
    EXPECT_EQ(centre().run({"backup", (folder() / "stopped").string()}).exit, 0);
    restore(night);
    const auto book = json::parse(centre().run({"audit", "access", "--json"}).out);
    const auto& lines = book.at("lines").as_array();
    ASSERT_EQ(lines.size(), 2U) << "the copy has its own line; the later backup's went aside";
    EXPECT_EQ(lines[0].at("act").as_string(), "backup");
    EXPECT_EQ(lines[0].at("reason").as_string(), "to " + night);
    EXPECT_FALSE(lines[0].at("who").as_string().empty());
    EXPECT_GT(lines[0].at("rows").to_number<int>(), 0);
    EXPECT_EQ(lines[1].at("act").as_string(), "restored");
    EXPECT_EQ(lines[1].at("reason").as_string(), "from " + night);
    EXPECT_EQ(lines[1].at("who"), lines[0].at("who"));
    EXPECT_EQ(centre().run({"audit", "verify"}).exit, 0);
}

TEST_F(Disaster, phonesGiveBackWhatCameAfterTheBackup) {
    const auto li = phone("李明");
    const auto wang = phone("王芳");
    const auto first = li.add("activity", activity("备份之前"));
    li.sync();
    const auto night = backup("night");
    const auto second = li.add("activity", activity("备份之后"));
    li.sync();
    wang.sync();
    const auto late = phone("新来的");
    const auto third = late.add("activity", activity("新来的活动"));
    late.sync();
    centre().kill();

    const auto restored = restore(night);
    EXPECT_TRUE(
        std::filesystem::exists(std::string(restored.at("aside").as_string()) + "/central.db"))
        << "what lay there is kept";
    centre().serve();
    EXPECT_EQ(centre().status().at("epoch"), restored.at("epoch"));
    wang.sync();
    EXPECT_EQ(timesIn(wang.list("activity"), second), 0) << "the centre does not have it yet";
    EXPECT_EQ(proposals().size(), 1U);
    li.sync();
    late.sync();
    wang.sync();
    li.sync();
    EXPECT_TRUE(proposals().empty()) << "its author brought it back";
    for (const auto& id : {first, second, third}) {
        EXPECT_EQ(timesIn(wang.list("activity"), id), 1) << id;
    }
    EXPECT_EQ(li.listText("activity"), wang.listText("activity"));
    EXPECT_EQ(centre().status().at("conflicts").to_number<int>(), 0);
    EXPECT_EQ(centre().run({"audit", "verify"}).exit, 0);
}

TEST_F(Disaster, aBackupTakenWhilePhonesSyncIsOneMomentOfTheCentre) {
    const auto li = phone("李明");
    std::vector<std::string> ids;
    for (int i = 0; i < 4; ++i) {
        ids.push_back(li.add("activity", activity("第" + std::to_string(i) + "场")));
        auto sync = li.start({"sync"});
        (void)backup("night" + std::to_string(i));
        EXPECT_EQ(sync.wait().exit, 0);
    }
    centre().kill();
    (void)restore((folder() / "night2").string());
    EXPECT_EQ(centre().run({"audit", "verify"}).exit, 0) << "also when nothing runs";
    centre().serve();
    li.sync();
    const auto rows = phone("核对员").list("activity");
    for (const auto& id : ids) {
        EXPECT_EQ(timesIn(rows, id), 1);
    }
}

TEST_F(Disaster, nobodyRevokedComesBackAndNothingOfTheirsThatCameLater) {
    const auto thief = phone("小偷");
    const auto li = phone("李明");
    const auto night = backup("night");
    const auto devices = centre().devices();
    const auto stolen = std::find_if(devices.begin(), devices.end(), [](const json::value& one) {
        return one.at("person").as_string() == "小偷";
    });
    ASSERT_EQ(centre().run({"device", "revoke", std::string(stolen->at("id").as_string())}).exit,
              0);
    centre().kill();
    const auto restored = restore(night);
    EXPECT_EQ(restored.at("revocations").to_number<int>(), 1);
    centre().serve();
    const auto id = thief.add("activity", activity("偷来的手机"));
    EXPECT_EQ(thief.run({"sync"}).exit, 4);
    li.sync();
    EXPECT_EQ(timesIn(li.list("activity"), id), 0);
    EXPECT_EQ(centre().status().at("quarantine").to_number<int>(), 1);
}

TEST_F(Disaster, everyBadBackupIsOneClearLineAndChangesNothing) {
    const auto li = phone("李明");
    const auto id = li.add("activity", activity("还在"));
    li.sync();
    const auto night = backup("night");
    EXPECT_TRUE(failedClearly(centre().run({"backup", night}), 1, "syncd", "there already"));
    EXPECT_TRUE(failedClearly(centre().run({"restore", night}), 1, "syncd", "at work"))
        << "serve runs";
    centre().stop();
    EXPECT_TRUE(failedClearly(centre().run({"restore", (folder() / "none").string()}), 1, "syncd",
                              "there is no backup"));
    const auto copyOf = [&](const std::string& name) {
        const auto copy = folder() / name;
        std::filesystem::copy(night, copy);
        return copy.string();
    };
    const auto damaged = copyOf("damaged");
    damage(damaged + "/central.db");
    EXPECT_TRUE(failedClearly(centre().run({"restore", damaged}), 1, "syncd", "checksum"));
    const auto half = copyOf("half");
    std::filesystem::remove(half + "/manifest.json");
    EXPECT_TRUE(failedClearly(centre().run({"restore", half}), 1, "syncd", "no whole backup"));
    const auto torn = copyOf("torn");
    std::ofstream(torn + "/manifest.json") << "{\"format\":1";
    EXPECT_TRUE(failedClearly(centre().run({"restore", torn}), 1, "syncd", "cannot be read"));
    const auto newer = copyOf("newer");
    std::ofstream(newer + "/manifest.json") << "{\"format\":99}";
    EXPECT_TRUE(failedClearly(centre().run({"restore", newer}), 1, "syncd", "newer"));
    const Centre elsewhere(folder() / "elsewhere");
    const auto foreign = (folder() / "foreign").string();
    ASSERT_EQ(elsewhere.run({"backup", foreign}).exit, 0);
    EXPECT_TRUE(failedClearly(centre().run({"restore", foreign}), 1, "syncd", "another centre"));
    centre().serve();
    li.sync();
    EXPECT_EQ(timesIn(phone("核对员").list("activity"), id), 1);
    for (const auto& entry : std::filesystem::directory_iterator(centre().data())) {
        EXPECT_FALSE(entry.path().filename().string().starts_with("aside")) << entry.path();
    }
}

TEST_F(Disaster, aLostDatabaseIsPutBackWhereOnlyTheKeysAreLeft) {
    const auto li = phone("李明");
    const auto id = li.add("activity", activity("留得住"));
    li.sync();
    const auto night = backup("night");
    centre().kill();
    for (const char* name : {"central.db", "central.db-wal", "central.db-shm"}) {
        std::filesystem::remove(centre().data() / name);
    }
    EXPECT_TRUE(failedClearly(centre().run({"status"}), 1, "syncd", "syncd restore"));
    EXPECT_TRUE(restore(night).at("aside").is_null());
    centre().serve();
    li.sync();
    EXPECT_EQ(timesIn(phone("核对员").list("activity"), id), 1);
}

TEST_F(Disaster, aRestoreThatWasKilledInTheMiddleIsFinishedByWhoeverComesNext) {
    const auto li = phone("李明");
    const auto id = li.add("activity", activity("留得住"));
    li.sync();
    const auto night = backup("night");
    centre().kill();
    (void)restore(night);
    // As if power had gone between the two renames: the old one is aside, the new one still waits.
    const auto data = centre().data();
    std::filesystem::rename(data / "central.db", data / "central.db.new");
    std::filesystem::create_directory(data / "aside-test");
    std::ofstream(data / "central.db-wal") << "what the old one left";
    std::ofstream(data / "exchanging") << "aside-test\n";
    centre().serve();
    EXPECT_TRUE(std::filesystem::exists(data / "aside-test" / "central.db-wal"));
    EXPECT_FALSE(std::filesystem::exists(data / "exchanging"));
    li.sync();
    EXPECT_EQ(timesIn(phone("核对员").list("activity"), id), 1);
}

TEST_F(Disaster, aHistoryChangedByHandIsNamedAndPhonesRefuseIt) {
    const auto li = phone("李明");
    (void)li.add("activity", activity("原来的"));
    li.sync();
    const auto head = centre().run({"audit", "head"});
    ASSERT_EQ(head.exit, 0) << head.err;
    const auto told = json::parse(centre().run({"audit", "head", "--json"}).out).as_object();
    const auto lsn = told.at("lsn").to_number<std::uint64_t>();
    EXPECT_EQ(head.out,
              std::to_string(lsn) + " " + std::string(told.at("hash").as_string()) + "\n");
    const auto outside = std::to_string(lsn) + ":" + std::string(told.at("hash").as_string());
    EXPECT_EQ(centre().run({"audit", "verify", "--head", outside}).exit, 0);
    byHand("UPDATE _log SET received_ms = received_ms + 1, hash = zeroblob(32) WHERE lsn = " +
           std::to_string(lsn));
    const auto verified = centre().run({"audit", "verify", "--json"});
    EXPECT_EQ(verified.exit, 2);
    const auto first = json::parse(verified.out).at("findings").at(0);
    EXPECT_EQ(first.at("lsn").to_number<std::uint64_t>(), lsn);
    EXPECT_EQ(first.at("type").as_string(), "activity");
    EXPECT_EQ(centre().run({"audit", "verify", "--head", outside}).exit, 2);
    EXPECT_TRUE(
        failedClearly(centre().run({"audit", "verify", "--head", "x"}), 1, "syncd", "LSN:HASH"));
    centre().serve();
    const auto waiting = li.add("activity", activity("等着"));
    const auto refused = li.run({"sync"});
    EXPECT_EQ(refused.exit, 4);
    EXPECT_NE(refused.err.find("history"), std::string::npos) << refused.err;
    EXPECT_EQ(li.status().at("unsent").to_number<int>(), 1);
    EXPECT_EQ(timesIn(li.list("activity"), waiting), 1);
}

}  // namespace xiangji::test
