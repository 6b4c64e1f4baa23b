#include "core/client/home_keys.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <map>

#include "core/client/database_key.hpp"
#include "core/client/device_key.hpp"
#include "core/client/home_secrets.hpp"
#include "core/client/locked_keys.hpp"
#include "tests/unit/client/phones.hpp"

namespace xiangji::test {

namespace {

struct Killed {};

/// Steps that change or read something, counted; at the chosen one the program is killed.
struct Steps {
    int left = -1;  ///< none
    void one() {
        if (left == 0) {
            throw Killed();
        }
        --left;
    }
};

/// A seat in memory, or another one's, whose every step may be the last. A kill strikes before
/// the step or after it, as the test says.
class CountedSeat final : public KeySeat {
 public:
    CountedSeat(std::map<std::string, Bytes>& kept, Steps& steps) : kept_(kept), steps_(steps) {}
    Result<std::optional<Bytes>> load(const std::string& name) override {
        steps_.one();
        const auto found = kept_.find(name);
        return found == kept_.end() ? std::nullopt : std::optional(found->second);
    }
    Outcome save(const std::string& name, const Bytes& secret) override {
        steps_.one();
        kept_[name] = secret;
        return {};
    }
    Outcome drop(const std::string& name) override {
        steps_.one();
        kept_.erase(name);
        return {};
    }

 private:
    std::map<std::string, Bytes>& kept_;
    Steps& steps_;
};

/// A key store in memory that can be away, shut or forgetful.
class PlayedSystem final : public SystemKeys {
 public:
    explicit PlayedSystem(Steps& steps) : steps_(steps) {}
    Outcome ready() override {
        return away ? Outcome(Error{Fault::unreachable, "the key store is away"}) : Outcome();
    }
    std::unique_ptr<KeySeat> seat(const std::string& mark, const std::string& /*title*/) override {
        if (away) {
            return std::make_unique<Away>();
        }
        return std::make_unique<CountedSeat>(kept[mark], steps_);
    }
    [[nodiscard]] std::size_t secrets() const {
        std::size_t count = 0;
        for (const auto& [mark, of] : kept) {
            count += of.size();
        }
        return count;
    }

    bool away = false;
    std::map<std::string, std::map<std::string, Bytes>> kept;

 private:
    struct Away final : KeySeat {
        Result<std::optional<Bytes>> load(const std::string& /*name*/) override { return gone(); }
        Outcome save(const std::string& /*name*/, const Bytes& /*secret*/) override {
            return gone();
        }
        Outcome drop(const std::string& /*name*/) override { return gone(); }
        static Error gone() { return {Fault::unreachable, "the key store is away"}; }
    };
    Steps& steps_;
};

const std::string kKey(kDeviceKey);
const std::string kCentre(kCentreKey);

struct HomeKeysTest : testing::Test {
    Steps steps;
    std::map<std::string, Bytes> kept;  ///< the home's folder
    PlayedSystem system{steps};
    SystemRandom random;

    /// As a program that has just been started sees the home.
    template <typename Use>
    auto freshly(Use use) {
        CountedSeat files(kept, steps);
        HomeKeys keys(files, system, random, "a home");
        return use(keys);
    }
    Result<std::optional<Bytes>> load(const std::string& name = kKey) {
        return freshly([&](HomeKeys& keys) { return keys.load(name); });
    }
    Outcome move(KeyPlace to) {
        return freshly([&](HomeKeys& keys) { return keys.move(to); });
    }
    KeyPlace place() {
        return freshly([](HomeKeys& keys) { return keys.place(); }).valueOr(KeyPlace::file);
    }
    void begin() {
        ASSERT_TRUE(freshly([](HomeKeys& keys) { return keys.save(kKey, "the secret"); }));
        ASSERT_TRUE(freshly([](HomeKeys& keys) { return keys.save(kCentre, "the centre"); }));
    }
};

}  // namespace

TEST_F(HomeKeysTest, aNewHomeTakesTheSystemsStoreWhereItIsReady) {
    EXPECT_EQ(load().valueOr(""), std::nullopt);
    EXPECT_TRUE(kept.empty()) << "looking chooses nothing";
    begin();
    EXPECT_EQ(place(), KeyPlace::secretService);
    EXPECT_EQ(kept.count(kKey), 0U);
    EXPECT_EQ(load().valueOr({}), "the secret");
}

TEST_F(HomeKeysTest, aNewHomeTakesFilesElseAndStaysThere) {
    system.away = true;
    begin();
    system.away = false;
    EXPECT_EQ(place(), KeyPlace::file);
    EXPECT_EQ(load().valueOr({}), "the secret");
    EXPECT_EQ(system.secrets(), 0U);
}

TEST_F(HomeKeysTest, aHomeOfBeforeStaysWithItsFiles) {
    kept[kKey] = "the secret";
    EXPECT_EQ(place(), KeyPlace::file);
    ASSERT_TRUE(freshly([](HomeKeys& keys) { return keys.save(kCentre, "the centre"); }));
    EXPECT_EQ(kept[kCentre], "the centre");
    EXPECT_EQ(system.secrets(), 0U);
}

TEST_F(HomeKeysTest, aStoreThatIsAwayIsAnErrorAndNoNewKey) {
    begin();
    system.away = true;
    EXPECT_EQ(load().error().fault, Fault::unreachable);
    EXPECT_EQ(freshly([](HomeKeys& keys) { return keys.save(kKey, "new"); }).error().fault,
              Fault::unreachable);
    EXPECT_EQ(move(KeyPlace::file).error().fault, Fault::unreachable);
    system.away = false;
    EXPECT_EQ(load().valueOr({}), "the secret");
    EXPECT_EQ(kept.count(kKey), 0U);
}

TEST_F(HomeKeysTest, aPlaceNobodyCanReadIsAnErrorAndNoNewKey) {
    begin();
    for (const char* odd :
         {"", "file", "secret-service\n", "elsewhere\n", "file\nfrom\n", "file\nto nowhere\n",
          "file\nsecret-service 00112233445566778899aabbccddeeff\n"}) {
        kept["place"] = odd;
        EXPECT_EQ(load().error().fault, Fault::damaged) << odd;
        EXPECT_EQ(move(KeyPlace::file).error().fault, Fault::damaged) << odd;
    }
}

TEST_F(HomeKeysTest, moveThereAndBackLeavingNothingBehind) {
    system.away = true;
    begin();
    EXPECT_EQ(move(KeyPlace::secretService).error().fault, Fault::unreachable);
    system.away = false;
    for (int round = 0; round < 2; ++round) {
        ASSERT_TRUE(move(KeyPlace::secretService));
        EXPECT_EQ(kept.size(), 1U) << "but `place`";
        EXPECT_EQ(load().valueOr({}), "the secret");
        ASSERT_TRUE(move(KeyPlace::secretService));
        ASSERT_TRUE(move(KeyPlace::file));
        EXPECT_EQ(system.secrets(), 0U);
        EXPECT_EQ(load().valueOr({}), "the secret");
        EXPECT_EQ(load(kCentre).valueOr({}), "the centre");
    }
}

TEST_F(HomeKeysTest, everySecretOfAHomeMovesTheDatabasesToo) {
    system.away = true;
    EXPECT_NE(std::ranges::find(homeSecrets(), kDatabaseKey), homeSecrets().end());
    for (const auto& name : homeSecrets()) {
        ASSERT_TRUE(freshly([&](HomeKeys& keys) { return keys.save(name, "of " + name); }));
    }
    system.away = false;
    for (const auto to : {KeyPlace::secretService, KeyPlace::file}) {
        ASSERT_TRUE(move(to));
        EXPECT_EQ(kept.size(), to == KeyPlace::file ? homeSecrets().size() + 1 : 1U);
        for (const auto& name : homeSecrets()) {
            EXPECT_EQ(load(name).valueOr({}), "of " + name);
        }
    }
}

TEST_F(HomeKeysTest, aKillAtAnyStepOfAMoveLosesNothing) {
    for (const auto to : {KeyPlace::secretService, KeyPlace::file}) {
        int struck = 0;
        for (int step = 0;; ++step) {
            kept.clear();
            system.kept.clear();
            system.away = to == KeyPlace::secretService;
            begin();
            system.away = false;
            steps.left = step;
            bool killed = false;
            try {
                ASSERT_TRUE(move(to));
            } catch (const Killed&) {
                killed = true;
                ++struck;
            }
            steps.left = -1;
            EXPECT_EQ(load().valueOr({}), "the secret") << step;
            EXPECT_EQ(load(kCentre).valueOr({}), "the centre") << step;
            if (place() == KeyPlace::file && to == KeyPlace::secretService) {
                // A home with its key in files opens without the store, whatever was begun.
                system.away = true;
                EXPECT_EQ(load().valueOr({}), "the secret") << step;
                system.away = false;
            }
            ASSERT_TRUE(move(to)) << step;
            EXPECT_EQ(load().valueOr({}), "the secret") << step;
            EXPECT_EQ(load(kCentre).valueOr({}), "the centre") << step;
            EXPECT_EQ(kept.size(), to == KeyPlace::file ? 3U : 1U) << step;
            EXPECT_EQ(system.secrets(), to == KeyPlace::file ? 0U : 2U) << step;
            if (!killed) {
                break;
            }
        }
        EXPECT_GT(struck, 15);
    }
}

TEST_F(HomeKeysTest, aStoreThatForgetsBeforeTheFileWentLosesNothing) {
    system.away = true;
    begin();
    system.away = false;
    kept["place"] = "secret-service 00112233445566778899aabbccddeeff\nfrom file\n";
    EXPECT_EQ(load().valueOr({}), "the secret");
    EXPECT_EQ(place(), KeyPlace::file);
}

TEST_F(HomeKeysTest, whatIsNotReadBackAsItWasIsNotMoved) {
    struct Forgetful final : SystemKeys {
        struct Seat final : KeySeat {
            Result<std::optional<Bytes>> load(const std::string& /*name*/) override {
                return std::optional<Bytes>("something else");
            }
            Outcome save(const std::string& /*name*/, const Bytes& /*secret*/) override {
                return {};
            }
            Outcome drop(const std::string& /*name*/) override { return {}; }
        };
        Outcome ready() override { return {}; }
        std::unique_ptr<KeySeat> seat(const std::string& /*mark*/,
                                      const std::string& /*title*/) override {
            return std::make_unique<Seat>();
        }
    } forgetful;
    kept[kKey] = "the secret";
    CountedSeat files(kept, steps);
    HomeKeys keys(files, forgetful, random, "a home");
    EXPECT_FALSE(keys.move(KeyPlace::secretService));
    EXPECT_EQ(kept[kKey], "the secret");
    EXPECT_EQ(kept["place"], "file\n");
    EXPECT_EQ(load().valueOr({}), "the secret");
}

TEST_F(HomeKeysTest, aLockedHomeMovesAsItIs) {
    system.away = true;
    begin();
    system.away = false;
    freshly([&](HomeKeys& keys) {
        LockedKeys locked(keys, random);
        ASSERT_TRUE(locked.lock("我的口令", {kKey, kCentre}));
        ASSERT_TRUE(keys.move(KeyPlace::secretService));
    });
    EXPECT_EQ(kept.size(), 1U);
    freshly([&](HomeKeys& keys) {
        LockedKeys locked(keys, random);
        EXPECT_EQ(locked.load(kKey).error().fault, Fault::refused);
        ASSERT_TRUE(locked.unlock("我的口令"));
        EXPECT_EQ(locked.load(kKey).valueOr({}), "the secret");
        ASSERT_TRUE(locked.open({kKey, kCentre}));
        ASSERT_TRUE(keys.move(KeyPlace::file));
    });
    EXPECT_EQ(kept[kKey], "the secret");
    EXPECT_EQ(kept.count(std::string(kLockName)), 0U);
}

TEST(DeviceKey, isNotMadeAnewForAHomeThatJoined) {
    Township town;
    auto phone = town.phone("李明", "tutor");
    const Id device = (*phone)->me().device;
    phone->client.reset();
    const auto kept = phone->keys.load(kKey).valueOr({}).value_or("");
    ASSERT_TRUE(phone->keys.drop(kKey));
    const auto opened =
        Client::open(phone->home, {phone->clock, phone->random, phone->keys, phone->links});
    ASSERT_FALSE(opened);
    EXPECT_EQ(opened.error().fault, Fault::notFound);
    EXPECT_EQ(phone->keys.load(kKey).valueOr("made"), std::nullopt);
    ASSERT_TRUE(phone->keys.save(kKey, kept));
    phone->restart();
    EXPECT_EQ((*phone)->me().device, device);
}

}  // namespace xiangji::test
