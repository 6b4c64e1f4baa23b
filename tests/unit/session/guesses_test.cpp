#include "syncd/session/guesses.hpp"

#include <gtest/gtest.h>

namespace xiangji::syncd {
namespace {

using namespace std::chrono_literals;

TEST(Guesses, areForgottenAfterTheirWindowAndNeverFillTheMemory) {
    Guesses guesses;
    const Guesses::Time begin{};
    for (int i = 1; i < Guesses::kMost; ++i) {
        EXPECT_FALSE(guesses.wrong("10.0.0.1", begin));
    }
    EXPECT_EQ(guesses.wait("10.0.0.1", begin).count(), 0);
    EXPECT_TRUE(guesses.wrong("10.0.0.1", begin));
    EXPECT_EQ(guesses.wait("10.0.0.1", begin + 1min), 9min);
    EXPECT_EQ(guesses.wait("10.0.0.2", begin).count(), 0) << "another address is not concerned";
    EXPECT_EQ(guesses.wait("10.0.0.1", begin + Guesses::kWindow).count(), 0);
    EXPECT_FALSE(guesses.wrong("10.0.0.1", begin + Guesses::kWindow));
    for (std::size_t i = 0; i < 2 * Guesses::kMostAddresses; ++i) {
        (void)guesses.wrong(std::to_string(i), begin + Guesses::kWindow + 1s);
    }
    EXPECT_EQ(guesses.wait("10.0.0.1", begin + Guesses::kWindow + 2s).count(), 0);
}

}  // namespace
}  // namespace xiangji::syncd
