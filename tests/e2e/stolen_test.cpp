// A phone is stolen: what the thief has, and what becomes of what he does with it.

#include <fstream>

#include "tests/e2e/stage.hpp"
#include "tests/support/files_with.hpp"

namespace xiangji::test {

namespace fs = std::filesystem;

class StolenPhone : public Stage {
 protected:
    std::string file(const char* name) { return (folder() / name).string(); }
    void revoke(const std::string& holder) {
        for (const auto& device : centre().devices()) {
            if (device.at("person").as_string() == holder) {
                const std::string id(device.at("id").as_string());
                const auto revoked = centre().run({"device", "revoke", id});
                ASSERT_EQ(revoked.exit, 0) << revoked.err;
                return;
            }
        }
        FAIL() << "no phone of " << holder;
    }
};

TEST_F(StolenPhone, isShutOutAndWhatItSendsByWhateverWayIsPutAside) {
    const auto stolen = phone("李明");
    const auto neighbour = phone("王小明");
    const auto before = stolen.add("activity", activity("丢失之前"));
    stolen.sync();
    revoke("李明");

    // By itself, by a file, and over a neighbour's phone that knows nothing of it.
    const auto after = stolen.add("activity", activity("捡到的人写的"));
    stolen.edit("activity", before, {"title=捡到的人改的"});
    EXPECT_TRUE(failedClearly(stolen.run({"sync"}), 4, "xiangji", "taken out of service"));
    ASSERT_EQ(stolen.run({"bundle", "write", file("out.xjb")}).exit, 0);
    ASSERT_EQ(centre().run({"bundle", file("out.xjb")}).exit, 0);
    ASSERT_EQ(neighbour.run({"bundle", "read", file("out.xjb")}).exit, 0);
    neighbour.sync();
    centre().stop();
    ASSERT_EQ(centre().run({"bundle", file("out.xjb")}).exit, 0);
    centre().serve();

    neighbour.sync();
    EXPECT_EQ(timesIn(neighbour.list("activity"), after), 0);
    EXPECT_EQ(neighbour.row("activity", before).at("title").as_string(), "丢失之前");
    const auto aside =
        boost::json::parse(centre().run({"quarantine", "list", "--json"}).out).as_array();
    ASSERT_EQ(aside.size(), 2U) << "each envelope once, however often it came";
    for (const auto& one : aside) {
        EXPECT_EQ(one.at("reason").as_string(), "revoked");
    }
    EXPECT_EQ(stolen.run({"sync"}).exit, 4) << "and neither a bundle nor a restart revives it";
    const auto again = stolen.run({"join", centre().invite("李明", "tutor")});
    EXPECT_TRUE(failedClearly(again, 4, "xiangji", "taken out of service"));
}

TEST_F(StolenPhone, itsFilesGiveUpNoSensitiveFieldWithoutItsKey) {
    const std::string canary = "金丝雀欧阳零零三";
    const auto owner = phone("李明");
    const auto reader = phone("陈静", "child_data_reader");
    const auto sent =
        owner.add("child", {"alias=金丝雀小宝", "consent_state=given", "real_name=" + canary});
    const std::string telephone = "13900007788";
    const auto mother = owner.add("guardian", {"guardian_name=金丝雀王妈妈", "phone=" + telephone});
    owner.sync();
    reader.sync();
    const auto waiting = owner.add("child", {"alias=小贝", "real_name=" + canary + "乙"});
    // With the key it is all there: what the thief lacks is the key and nothing else.
    ASSERT_EQ(reader.row("child", sent).at("real_name").as_string(), canary);
    ASSERT_EQ(reader.row("guardian", mother).at("phone").as_string(), telephone);

    for (const auto* stolen : {&owner, &reader}) {
        const auto copy = bareHome();
        fs::copy(stolen->path(), copy.path(), fs::copy_options::recursive);
        ASSERT_GT(fs::remove_all(copy.path() / "keys"), 0U);
        EXPECT_EQ(filesWith(copy.path(), canary), Words{});
        EXPECT_EQ(filesWith(copy.path(), telephone), Words{});
        EXPECT_EQ(filesWith(copy.path(), "金丝雀"), Words{}) << "nor what somebody is called";
        EXPECT_FALSE(filesWith(copy.path(), "临江镇").empty()) << "the search finds what is there";
        // The program itself makes no other key in its place, and with a key of the thief's own it
        // reads no more than that.
        EXPECT_TRUE(
            failedClearly(copy.run({"show", "child", sent}), 1, "xiangji", "no new key was made"));
        fs::create_directories(copy.path() / "keys");
        const auto key = copy.path() / "keys" / "device.key";
        std::ofstream(key) << std::string(32, 't');
        fs::permissions(key, fs::perms::owner_read | fs::perms::owner_write);
        for (const auto& id : {sent, waiting}) {
            const auto shown = copy.run({"show", "child", id, "--history", "--json"});
            EXPECT_EQ(shown.out.find("金丝雀"), std::string::npos) << shown.out;
        }
        EXPECT_TRUE(copy.row("child", sent).at("real_name").is_null());
        EXPECT_TRUE(failedClearly(copy.run({"sync"}), 4, "xiangji", "")) << "nor is it let in";
        (void)copy.run({"bundle", "write", (copy.path() / "out.xjb").string()});
        EXPECT_EQ(filesWith(copy.path(), canary), Words{});
    }
}

}  // namespace xiangji::test
