// What one address and one phone may take of the door. Time is given, nothing waits.
#include <gtest/gtest.h>

#include <boost/asio/ip/address.hpp>

#include "syncd/session/addresses.hpp"
#include "syncd/session/company.hpp"
#include "syncd/session/shares.hpp"
#include "tests/unit/session/log_catcher.hpp"

namespace xiangji::syncd {
namespace {

using namespace std::chrono_literals;

const Id kPhone = Id::ofHash("one phone");
const Id kOther = Id::ofHash("another phone");

/// How often the log says it.
int timesSaid(const test::LogCatcher& log, const std::string& words) {
    int times = 0;
    const auto text = log.text();
    for (auto at = text.find(words); at != std::string::npos; at = text.find(words, at + 1)) {
        ++times;
    }
    return times;
}

TEST(Addresses, letInAsManyStrangersAtOnceAsTheyMayAndTheNextWhenOneLeft) {
    const test::LogCatcher log;
    Addresses addresses({.mostUnproven = 3, .mostFailed = 100});
    const Addresses::Time begin{1h};
    for (int i = 0; i < 3; ++i) {
        EXPECT_TRUE(addresses.enter("10.0.0.1", begin));
    }
    EXPECT_FALSE(addresses.enter("10.0.0.1", begin));
    EXPECT_FALSE(addresses.enter("10.0.0.1", begin + 10s));
    EXPECT_TRUE(addresses.enter("10.0.0.2", begin)) << "another address is not concerned";
    addresses.leave("10.0.0.1", false, begin + 20s);
    EXPECT_TRUE(addresses.enter("10.0.0.1", begin + 20s));
    EXPECT_EQ(addresses.closed(), 2U);
    EXPECT_EQ(timesSaid(log, "10.0.0.1"), 1) << "one line, not one an attempt";
    EXPECT_FALSE(addresses.enter("10.0.0.1", begin + 2min));
    EXPECT_EQ(timesSaid(log, "10.0.0.1"), 2) << "and one in the next minute";
}

TEST(Addresses, letASchoolOfProvenPhonesInHoweverManyThereAre) {
    Addresses addresses({.mostUnproven = 10, .mostFailed = 10});
    const Addresses::Time now{1h};
    for (int i = 0; i < 10'000; ++i) {
        ASSERT_TRUE(addresses.enter("10.0.0.1", now));
        addresses.leave("10.0.0.1", false, now);
    }
}

TEST(Addresses, areShutToOneThatOnlyFailsUntilTheMinuteIsOver) {
    Addresses addresses({.mostUnproven = 100, .mostFailed = 5});
    const Addresses::Time begin{1h};
    for (int i = 0; i < 5; ++i) {
        ASSERT_TRUE(addresses.enter("10.0.0.1", begin + i * 1s));
        addresses.leave("10.0.0.1", true, begin + i * 1s);
    }
    EXPECT_FALSE(addresses.enter("10.0.0.1", begin + 59s));
    EXPECT_TRUE(addresses.enter("10.0.0.1", begin + Addresses::kWindow));
    addresses.leave("10.0.0.1", true, begin + Addresses::kWindow);
    EXPECT_TRUE(addresses.enter("10.0.0.1", begin + Addresses::kWindow + 1s));
}

TEST(Addresses, doNotFillTheMemoryAndForgetNobodyWhoStandsThere) {
    Addresses addresses({.mostUnproven = 1, .mostFailed = 1});
    const Addresses::Time now{1h};
    ASSERT_TRUE(addresses.enter("stays", now));
    for (std::size_t i = 0; i < 3 * Addresses::kMostAddresses; ++i) {
        const auto address = std::to_string(i);
        ASSERT_TRUE(addresses.enter(address, now));
        addresses.leave(address, true, now);
    }
    EXPECT_FALSE(addresses.enter("stays", now));
}

TEST(Addresses, areOneForAWholeNetworkThatIsHandedOutWhole) {
    const auto text = [](const char* address) {
        return addressText(boost::asio::ip::make_address(address));
    };
    EXPECT_EQ(text("10.0.0.1"), "10.0.0.1");
    EXPECT_EQ(text("::ffff:10.0.0.1"), "10.0.0.1");
    EXPECT_EQ(text("2001:db8:1:2:3:4:5:6"), text("2001:db8:1:2:ffff::1"));
    EXPECT_NE(text("2001:db8:1:2::1"), text("2001:db8:1:3::1"));
}

TEST(Shares, sendAPhoneAwayForAsLongAsItTakesAndNoOther) {
    const test::LogCatcher log;
    Shares shares({.stockBytes = 60'000,
                   .bytesAMinute = 60'000,
                   .stockEnvelopes = 100,
                   .envelopesAMinute = 60});
    const Shares::Time begin{1h};
    EXPECT_EQ(shares.wait(kPhone, begin).count(), 0);
    shares.charge(kPhone, 5'000, 130, begin);
    EXPECT_EQ(shares.wait(kPhone, begin), 31s) << "30 more than it had, one a second";
    EXPECT_EQ(shares.wait(kPhone, begin + 10s), 21s);
    EXPECT_EQ(shares.wait(kOther, begin).count(), 0);
    EXPECT_EQ(timesSaid(log, "more than its share"), 1);
    EXPECT_EQ(shares.wait(kPhone, begin + 31s).count(), 0) << "it was told the truth";
    shares.charge(kPhone, 60'000 + 30'000, 1, begin + 31s);
    EXPECT_EQ(shares.wait(kPhone, begin + 31s), 31s) << "bytes alike";
    EXPECT_EQ(timesSaid(log, "more than its share"), 2);
    EXPECT_EQ(shares.sentAway(), 3U);
}

TEST(Shares, growToTheirStockAgainAndNoFurther) {
    Shares shares(
        {.stockBytes = 1e9, .bytesAMinute = 1e9, .stockEnvelopes = 10, .envelopesAMinute = 60});
    const Shares::Time begin{1h};
    shares.charge(kPhone, 1, 10, begin);
    EXPECT_GT(shares.wait(kPhone, begin).count(), 0);
    shares.charge(kPhone, 1, 10, begin + 24h);
    EXPECT_GT(shares.wait(kPhone, begin + 24h).count(), 0) << "a day does not add up";
}

TEST(Shares, keepSoMuchOfAPhoneADayAndNoMore) {
    Shares shares({.stockBytes = 1e9,
                   .bytesAMinute = 1e9,
                   .stockEnvelopes = 1'000,
                   .envelopesAMinute = 1'000,
                   .keptBytesADay = 24 * 3'600});
    const Shares::Time begin{1h};
    shares.chargeKept(kPhone, 24 * 3'600, begin);
    EXPECT_GT(shares.wait(kPhone, begin).count(), 0);
    EXPECT_EQ(shares.wait(kPhone, begin + 1s).count(), 0) << "a byte a second";
    shares.chargeKept(kPhone, 3'601, begin + 1s);
    EXPECT_EQ(shares.wait(kPhone, begin + 1s), 3'601s);
    EXPECT_EQ(shares.wait(kOther, begin + 1s).count(), 0);
}

TEST(Shares, countManySmallRequestsToo) {
    Shares shares({.stockBytes = 10 * Shares::kLeastBytes,
                   .bytesAMinute = 60 * Shares::kLeastBytes,
                   .stockEnvelopes = 10,
                   .envelopesAMinute = 60});
    const Shares::Time now{1h};
    for (int i = 0; i < 10; ++i) {
        EXPECT_EQ(shares.wait(kPhone, now).count(), 0);
        shares.charge(kPhone, 1, 0, now);
    }
    EXPECT_EQ(shares.wait(kPhone, now), 1s);
}

TEST(Company, cutsThePhonesOldestAndKeepsTheRest) {
    const test::LogCatcher log;
    const auto company = std::make_shared<Company>(2);
    std::string cut;
    const auto joined = [&](const Id& device, char name) {
        return company->join(device, [&cut, name] { cut += name; });
    };
    auto a = joined(kPhone, 'a');
    auto b = joined(kPhone, 'b');
    auto other = joined(kOther, 'x');
    EXPECT_EQ(cut, "");
    auto c = joined(kPhone, 'c');
    EXPECT_EQ(cut, "a");
    a.reset();
    b.reset();
    auto d = joined(kPhone, 'd');
    EXPECT_EQ(cut, "a") << "one that ended by itself makes room";
    auto e = joined(kPhone, 'e');
    EXPECT_EQ(cut, "ac");
    EXPECT_EQ(company->cut(), 2U);
    EXPECT_EQ(timesSaid(log, kPhone.text()), 1);
}

}  // namespace
}  // namespace xiangji::syncd
