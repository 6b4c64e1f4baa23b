#include "core/client/retry_policy.hpp"

#include <gtest/gtest.h>

#include <set>

#include "tests/support/township.hpp"

namespace xiangji {
namespace {

/// Chance that always falls the same way.
class LoadedRandom final : public Random {
 public:
    explicit LoadedRandom(char octet) : octet_(octet) {}
    [[nodiscard]] Bytes bytes(std::size_t count) override { return Bytes(count, octet_); }

 private:
    char octet_;
};

struct Retrying : ::testing::Test {
    test::HandClock clock{1'781'827'200'000};
    SystemRandom chance;
    RetrySettings settings;
    RetryPolicy policy{clock, chance, settings};
};

TEST_F(Retrying, everyFailureBringsANextRunThatIsLaterThanTheLastUpToALimit) {
    Instant whole = settings.firstRetryMs;
    for (int failure = 1; failure <= 40; ++failure) {
        const auto delay = policy.afterRun(RunEnd::unreachable);
        EXPECT_GE(delay, whole / 2) << failure;
        EXPECT_LE(delay, whole) << failure;
        EXPECT_EQ(policy.failures(), failure);
        whole = std::min(settings.mostRetryMs, whole * 2);
    }
}

TEST_F(Retrying, oneGoodRunForgetsTheFailures) {
    for (int i = 0; i < 9; ++i) {
        (void)policy.afterRun(RunEnd::failed);
    }
    const auto usual = policy.afterRun(RunEnd::done);
    EXPECT_GE(usual, settings.usuallyMs * 4 / 5);
    EXPECT_LE(usual, settings.usuallyMs * 6 / 5);
    EXPECT_EQ(policy.failures(), 0);
    EXPECT_LE(policy.afterRun(RunEnd::unreachable), settings.firstRetryMs);
}

TEST_F(Retrying, phonesThatFailedTogetherComeBackApart) {
    std::set<Instant> delays;
    for (int phone = 0; phone < 100; ++phone) {
        RetryPolicy each(clock, chance, settings);
        delays.insert(each.afterRun(RunEnd::unreachable));
    }
    EXPECT_GT(delays.size(), 90u);
}

TEST_F(Retrying, theCentresTimeIsObeyed) {
    for (int phone = 0; phone < 100; ++phone) {
        RetryPolicy each(clock, chance, settings);
        const auto delay = each.afterRun(RunEnd::comeBack, 60);
        EXPECT_GE(delay, 60'000);
        EXPECT_LE(delay, 90'000);
    }
}

TEST_F(Retrying, somethingSavedDoesNotBreakTheCentresTime) {
    (void)policy.afterRun(RunEnd::comeBack, 60);
    clock.advance(20'000);
    EXPECT_EQ(policy.afterNews(), 40'000);
    clock.advance(50'000);
    EXPECT_EQ(policy.afterNews(), settings.afterWriteMs);
    (void)policy.afterRun(RunEnd::comeBack, 60);
    (void)policy.afterRun(RunEnd::unreachable);
    EXPECT_EQ(policy.afterNews(), settings.afterWriteMs) << "an older wish is over";
}

TEST_F(Retrying, aCentreCannotSendAPhoneAwayForYears) {
    EXPECT_LE(policy.afterRun(RunEnd::comeBack, 4'000'000'000U), settings.mostRetryMs * 3 / 2);
    EXPECT_LE(policy.afterNews(), settings.mostRetryMs);
}

TEST_F(Retrying, aClockTurnedBackDoesNotSilenceAPhone) {
    (void)policy.afterRun(RunEnd::comeBack, 60);
    clock.advance(-365LL * 24 * 3600 * 1000);
    EXPECT_EQ(policy.afterNews(), settings.afterWriteMs);
}

TEST_F(Retrying, aRefusedPhoneAsksRarelyButAsks) {
    const auto delay = policy.afterRun(RunEnd::refused);
    EXPECT_GE(delay, settings.mostRetryMs / 2);
    EXPECT_LE(delay, settings.mostRetryMs);
}

TEST(RetryChance, bothEndsOfTheSpreadCanComeUp) {
    const test::HandClock clock(0);
    LoadedRandom low('\0');
    LoadedRandom high('\xff');
    RetryPolicy early(clock, low);
    RetryPolicy late(clock, high);
    EXPECT_EQ(early.afterRun(RunEnd::unreachable), 5'000);
    EXPECT_GT(late.afterRun(RunEnd::unreachable), 5'000);
}

}  // namespace
}  // namespace xiangji
