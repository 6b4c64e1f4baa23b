// Where pulled rows stood in the centre's log, for the day the centre is restored.
#include "core/store/row_places.hpp"

#include <gtest/gtest.h>

#include "core/store/phone_database.hpp"
#include "tests/support/scratch_folder.hpp"

namespace xiangji {
namespace {

using Placed = std::vector<std::pair<std::uint64_t, Id>>;

struct Home {
    test::ScratchFolder folder;
    std::unique_ptr<PhoneDatabase> database = open();

    std::unique_ptr<PhoneDatabase> open() {
        return *PhoneDatabase::open(folder.path() / "phone.db", Catalogue::builtIn());
    }
    void note(const Placed& placed) {
        google::protobuf::RepeatedPtrField<wire::PulledRow> page;
        for (const auto& [lsn, row] : placed) {
            auto& pulled = *page.Add();
            pulled.set_type(kType);
            pulled.set_row(row.bytes());
            pulled.set_lsn(lsn);
        }
        RowPlaces(database->connection()).note(page);
    }
    Placed takeAfter(std::uint64_t lsn) {
        Placed placed;
        for (const auto& place : RowPlaces(database->connection()).takeAfter(lsn)) {
            EXPECT_EQ(place.type, kType);
            placed.emplace_back(place.lsn, place.row);
        }
        return placed;
    }
    static constexpr TypeNumber kType = 7;
};

const Id kOne = Id::ofHash("one");
const Id kTwo = Id::ofHash("two");
const Id kThree = Id::ofHash("three");

TEST(RowPlaces, whatStoodBehindAForkIsTakenOutOnce) {
    Home home;
    // As a snapshot has them: not in the order of the log.
    home.note({{9, kTwo}, {3, kOne}, {12, kThree}});
    home.note({{14, kOne}});
    EXPECT_EQ(home.takeAfter(9), (Placed{{12, kThree}, {14, kOne}}));
    EXPECT_EQ(home.takeAfter(9), Placed());
    EXPECT_EQ(home.takeAfter(0), (Placed{{3, kOne}, {9, kTwo}}));
}

TEST(RowPlaces, theLastPlaceOfARowComesLast) {
    Home home;
    home.note({{5, kOne}, {8, kTwo}});
    home.note({{7, kOne}});
    home.note({{6, kTwo}});
    EXPECT_EQ(home.takeAfter(4), (Placed{{5, kOne}, {6, kTwo}, {7, kOne}, {8, kTwo}}));
}

TEST(RowPlaces, anEmptyPageLeavesNothing) {
    Home home;
    home.note({});
    auto query = home.database->connection().statement("SELECT count(*) FROM _places");
    ASSERT_TRUE(query.step());
    EXPECT_EQ(query.integer(0), 0);
}

TEST(RowPlaces, whatTheCentreDoesNotShowStandsNowhere) {
    Home home;
    home.note({{0, kOne}});
    auto query = home.database->connection().statement("SELECT count(*) FROM _places");
    ASSERT_TRUE(query.step());
    EXPECT_EQ(query.integer(0), 0) << "such a line would be folded never and count for ever";
    home.note({{0, kOne}, {4, kTwo}});
    EXPECT_EQ(home.takeAfter(0), (Placed{{4, kTwo}}));
}

TEST(RowPlaces, readingTheSameAgainDoesNotLetThemGrow) {
    Home home;
    const auto lines = [&] {
        auto query = home.database->connection().statement("SELECT count(*) FROM _places");
        return query.step() ? query.integer(0) : -1;
    };
    for (std::uint64_t round = 0; round < 1'000; ++round) {
        home.note({{1, kOne}, {2, kTwo}});
        home.note({{10 + round, kThree}});
    }
    EXPECT_LT(lines(), 70);
    const auto places = home.takeAfter(0);
    ASSERT_GE(places.size(), 3U);
    EXPECT_EQ(places.back(), std::pair(std::uint64_t{1'009}, kThree));
    EXPECT_EQ(places.front().second, kOne);
}

TEST(RowPlaces, aHomeThatKeptALineARowKeepsThem) {
    Home home;
    {
        auto& sql = home.database->connection();
        sql.execute(
            "CREATE TABLE _place (lsn INTEGER PRIMARY KEY, type INTEGER NOT NULL, row BLOB NOT "
            "NULL) STRICT; DROP TABLE _places; PRAGMA user_version = 2");
        for (std::int64_t lsn = 1; lsn <= 2'500; ++lsn) {
            auto query = sql.statement("INSERT INTO _place (lsn, type, row) VALUES (?1, ?2, ?3)");
            query.bind(1, lsn).bind(2, std::int64_t{Home::kType}).bind(3, kOne).run();
        }
    }
    home.database.reset();
    home.database = home.open();
    EXPECT_EQ(home.takeAfter(2'400).size(), 100U);
    EXPECT_EQ(home.takeAfter(0).size(), 2'400U);
    home.database.reset();
    home.database = home.open();
    EXPECT_EQ(home.takeAfter(0), Placed());
}

}  // namespace
}  // namespace xiangji
