#include "syncd/office/ask.hpp"

#include <gtest/gtest.h>

#include "core/base/civil_time.hpp"
#include "syncd/office/span.hpp"

namespace xiangji::syncd {
namespace {

TEST(OfficeAsk, pathsAndParametersAreDecoded) {
    const auto ask = Ask::fromTarget("/api/%E6%B4%BB?unit=360982&name=a+b%2Bc&lang=en&unit=1");
    ASSERT_TRUE(ask);
    EXPECT_EQ(ask->path, "/api/活");
    EXPECT_EQ(ask->parameter("unit"), "360982");
    EXPECT_EQ(ask->parameter("name"), "a b+c");
    EXPECT_TRUE(ask->english());
    EXPECT_EQ(ask->parameter("missing"), "");
}

TEST(OfficeAsk, whatIsNoAddressIsRefused) {
    for (const auto* target :
         {"", "*", "http://localhost/", "/a b", "/%zz", "/%ff%fe", "/?x=%00"}) {
        EXPECT_FALSE(Ask::fromTarget(target)) << target;
    }
}

TEST(OfficeAsk, daysCountFromTheirFirstMomentToTheirLast) {
    const auto span = Span::asked(*Ask::fromTarget("/?from=2026-06-01&to=2026-06-30"));
    ASSERT_TRUE(span);
    EXPECT_EQ(civilInstant(*span->fromMs), "2026-06-01T00:00:00+08:00");
    EXPECT_EQ(civilInstant(*span->toMs), "2026-07-01T00:00:00+08:00");
}

TEST(OfficeAsk, openEndsAreAllowed) {
    const auto span = Span::asked(*Ask::fromTarget("/?from=2026-06-01"));
    ASSERT_TRUE(span);
    EXPECT_TRUE(span->fromMs);
    EXPECT_FALSE(span->toMs);
}

TEST(OfficeAsk, daysThatAreNoneAreNamed) {
    EXPECT_FALSE(Span::asked(*Ask::fromTarget("/?from=2026-02-30")));
    const auto backwards = Span::asked(*Ask::fromTarget("/?from=2026-06-30&to=2026-06-01"));
    ASSERT_FALSE(backwards);
    EXPECT_EQ(backwards.error().detail, "from: 2026-06-30 is after to: 2026-06-01");
}

TEST(OfficeAsk, pagesAreBounded) {
    EXPECT_EQ(Page::asked(*Ask::fromTarget("/"))->most, Page::kUsual);
    EXPECT_EQ(Page::asked(*Ask::fromTarget("/?skip=200&most=50"))->skip, 200U);
    EXPECT_FALSE(Page::asked(*Ask::fromTarget("/?most=501")));
    EXPECT_FALSE(Page::asked(*Ask::fromTarget("/?skip=-1")));
    EXPECT_FALSE(Page::asked(*Ask::fromTarget("/?skip=99999999999999999999")));
}

}  // namespace
}  // namespace xiangji::syncd
