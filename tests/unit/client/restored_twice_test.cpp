// What a phone must still have when the same centre is lost a second time, and what a restored
// centre must not have forgotten of a phone.
#include <gtest/gtest.h>

#include "core/store/phone_shelf.hpp"
#include "core/sync/bundle.hpp"
#include "syncd/merge/standing.hpp"
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
    static BundleSource sourceOf(const Bytes& bundle) {
        return [rest = bundle]() mutable { return Result<Bytes>(std::exchange(rest, {})); };
    }
    /// A phone's bundle, carried to the desk: the bundle with its answers.
    Bytes givenInAtTheDesk(Phone& phone) {
        Bytes bundle;
        EXPECT_TRUE(phone->writeBundle([&](std::string_view part) {
            bundle += part;
            return Outcome();
        }));
        Bytes answers = bundleHead();
        EXPECT_TRUE(readBundle(sourceOf(bundle), [&](const wire::Parcel& parcel) -> Outcome {
            XIANGJI_LET(delivered, township.desk->deliver(parcel));
            for (const auto& answer : delivered.answers()) {
                answers += *bundlePart(answer);
            }
            return {};
        }));
        return answers + bundleEnd();
    }
    void meetNewLife(Phone& phone) {
        const auto status = *township.desk->status();
        EpochRecords records;
        syncd::putLineage(Lineage(*township.central->epochs()), records);
        phone.client.reset();
        {
            const auto key = phone.fileKey();
            const auto database = *PhoneDatabase::open(phone.home / "phone.db",
                                                       Catalogue::builtIn(), key ? &*key : nullptr);
            std::mutex mutex;
            ASSERT_TRUE(
                PhoneShelf(*database, mutex, [] {}).startEpoch(status.epoch, status.lsn, records));
        }
        phone.restart();
    }
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

TEST_F(RestoredTwice, anEarlierLifesWordThatSomethingWaitsThereIsNotBelieved) {
    auto late = township.phone("新来的", "volunteer", "360982100", 5);
    late->sync();
    const auto backup = township.backup("night");
    const Id made = late->add("activity", kLesson);
    const auto answers = givenInAtTheDesk(*late);
    township.restore(backup, {li.get(), late.get()});
    meetNewLife(*late);  // and the link is cut before anything is sent
    ASSERT_TRUE((*late)->readBundle(sourceOf(answers)));
    late->sync();
    EXPECT_EQ((*late)->status()->held, 1U);
    ASSERT_TRUE(township.desk->confirm(deviceOf("新来的")));
    late->sync();
    EXPECT_EQ((*late)->status()->held, 0U);
    li->sync();
    EXPECT_TRUE(hasRow(*li, made));
}

TEST_F(RestoredTwice, aPhoneThatMetALifeAndDiedAtOnceStillTiesItToTheNext) {
    const auto backup = township.backup("night");
    township.restore(backup, {li.get()});
    meetNewLife(*li);
    township.restore(backup, {li.get()});
    EXPECT_EQ((*li)->sync(nullptr).end, SyncEnd::done);
    const Id made = li->add("activity", kLesson);
    li->sync();
    EXPECT_EQ((*li)->status()->unsent, 0U);
    EXPECT_TRUE(hasRow(*li, made));
}

TEST_F(RestoredTwice, whatWaitsInTheBackupTooIsNotSentForEver) {
    auto late = township.phone("新来的", "volunteer", "360982100", 5);
    const Id made = late->add("activity", kLesson);
    late->sync();
    ASSERT_EQ((*late)->status()->held, 1U);
    const auto backup = township.backup("night");
    township.restore(backup, {li.get(), late.get()});
    late->sync();
    EXPECT_EQ((*late)->status()->held, 1U);
    EXPECT_EQ((*late)->status()->unsent, 0U);
    ASSERT_TRUE(township.desk->confirm(deviceOf("新来的")));
    rest({late.get(), li.get()});
    EXPECT_EQ((*late)->status()->held, 0U);
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

TEST_F(RestoredTwice, whatAPhoneHadPulledByARoleThatTheBackupLacksIsHeardToo) {
    auto admin = township.phone("市中心", "centre_admin", "360982");
    auto wang = township.phone("王芳", "volunteer", "360982101");
    rest({admin.get(), wang.get(), li.get()});
    const auto backup = township.backup("night");
    const auto& grant = *Catalogue::builtIn().find("role_grant");
    const Id unit = **(*admin)->unitByCode()("360982101");
    ASSERT_TRUE((*admin)->write(
        {Insert{.type = &grant,
                .fields = {{grant.field("person")->number, refTo((*li)->me().person)},
                           {grant.field("org")->number, refTo(unit)},
                           {grant.field("role")->number, std::int64_t{ROLE_VOLUNTEER}}}}}));
    const Id row = wang->add(
        "activity", {{"title", "永泰宣讲"}, {"type", "drowning_prevention"}, {"org", "360982101"}});
    rest({admin.get(), wang.get(), li.get()});
    ASSERT_TRUE(hasRow(*li, row));
    township.restore(backup, {admin.get(), wang.get(), li.get()});
    li->sync();
    const auto proposals = *township.desk->recovery();
    EXPECT_TRUE(std::ranges::any_of(proposals, [&](const auto& one) { return one.row == row; }));
}

}  // namespace
}  // namespace xiangji::test
