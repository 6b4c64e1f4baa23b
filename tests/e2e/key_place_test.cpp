// Where a phone's key lies: in its home or in the system's key store, as a person at a shell sees
// it.

#include <cstdlib>

#include "core/client/secret_service_keys.hpp"
#include "tests/e2e/counted_stage.hpp"
#include "tests/e2e/stage.hpp"
#include "tests/support/secret_bus.hpp"

namespace xiangji::test {

namespace fs = std::filesystem;

class KeyPlaces : public Stage {
 protected:
    void SetUp() override {
        if (!SecretServiceKeys::isBuiltIn()) {
            GTEST_SKIP() << "this build knows no Secret Service";
        }
        if (!SecretBus::isHere()) {
            ASSERT_EQ(std::getenv("CI"), nullptr) << "gnome-keyring or dbus-daemon is missing";
            GTEST_SKIP() << "needs gnome-keyring and dbus-daemon";
        }
        bus_ = std::make_unique<SecretBus>(folder() / "session");
    }
    [[nodiscard]] SecretBus& bus() { return *bus_; }
    /// A home whose commands see the session bus.
    [[nodiscard]] Home desktopHome() { return bareHome({"env", bus().environment().front()}); }
    /// The same home from a shell without a session.
    [[nodiscard]] static Home elsewhere(const Home& home) { return Home(home.path()); }
    [[nodiscard]] static bool hasKeyFile(const Home& home) {
        return fs::exists(home.path() / "keys" / "device.key");
    }
    [[nodiscard]] static std::string placeOf(const Home& home) {
        const auto said = home.run({"key", "--json"});
        EXPECT_EQ(said.exit, 0) << said.err;
        return std::string(boost::json::parse(said.out).at("place").as_string());
    }

 private:
    std::unique_ptr<SecretBus> bus_;
};

TEST_F(KeyPlaces, onADesktopTheKeyIsInTheSystemsStoreAndNoFileHasIt) {
    const auto home = desktopHome();
    home.join(centre().invite("李明", "tutor"));
    EXPECT_EQ(placeOf(home), "secret-service");
    EXPECT_FALSE(hasKeyFile(home));
    const auto id = home.add("activity", activity("钥匙在密码库里"));
    home.sync();

    // Without the store: words, nothing lost, no key made over it.
    for (const Words& words :
         {Words{"list", "activity"}, Words{"sync"}, Words{"add", "activity", "title=x"},
          Words{"key", "--move", "file"}}) {
        EXPECT_TRUE(failedClearly(elsewhere(home).run(words), 1, "xiangji", "nothing was changed"));
    }
    bus().lock();
    EXPECT_TRUE(failedClearly(home.run({"list", "activity"}), 1, "xiangji", "is locked"));
    EXPECT_FALSE(hasKeyFile(home));
    bus().start();
    EXPECT_EQ(timesIn(home.list("activity"), id), 1);
    (void)home.add("activity", activity("之后也能写"));
    home.sync();
    EXPECT_EQ(home.status().at("unsent").to_number<int>(), 0);
}

TEST_F(KeyPlaces, aKeyMovesThereAndBackAndThePhoneStaysWhoItIs) {
    const auto home = desktopHome();
    elsewhere(home).join(centre().invite("李明", "tutor"));
    EXPECT_EQ(placeOf(home), "file") << "it began without a session bus and stays";
    ASSERT_TRUE(hasKeyFile(home));
    ASSERT_EQ(home.run({"key", "--move", "secret-service"}).exit, 0);
    EXPECT_FALSE(hasKeyFile(home));
    (void)home.add("activity", activity("钥匙搬过家"));
    home.sync();
    ASSERT_EQ(home.run({"key", "--move", "file"}).exit, 0);
    EXPECT_TRUE(hasKeyFile(home));
    elsewhere(home).sync();
    EXPECT_EQ(centre().devices().size(), 1U);
    EXPECT_TRUE(failedClearly(elsewhere(home).run({"key", "--move", "secret-service"}), 1,
                              "xiangji", "nothing was changed"));
    EXPECT_TRUE(hasKeyFile(home));
}

TEST_F(KeyPlaces, aMoveThatIsKilledAnywhereLeavesAHomeThatOpens) {
    NEEDS_ROOT_FOR(runProgram({"strace", "-o", "/dev/null", "true"}).exit == 0,
                   "tracing a program (strace)");
    const auto home = desktopHome();
    home.join(centre().invite("李明", "tutor"));
    const auto id = home.add("activity", activity("搬家时断电"));
    int struck = 0;
    for (int round = 0; round < 20; ++round) {
        const std::string to = round % 2 == 0 ? "file" : "secret-service";
        // After the n-th renaming or removing of a file the program is gone.
        auto moving = home.start({"key", "--move", to},
                                 {"strace", "-f", "-qq", "-o", "/dev/null", "-e",
                                  "inject=?rename,?renameat,?unlink,?unlinkat:signal=KILL:when=" +
                                      std::to_string(round / 2 + 1)});
        struck += moving.wait().exit == 0 ? 0 : 1;
        ASSERT_EQ(timesIn(home.list("activity"), id), 1) << "round " << round;
        ASSERT_EQ(home.run({"key", "--move", to}).exit, 0);
        ASSERT_EQ(hasKeyFile(home), to == "file");
    }
    EXPECT_GT(struck, 5);
    home.sync();
    EXPECT_EQ(centre().devices().size(), 1U);
}

}  // namespace xiangji::test
