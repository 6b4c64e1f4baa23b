#include "syncd/central/sqlite/feed_line.hpp"

#include <gtest/gtest.h>
#include <rapidcheck.h>

namespace xiangji::syncd {
namespace {

std::vector<FeedPlace> somePlaces() {
    std::vector<FeedPlace> places;
    Lsn lsn = 0;
    const auto count = *rc::gen::inRange<std::size_t>(1, kMostPlacesALine + 1);
    for (std::size_t i = 0; i < count; ++i) {
        lsn += *rc::gen::inRange<Lsn>(1, 1'000'000);
        places.push_back(
            {lsn, *rc::gen::inRange<TypeNumber>(1, 300),
             Id::ofHash(std::to_string(*rc::gen::arbitrary<int>())),
             *rc::gen::arbitrary<bool>() ? 0 : *rc::gen::inRange<Lsn>(1, lsn + 1) - 1});
    }
    return places;
}

TEST(FeedLine, placesReadBackAsTheyWereWritten) {
    EXPECT_TRUE(rc::check([] {
        const auto places = somePlaces();
        const auto read = unpackPlaces(packPlaces(places));
        RC_ASSERT(read.size() == places.size());
        for (std::size_t i = 0; i < places.size(); ++i) {
            RC_ASSERT(read[i].lsn == places[i].lsn && read[i].type == places[i].type);
            RC_ASSERT(read[i].row == places[i].row && read[i].before == places[i].before);
        }
    }));
}

TEST(FeedLine, brokenBytesAreToldAndNeverRead) {
    EXPECT_TRUE(rc::check([] {
        auto bytes = packPlaces(somePlaces());
        bytes.pop_back();
        RC_ASSERT_THROWS_AS(static_cast<void>(unpackPlaces(bytes)), SqlFault);
    }));
}

}  // namespace
}  // namespace xiangji::syncd
