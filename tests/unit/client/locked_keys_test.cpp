#include "core/client/locked_keys.hpp"

#include <gtest/gtest.h>

#include "core/client/device_key.hpp"
#include "tests/unit/client/phones.hpp"

namespace xiangji::test {

namespace {

struct Locks : testing::Test {
    ScratchFolder folder;
    SystemRandom random;
    KeyFile files{folder.path() / "keys"};
    std::vector<std::string> names{std::string(kDeviceKey)};

    Bytes raw() { return files.load(std::string(kDeviceKey)).valueOr({}).value_or(""); }
};

}  // namespace

TEST_F(Locks, openForTheirPassphraseAlone) {
    ASSERT_TRUE(files.save(std::string(kDeviceKey), "the secret of this device"));
    {
        LockedKeys keys(files, random);
        ASSERT_TRUE(keys.lock("我的口令", names));
        EXPECT_EQ(keys.load(names[0]).valueOr({}), "the secret of this device");
    }
    EXPECT_EQ(raw().find("secret"), Bytes::npos);
    LockedKeys keys(files, random);
    EXPECT_EQ(keys.load(names[0]).error().fault, Fault::refused);
    EXPECT_EQ(keys.save(names[0], "another").error().fault, Fault::refused);
    EXPECT_EQ(keys.unlock("别的口令").error().fault, Fault::refused);
    EXPECT_EQ(keys.load(names[0]).error().fault, Fault::refused);
    ASSERT_TRUE(keys.unlock("我的口令"));
    EXPECT_EQ(keys.load(names[0]).valueOr({}), "the secret of this device");
}

TEST_F(Locks, takeANewPassphraseAndComeOff) {
    ASSERT_TRUE(files.save(std::string(kDeviceKey), "the secret of this device"));
    LockedKeys keys(files, random);
    ASSERT_TRUE(keys.lock("1234", names));
    EXPECT_EQ(LockedKeys(files, random).lock("5678", names).error().fault, Fault::refused);
    ASSERT_TRUE(keys.lock("5678", names));
    LockedKeys again(files, random);
    EXPECT_FALSE(again.unlock("1234"));
    ASSERT_TRUE(again.unlock("5678"));
    ASSERT_TRUE(again.open(names));
    EXPECT_EQ(raw(), "the secret of this device");
    EXPECT_FALSE(LockedKeys(files, random).isLocked().valueOr(true));
    EXPECT_EQ(again.lock("123", names).error().fault, Fault::invalid);
}

TEST_F(Locks, aLockedHomeNeitherOpensNorBecomesAnotherDevice) {
    Township town;
    auto phone = town.phone("李明", "tutor");
    const Id device = (*phone)->me().device;
    phone->client.reset();
    LockedKeys locked(phone->keys, random);
    ASSERT_TRUE(locked.lock("1234", names));
    LockedKeys thief(phone->keys, random);
    const auto opened =
        Client::open(phone->home, {phone->clock, phone->random, thief, phone->links});
    ASSERT_FALSE(opened);
    EXPECT_EQ(opened.error().fault, Fault::refused);
    LockedKeys owner(phone->keys, random);
    ASSERT_TRUE(owner.unlock("1234"));
    const auto own = Client::open(phone->home, {phone->clock, phone->random, owner, phone->links});
    ASSERT_TRUE(own) << own.error().detail;
    EXPECT_EQ((*own)->me().device, device);
}

}  // namespace xiangji::test
