#include <fstream>
#include <sstream>

#include "tests/unit/desk/hand_phone.hpp"

namespace xiangji::syncd::test {
namespace {

std::string wordsOf(const std::string& csv) {
    const auto read = readUnits(csv, typeOf("unit"));
    return read ? "" : read.error().detail;
}
const std::string kHead = "area_code,name,parent_code,kind\n360982,樟树市,,centre\n";

TEST(UnitsCsv, aWrongLineIsNamedWithItsReason) {
    EXPECT_NE(wordsOf("code,name\n").find("line 1"), std::string::npos);
    EXPECT_NE(wordsOf(kHead + "360982100,临江镇,360982\n").find("line 3 of the units: 3 columns"),
              std::string::npos);
    EXPECT_NE(wordsOf(kHead + "36098x,临江镇,360982,institute\n").find("not made of digits"),
              std::string::npos);
    EXPECT_NE(wordsOf(kHead + "360982100,临江镇,360982,institut\n").find("institute"),
              std::string::npos);
    EXPECT_NE(wordsOf(kHead + "360982100,临江镇,999,institute\n").find("999 is no unit"),
              std::string::npos);
    EXPECT_NE(wordsOf(kHead + "360982,又一个,360982,institute\n").find("line 2 already"),
              std::string::npos);
    EXPECT_NE(wordsOf(kHead + "360982100,临江镇,,institute\n").find("needs a parent_code"),
              std::string::npos);
    EXPECT_NE(wordsOf(kHead + "1,\"没关的引号,360982,institute\n").find("quote"),
              std::string::npos);
    EXPECT_NE(wordsOf("area_code,name,parent_code,kind\n").find("at least the centre"),
              std::string::npos);
    EXPECT_NE(wordsOf("area_code,name,parent_code,kind\n1,甲,2,institute\n2,乙,1,institute\n")
                  .find("no greater unit"),
              std::string::npos);
}

TEST(UnitsCsv, parentsComeFirstWhateverTheOrderInTheFile) {
    const auto units =
        must(readUnits("\xEF\xBB\xBF"
                       "area_code,name,parent_code,kind\r\n"
                       "360982100200,\"郭里村委会\",360982100,station\r\n"
                       "360982100,临江镇,360982,institute\r\n"
                       "360982,樟树市,,centre\r\n",
                       typeOf("unit")));
    ASSERT_EQ(units.size(), 3u);
    EXPECT_EQ(units[0].code, "360982");
    EXPECT_EQ(units[2].code, "360982100200");
    EXPECT_EQ(units[2].shortName, "郭里村");
    EXPECT_EQ(units[2].parent, unitId("360982100"));
}

TEST(Furnishing, aCentreBeginsWithItsUnitsOpenAndItsFestivals) {
    SmallCentre centre;
    const auto units = must(centre.central->reader().units());
    ASSERT_EQ(units.size(), 5u);
    EXPECT_EQ(units[0].name, "樟树市");
    EXPECT_EQ(units[0].kind, "centre");
    EXPECT_EQ(units[1].parent, units[0].id);
    EXPECT_EQ(textOf(shown("unit", centre.row("unit", units[1].id), "status")), "open");
    EXPECT_EQ(must(centre.central->reader().count(typeOf("festival"), {})), 49u);
}

TEST(Furnishing, happensOnce) {
    SmallCentre centre;
    const auto again = furnish(centre.seats(), kUnits);
    ASSERT_FALSE(again);
    EXPECT_EQ(again.error().fault, Fault::refused);
    EXPECT_EQ(must(centre.central->reader().units()).size(), 5u);
}

TEST(Furnishing, aWrongFileLeavesNothingBehind) {
    ScratchFolder folder;
    SystemRandom random;
    HandClock clock{kMorning};
    const auto central =
        must(openSqliteCentral(folder.path() / "central.db", Catalogue::builtIn()));
    const Desk::Seats seats{*central, clock, random, Catalogue::builtIn(),
                            SigningKey::make(random)};
    EXPECT_FALSE(furnish(seats, kHead + "360982100,临,360982,institute\n"))
        << "a name of one character";
    EXPECT_EQ(must(central->headNow()).lsn, 0u);
    EXPECT_FALSE(must(central->identity()));
    EXPECT_EQ(Desk::open(seats).error().fault, Fault::notFound);
    EXPECT_TRUE(furnish(seats, kUnits));
}

TEST(Furnishing, zhangshusRealTreeFits) {
    std::ifstream file(std::string(XIANGJI_SOURCE_DIR) + "/proto/zhangshu_units.csv");
    std::stringstream text;
    text << file.rdbuf();
    EXPECT_EQ(must(readUnits(text.str(), typeOf("unit"))).size(), 333u);
}

TEST(DeskOpening, refusesAClockThatIsBehindItsOwnLog) {
    SmallCentre centre;
    HandPhone phone(centre, "volunteer", kLinjiang);
    phone.tell(phone.activity(Id::uuid7(kMorning, centre.random), "活动"));
    centre.desk.reset();
    centre.clock.advance(-6 * 60 * 1000);
    const auto opened = Desk::open(centre.seats());
    ASSERT_FALSE(opened);
    EXPECT_NE(opened.error().detail.find("clock is behind its own log"), std::string::npos);
    centre.clock.advance(2 * 60 * 1000);
    EXPECT_TRUE(Desk::open(centre.seats()));
}

TEST(DeskOpening, aClockSetBackWhileItRunsTakesNothing) {
    SmallCentre centre;
    HandPhone phone(centre, "volunteer", kLinjiang);
    centre.clock.advance(-6 * 60 * 1000);
    const Id row = Id::uuid7(kMorning, centre.random);
    const auto envelope = phone.envelope({phone.activity(row, "活动")});
    EXPECT_EQ(phone.push({envelope}).refusal().code(), wire::Refusal::CODE_COME_BACK);
    EXPECT_TRUE(centre.row("activity", row).fields.empty());
    centre.clock.advance(6 * 60 * 1000);
    EXPECT_EQ(phone.receipt(phone.push({envelope})).changes(0).verdict(), wire::VERDICT_TAKEN);
}

}  // namespace
}  // namespace xiangji::syncd::test
