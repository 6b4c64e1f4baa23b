#include "core/store/phone_database.hpp"

#include <gtest/gtest.h>

#include <fstream>

#include "tests/support/levels.hpp"
#include "tests/unit/store/kept_home.hpp"

namespace xiangji {
namespace {

using namespace test;

TEST(PhoneDatabase, aHomeOfBeforeEditsStoodInLinesGoesOn) {
    Store store;
    const Id id = store.newId();
    store.insert(activity(), id, titled("一"));
    store.database->connection().execute(
        "ALTER TABLE _made DROP COLUMN overlaid; PRAGMA user_version = 1");
    store.openAgain();
    ASSERT_TRUE(store.database->overlay(activity().number, id));
    EXPECT_EQ(store.database->overlay(activity().number, id)->inserted_seq(), 1U);
    EXPECT_EQ(store.insert(activity(), store.newId(), titled("二")), 2U);
}

TEST(PhoneDatabase, whatWasRememberedGoesBackWithItsTransaction) {
    Store store;
    auto& database = *store.database;
    const MadeRows::Name name{activity().number, store.newId()};
    database.know(known::kHost, std::string("before"));
    {
        SqlTransaction transaction(database.connection());
        database.know(known::kHost, std::string("meanwhile"));
        database.made().put(7, {name}, {});
        EXPECT_EQ(database.knownText(known::kHost), "meanwhile");
        EXPECT_EQ(database.made().envelopes(name), std::vector<std::uint64_t>{7});
    }
    EXPECT_EQ(database.knownText(known::kHost), "before");
    EXPECT_TRUE(database.made().envelopes(name).empty());
}

TEST(PhoneDatabase, aDamagedOrNewerFileIsToldAndLeftAlone) {
    test::ScratchFolder folder;
    const auto file = folder.path() / "phone.db";
    {
        std::ofstream out(file);
        out << "this is no database at all, only some words in a file of a fitting length";
    }
    const auto damaged = PhoneDatabase::open(file, Catalogue::builtIn());
    ASSERT_FALSE(damaged);
    EXPECT_EQ(damaged.error().fault, Fault::damaged);
    std::filesystem::remove(file);
    {
        auto connection = *Connection::open(file, Connection::Mode::write);
        connection->execute("PRAGMA user_version = 999");
    }
    const auto newer = PhoneDatabase::open(file, Catalogue::builtIn());
    ASSERT_FALSE(newer);
    EXPECT_EQ(newer.error().fault, Fault::unsupported);
}

TEST(PhoneDatabase, aHomeWithRecordsOfALaterLevelIsLeftAlone) {
    test::ScratchFolder folder;
    const auto open = [&](int steps) {
        return PhoneDatabase::open(folder.path() / "phone.db", catalogueLater(steps));
    };
    ASSERT_TRUE(open(-1));
    ASSERT_TRUE(open(0)) << "an update";
    const auto older = open(-1);
    ASSERT_FALSE(older);
    EXPECT_EQ(older.error().fault, Fault::unsupported);
    EXPECT_TRUE(open(0)) << "by the program that knows it";
}

TEST(PhoneDatabase, whatAnAppOfBeforeKeptOfItsScopeWithoutHeedingItIsToldAgain) {
    Store store;
    wire::Scope scope;
    scope.set_tells_open(true);
    auto& part = *scope.add_parts();
    part.add_types(activity().number);
    part.add_open()->set_type(activity().number);
    store.database->know(known::kScope, Blob{scope.SerializeAsString()});
    store.database->connection().execute("PRAGMA user_version = 2");
    store.openAgain();
    wire::Scope kept;
    ASSERT_TRUE(kept.ParseFromString(store.database->knownBytes(known::kScope)));
    EXPECT_FALSE(kept.tells_open());
    ASSERT_EQ(kept.parts_size(), 1);
    EXPECT_EQ(kept.parts(0).open_size(), 0);
    EXPECT_EQ(kept.parts(0).types_size(), 1);
    store.database->know(known::kScope, Blob{scope.SerializeAsString()});
    store.openAgain();
    EXPECT_EQ(store.database->knownBytes(known::kScope), scope.SerializeAsString());
}

}  // namespace
}  // namespace xiangji
