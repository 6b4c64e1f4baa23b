// What travels without a network and what must never be read, on real processes and their real
// files.
#include <csignal>
#include <fstream>

#include "tests/e2e/stage.hpp"
#include "tests/support/files_with.hpp"

namespace xiangji::test {

class Bundles : public Stage {
 protected:
    std::string file(const char* name) { return (folder() / name).string(); }
};

TEST_F(Bundles, aFileGoesToTheDeskAndItsReceiptsComeBack) {
    const auto home = phone("李明");
    const auto id = home.add("activity", activity("晒谷场宣讲"));
    auto ended = home.run({"bundle", "write", file("out.xjb")});
    EXPECT_EQ(ended.exit, 0) << ended.err;
    for (int time = 0; time < 2; ++time) {  // while it serves, twice: it counts once
        ended = centre().run({"bundle", file("out.xjb"), "--receipts", file("back.xjb")});
        EXPECT_EQ(ended.exit, 0) << ended.err;
    }
    ended = home.run({"bundle", "read", file("back.xjb"), "--json"});
    EXPECT_EQ(ended.exit, 0) << ended.err;
    EXPECT_EQ(home.status().at("unsent").to_number<int>(), 0);
    EXPECT_EQ(centre().status().at("rows").at("activity").to_number<int>(), 1);
    const auto later = phone("王小明");
    EXPECT_EQ(timesIn(later.list("activity"), id), 1);
}

TEST_F(Bundles, aNeighboursPhoneTakesItAlongAndAStoppedDeskTakesItToo) {
    const auto home = phone("李明");
    const auto carrier = phone("王小明");
    (void)home.add("activity", activity("晒谷场宣讲"));
    EXPECT_EQ(home.run({"bundle", "write", file("out.xjb")}).exit, 0);
    EXPECT_EQ(carrier.run({"bundle", "read", file("out.xjb")}).exit, 0);
    carrier.sync();
    EXPECT_EQ(centre().status().at("rows").at("activity").to_number<int>(), 1);
    centre().stop();
    const auto ended = centre().run({"bundle", file("out.xjb"), "--receipts", file("back.xjb")});
    EXPECT_EQ(ended.exit, 0) << ended.err;
    EXPECT_EQ(home.run({"bundle", "read", file("back.xjb")}).exit, 0);
    EXPECT_EQ(home.status().at("unsent").to_number<int>(), 0);
}

TEST_F(Bundles, whatIsNoBundleOrWasCutIsSaidInOneLine) {
    const auto home = phone("李明");
    (void)home.add("activity", activity("晒谷场宣讲"));
    EXPECT_EQ(home.run({"bundle", "write", file("out.xjb")}).exit, 0);
    std::filesystem::resize_file(file("out.xjb"), std::filesystem::file_size(file("out.xjb")) - 9);
    auto ended = centre().run({"bundle", file("out.xjb")});
    EXPECT_EQ(ended.exit, 1);
    EXPECT_NE(ended.err.find("nothing is lost"), std::string::npos) << ended.err;
    std::ofstream(file("note.txt")) << "not a bundle";
    EXPECT_TRUE(failedClearly(centre().run({"bundle", file("note.txt")}), 1, "syncd", "bundle"));
    EXPECT_TRUE(
        failedClearly(home.run({"bundle", "read", file("note.txt")}), 1, "xiangji", "bundle"));
    EXPECT_TRUE(failedClearly(home.run({"bundle", "read", file("none")}), 1, "xiangji", "none"));
}

TEST_F(Bundles, aDamagedHomeStillExportsWhatWaits) {
    const auto home = phone("李明");
    (void)home.add("activity", activity("晒谷场宣讲"));
    {
        // The table's own description is spoilt: no program opens this home any more.
        std::fstream database(home.path() / "phone.db",
                              std::ios::binary | std::ios::in | std::ios::out);
        std::string all{std::istreambuf_iterator<char>(database), {}};
        const auto at = all.find("CREATE TABLE \"activity\"");
        ASSERT_NE(at, std::string::npos);
        database.clear();
        database.seekp(static_cast<std::streamoff>(at));
        database << "CREATE TUBLE";
    }
    EXPECT_NE(home.run({"list", "activity"}).exit, 0);
    const auto ended = home.run({"bundle", "write", file("out.xjb"), "--json"});
    EXPECT_EQ(ended.exit, 0) << ended.err;
    EXPECT_NE(ended.out.find("\"envelopes\":1"), std::string::npos) << ended.out;
    EXPECT_EQ(centre().run({"bundle", file("out.xjb")}).exit, 0);
    EXPECT_EQ(centre().status().at("rows").at("activity").to_number<int>(), 1);
}

TEST_F(Bundles, canariesInSealedFieldsAreInNoFileLogOrList) {
    const std::vector<std::string> canaries{"金丝雀欧阳零零一", "金丝雀花生零零二"};
    const std::string called = "金丝雀小名零零三";  // lists show it, and no file
    const auto tutor = phone("李明");
    const auto reader = phone("陈静", "child_data_reader");
    const auto colleague = phone("王小明");
    const auto id = tutor.add("child", {"alias=" + called, "consent_state=given",
                                        "real_name=" + canaries[0], "allergies=" + canaries[1]});
    EXPECT_EQ(tutor.run({"bundle", "write", file("out.xjb")}).exit, 0);
    EXPECT_EQ(colleague.run({"bundle", "read", file("out.xjb")}).exit, 0);
    colleague.sync();
    tutor.sync();
    reader.sync();
    EXPECT_EQ(reader.row("child", id).at("real_name").as_string(), canaries[0]);
    EXPECT_TRUE(colleague.row("child", id).at("real_name").is_null());
    EXPECT_NE(colleague.listText("child").find(called), std::string::npos);
    std::string said = tutor.listText("child") + reader.listText("child") +
                       colleague.listText("child") +
                       tutor.run({"show", "child", id, "--history", "--json"}).out +
                       tutor.run({"verdicts", "--json"}).out + centre().run({"status"}).out;
    const auto refused = tutor.run(
        {"add", "child", "alias=小贝", "real_name=" + canaries[0] + std::string(60, 'x')});
    EXPECT_NE(refused.exit, 0);
    said += refused.err;
    std::filesystem::copy(centre().data() / "central.db", folder() / "backup.db");
    centre().process().signal(SIGTERM);
    const auto served = centre().process().wait();
    said += served.out + served.err;
    EXPECT_EQ((served.out + served.err).find(called), std::string::npos);
    EXPECT_EQ(filesWith(folder(), called), std::vector<std::string>{});
    for (const auto& canary : canaries) {
        EXPECT_EQ(filesWith(folder(), canary), std::vector<std::string>{});
        EXPECT_EQ(said.find(canary), std::string::npos);
    }
    EXPECT_FALSE(filesWith(folder(), "临江镇").empty()) << "the search itself finds what is there";
}

}  // namespace xiangji::test
