#include "syncd/app/nightly_archive.hpp"

#include <gtest/gtest.h>

#include "core/base/civil_time.hpp"
#include "syncd/app/archive_order.hpp"
#include "tests/support/township.hpp"

namespace xiangji::syncd {
namespace {

Instant at(const char* text) {
    return parseInstant(text).value();
}

TEST(NightlyArchive, theNextNightIsThreeInTheMorningInShanghai) {
    EXPECT_EQ(civilInstant(nextNight(at("2026-06-19T02:59:59+08:00"))),
              "2026-06-19T03:00:00+08:00");
    EXPECT_EQ(civilInstant(nextNight(at("2026-06-19T03:00:00+08:00"))),
              "2026-06-20T03:00:00+08:00");
    EXPECT_EQ(civilInstant(nextNight(at("2026-06-30T23:00:00+08:00"))),
              "2026-07-01T03:00:00+08:00");
}

TEST(NightlyArchive, theHorizonIsTheBeginningOfACivilDay) {
    EXPECT_EQ(civilInstant(archiveHorizon(at("2026-06-19T00:30:00+08:00"), 1)),
              "2026-06-18T00:00:00+08:00");
    EXPECT_EQ(civilInstant(archiveHorizon(at("2026-06-19T00:30:00+08:00"), 0)),
              "2026-06-19T00:00:00+08:00");
}

TEST(NightlyArchive, movesWholeSegmentsOnlyAndEndsWhenAsked) {
    xiangji::test::Township township;
    const auto head = township.central->headNow()->lsn;
    ASSERT_LT(head, ArchiveOrder::kSegmentLines);
    township.clock.advance(10LL * 24 * 60 * 60 * 1000);
    NightlyArchive nightly(*township.desk, township.clock, 1);
    nightly.run({});
    EXPECT_TRUE(township.central->segments()->empty()) << "its log fills none";
    EXPECT_EQ(archiveByOrder(*township.desk, {{"keep", 1}}, township.clock.nowMs())
                  ->at("lines")
                  .to_number<Lsn>(),
              head - 1)
        << "an order moves what is old, whole or not";
}

}  // namespace
}  // namespace xiangji::syncd
