#include <gtest/gtest.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include <csignal>
#include <cstdlib>
#include <memory>
#include <optional>

#include "core/client/secret_service_keys.hpp"
#include "tests/support/scratch_folder.hpp"
#include "tests/support/secret_bus.hpp"

namespace xiangji::test {

namespace {

constexpr SecretServiceKeys::Ms kShort{300};
const Bytes kSecret("\x00\xff key", 6);

/// The session bus that this process sees while it lives.
class Session {
 public:
    explicit Session(const std::string& address) {
        ::setenv("DBUS_SESSION_BUS_ADDRESS", address.c_str(), 1);
    }
    ~Session() { ::unsetenv("DBUS_SESSION_BUS_ADDRESS"); }
    Session(const Session&) = delete;
    Session& operator=(const Session&) = delete;
};

/// Against the real GNOME Keyring on a bus of its own: one for all, as GLib knows one bus a
/// process.
struct SecretServiceReal : testing::Test {
    static void SetUpTestSuite() {
        if (SecretServiceKeys::isBuiltIn() && SecretBus::isHere()) {
            folder = std::make_unique<ScratchFolder>();
            bus = std::make_unique<SecretBus>(folder->path());
        }
    }
    static void TearDownTestSuite() {
        bus.reset();
        folder.reset();
    }
    void SetUp() override {
        if (!SecretServiceKeys::isBuiltIn()) {
            GTEST_SKIP() << "this build knows no Secret Service";
        }
        if (!bus) {
            ASSERT_EQ(std::getenv("CI"), nullptr) << "gnome-keyring or dbus-daemon is missing";
            GTEST_SKIP() << "needs gnome-keyring and dbus-daemon";
        }
        bus->start();
        session.emplace(bus->address());
    }

    static inline std::unique_ptr<ScratchFolder> folder;
    static inline std::unique_ptr<SecretBus> bus;
    std::optional<Session> session;
};

}  // namespace

// First, while GLib knows no bus.
TEST(SecretServiceAbsent, isNotLaunchedWhereThereIsNoSessionBus) {
    for (const char* named : {"", "autolaunch:"}) {
        const Session session(named);
        EXPECT_FALSE(SecretServiceKeys::hasSessionBus());
        SecretServiceKeys keys;
        EXPECT_FALSE(keys.ready());
        const auto none = keys.seat("one", "")->load("device.key");
        ASSERT_FALSE(none);
        EXPECT_NE(none.error().detail.find("nothing was changed"), std::string::npos);
    }
}

TEST(SecretServiceAbsent, isNotWaitedForOnABusThatNeverSpeaks) {
    const ScratchFolder folder;
    const auto place = (folder.path() / "bus").string();
    const int mute = ::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
    sockaddr_un address{};
    address.sun_family = AF_UNIX;
    place.copy(address.sun_path, sizeof address.sun_path - 1);
    ASSERT_EQ(::bind(mute, reinterpret_cast<sockaddr*>(&address), sizeof address), 0);
    ASSERT_EQ(::listen(mute, 8), 0);
    const Session session("unix:path=" + place);
    SecretServiceKeys keys(kShort, kShort);
    EXPECT_FALSE(keys.ready());
    EXPECT_FALSE(keys.seat("one", "")->load("device.key"));
    ::close(mute);
}

TEST_F(SecretServiceReal, keepsWhatItWasGivenForOneHomeAlone) {
    SecretServiceKeys keys;
    ASSERT_TRUE(keys.ready());
    const auto seat = keys.seat("one", "/home/one");
    EXPECT_EQ(seat->load("device.key").valueOr(kSecret), std::nullopt);
    ASSERT_TRUE(seat->save("device.key", "before"));
    ASSERT_TRUE(seat->save("device.key", kSecret));
    SecretServiceKeys again;
    EXPECT_EQ(again.seat("one", "moved")->load("device.key").valueOr({}), kSecret);
    EXPECT_EQ(again.seat("one", "moved")->load("centre.key").valueOr(kSecret), std::nullopt);
    EXPECT_EQ(again.seat("two", "/home/one")->load("device.key").valueOr(kSecret), std::nullopt);
    ASSERT_TRUE(seat->drop("device.key"));
    ASSERT_TRUE(seat->drop("device.key"));
    EXPECT_EQ(again.seat("one", "")->load("device.key").valueOr(kSecret), std::nullopt);
}

TEST_F(SecretServiceReal, hasItStillAfterItsProgramWasKilled) {
    SecretServiceKeys keys;
    const auto seat = keys.seat("killed", "");
    ASSERT_TRUE(seat->save("device.key", kSecret));
    bus->kill();
    EXPECT_EQ(keys.ready().error().fault, Fault::unreachable);
    const auto gone = seat->load("device.key");
    ASSERT_FALSE(gone);
    EXPECT_EQ(gone.error().fault, Fault::unreachable);
    EXPECT_NE(gone.error().detail.find("nothing is lost"), std::string::npos);
    bus->start();
    EXPECT_EQ(seat->load("device.key").valueOr({}), kSecret) << "over a connection of before";
    EXPECT_TRUE(keys.ready());
}

TEST_F(SecretServiceReal, neverSaysThatALockedSecretIsNotThere) {
    SecretServiceKeys keys;
    const auto seat = keys.seat("locked", "");
    ASSERT_TRUE(seat->save("device.key", kSecret));
    bus->lock();
    EXPECT_EQ(keys.ready().error().fault, Fault::refused);
    for (const char* name : {"device.key", "centre.key"}) {
        const auto shut = seat->load(name);
        ASSERT_FALSE(shut) << name;
        EXPECT_EQ(shut.error().fault, Fault::refused);
        EXPECT_NE(shut.error().detail.find("locked"), std::string::npos);
        EXPECT_EQ(seat->save(name, "another").error().fault, Fault::refused);
        EXPECT_EQ(seat->drop(name).error().fault, Fault::refused);
    }
    bus->start();
    EXPECT_EQ(seat->load("device.key").valueOr({}), kSecret);
}

TEST_F(SecretServiceReal, thatHangsIsWaitedForNoLongerThanSaid) {
    SecretServiceKeys keys(kShort, kShort);
    const auto seat = keys.seat("hangs", "");
    ASSERT_TRUE(seat->save("device.key", kSecret));
    bus->keyring().freeze();
    SecretServiceKeys fresh(kShort, kShort);
    for (const auto& said :
         {keys.ready(), fresh.ready(), seat->save("device.key", "x"), seat->drop("device.key")}) {
        ASSERT_FALSE(said);
        EXPECT_EQ(said.error().fault, Fault::unreachable);
        EXPECT_NE(said.error().detail.find("did not answer"), std::string::npos)
            << said.error().detail;
    }
    EXPECT_EQ(seat->load("device.key").error().fault, Fault::unreachable);
    EXPECT_EQ(fresh.seat("hangs", "")->load("device.key").error().fault, Fault::unreachable);
    bus->keyring().signal(SIGCONT);
    SecretServiceKeys patient;
    EXPECT_TRUE(patient.ready());
}

}  // namespace xiangji::test
