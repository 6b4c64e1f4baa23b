// What a phone must still have when the same centre is lost a second time, and what a restored
// centre must not have forgotten of a phone.
#include <gtest/gtest.h>

#include "tests/unit/client/phones.hpp"

namespace xiangji::test {
namespace {

constexpr Instant kTenYearsMs = Instant{3'652} * 24 * 3600 * 1000;
constexpr Instant kMinuteMs = 60'000;

struct RestoredTwice : testing::Test {
    Township township;
    std::unique_ptr<Phone> li = township.phone("李明", "volunteer");

    Id deviceOf(const std::string& person) {
        const auto status = *township.desk->status();
        const auto found = std::ranges::find(status.devices, person,
                                             [](const auto& one) { return one.personName; });
        return found == status.devices.end() ? Id{} : found->device;
    }
    bool hasRow(Phone& phone, const Id& id) { return bool(phone->row(activity(), id)); }
};

TEST_F(RestoredTwice, aPhoneWhoseClockIsYearsBehindStillHoldsWhatItGaveBackOnce) {
    HandClock behind(township.clock.nowMs() - kTenYearsMs);
    Phone slow(township.folder.path() / "慢", behind, *township.desk);
    ASSERT_TRUE(slow->join(township.invite("慢", "volunteer", "360982100"), "慢"));
    const auto backup = township.backup("night");
    const Id made = slow.add("activity", kLesson);
    slow.sync();
    for (int time = 0; time < 2; ++time) {
        township.clock.advance(kMinuteMs);
        township.restore(backup, {&slow, li.get()});
        slow.sync();
        slow.sync();
    }
    li->sync();
    EXPECT_TRUE(hasRow(*li, made));
}

TEST_F(RestoredTwice, aConfirmationThatTheBackupLacksStands) {
    auto late = township.phone("新来的", "volunteer", "360982100", 5);
    late->sync();
    const auto backup = township.backup("night");
    ASSERT_TRUE(township.desk->confirm(deviceOf("新来的")));
    const Id pulled = li->add("activity", kLesson);
    li->sync();
    late->sync();
    ASSERT_TRUE(hasRow(*late, pulled));
    township.restore(backup, {li.get(), late.get()});
    late->sync();
    EXPECT_FALSE((*late)->me().pending) << "its certificate is the centre's own word";
    EXPECT_EQ(township.desk->recovery()->size(), 1U) << "and what it had pulled is heard";
    li->sync();
    late->sync();
    EXPECT_TRUE(hasRow(*late, pulled));
}

}  // namespace
}  // namespace xiangji::test
