// A home belongs to one process at a time; the others wait for it.
#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

#include <set>

#include "tests/e2e/stage.hpp"

namespace xiangji::test {

class OneHome : public Stage {};

TEST_F(OneHome, heldByAnotherProcessIsBusyAfterTheWaitAndUnharmed) {
    const auto home = phone("李明");
    const int held = ::open((home.path() / "lock").c_str(), O_RDWR | O_CLOEXEC);
    ASSERT_GE(held, 0);
    ASSERT_EQ(::flock(held, LOCK_EX), 0);
    EXPECT_TRUE(failedClearly(home.run({"--wait", "0", "add", "activity", "title=端午"}), 1,
                              "xiangji", "open in another"));
    ::close(held);
    EXPECT_TRUE(home.list("activity").empty());
    (void)home.add("activity", activity("锁开了"));
}

TEST_F(OneHome, sharedByManyProcessesAtOnceTakesWhatEachAdds) {
    const auto home = phone("李明");
    std::vector<Process> adding;
    for (int i = 0; i < 8; ++i) {
        Words words = {"add", "activity"};
        const auto fields = activity("同时" + std::to_string(i));
        words.insert(words.end(), fields.begin(), fields.end());
        adding.push_back(home.start(words));
    }
    std::set<std::string> ids;
    for (auto& process : adding) {
        const auto ended = process.wait();
        EXPECT_EQ(ended.exit, 0) << ended.err;
        ids.insert(ended.out);
    }
    EXPECT_EQ(ids.size(), adding.size());
    EXPECT_EQ(home.list("activity").size(), adding.size());
    home.sync();
    EXPECT_EQ(phone("王芳").list("activity").size(), adding.size());
}

TEST_F(OneHome, copiedToASecondPhoneIsNoticedAndTold) {
    const auto home = phone("李明");
    const auto copy = bareHome();
    std::filesystem::copy(home.path(), copy.path(), std::filesystem::copy_options::recursive);
    const auto first = home.add("activity", activity("原机记的"));
    const auto second = copy.add("activity", activity("克隆机记的"));
    home.sync();
    copy.sync();
    EXPECT_TRUE(copy.status().at("copied").as_bool());
    EXPECT_EQ(copy.status().at("unsent").to_number<int>(), 1) << "it keeps what it has";
    EXPECT_EQ(centre().status().at("quarantine").to_number<int>(), 0);
    const auto seen = phone("王芳").list("activity");
    EXPECT_EQ(timesIn(seen, first), 1);
    EXPECT_EQ(timesIn(seen, second), 0);
}

}  // namespace xiangji::test
