#include "core/records/field_seal.hpp"

#include <gtest/gtest.h>

#include <cstdint>
#include <set>

#include "core/records/clear_text.hpp"
#include "core/records/validate.hpp"

namespace xiangji {

namespace {

struct FieldSeals : testing::Test {
    SystemRandom random;
    SigningKey phone = SigningKey::make(random);
    SigningKey centre = SigningKey::make(random);
    FieldSeal here{phone};
    FieldSeal there{centre};
    CellPlace place{.type = 13, .row = Id::ofHash("a child"), .field = 11};
};

}  // namespace

TEST_F(FieldSeals, theSameTextInTheSameCellKeepsItsCiphertext) {
    const auto sealed = here.sealed(place, "李小宝");
    EXPECT_EQ(here.sealed(place, "李小宝"), sealed);
    EXPECT_EQ(here.opened(place, sealed).valueOr({}), "李小宝");
    EXPECT_NE(here.sealed(place, "李小贝"), sealed);
    auto elsewhere = place;
    elsewhere.row = Id::ofHash("another child");
    EXPECT_NE(here.sealed(elsewhere, "李小宝"), sealed) << "equal names do not show as equal";
    EXPECT_EQ(sealed.find("李小宝"), std::string::npos);
    EXPECT_TRUE(isSealedText(sealed));
}

TEST_F(FieldSeals, opensForItsKeyAndItsCellAlone) {
    const auto sealed = here.sealed(place, "李小宝");
    EXPECT_FALSE(there.opened(place, sealed));
    auto elsewhere = place;
    elsewhere.field = 19;
    EXPECT_FALSE(here.opened(elsewhere, sealed));
    for (std::size_t at = kSealedMark.size(); at < sealed.size(); ++at) {
        auto bent = sealed;
        bent[at] = bent[at] == 'A' ? 'B' : 'A';
        const auto opened = here.opened(place, bent);
        // The last character carries bits that base64 does not use.
        EXPECT_TRUE(!opened || (at + 1 == sealed.size() && *opened == "李小宝")) << at;
    }
    EXPECT_FALSE(here.opened(place, "李小宝"));
    EXPECT_FALSE(here.opened(place, std::string(kSealedMark)));
}

TEST_F(FieldSeals, hidesTheLengthOfANameAndKeepsEveryText) {
    EXPECT_EQ(here.sealed(place, "李").size(), here.sealed(place, "欧阳小宝").size());
    for (std::size_t length = 0; length < 100; ++length) {
        const std::string text = std::string(length, 'x') + std::string(length % 3, '\0');
        EXPECT_EQ(here.opened(place, here.sealed(place, text)).valueOr("?"), text);
    }
}

TEST_F(FieldSeals, travelsInABoxThatOpensAtItsGoalInItsCellAlone) {
    const auto sealed = here.sealed(place, "李小宝");
    const auto box = here.box(place, sealed, centre.publicKey());
    ASSERT_TRUE(box);
    EXPECT_EQ(here.box(place, sealed, centre.publicKey()).valueOr({}), *box);
    EXPECT_EQ(there.unboxed(place, *box).valueOr({}), "李小宝");
    EXPECT_FALSE(here.unboxed(place, *box));
    auto elsewhere = place;
    elsewhere.row = Id::ofHash("another child");
    EXPECT_FALSE(there.unboxed(elsewhere, *box)) << "a box moved to another row";
}

TEST_F(FieldSeals, numbersAreAsLongAsEachOtherAndEqualOnesOfTwoRowsDiffer) {
    const std::vector<Value> values{std::int64_t{0},
                                    std::int64_t{1},
                                    std::int64_t{2016},
                                    std::int64_t{-1'800'000'000},
                                    std::int64_t{1} << 62,
                                    INT64_MIN,
                                    0.1,
                                    -1.7976931348623157e308};
    std::set<std::string> all;
    for (const auto& value : values) {
        const auto sealed = here.asSealed(place, value);
        EXPECT_EQ(sealed.size(), here.sealed(place, "1").size()) << clearText(value);
        const auto kind = std::holds_alternative<double>(value) ? Kind::real : Kind::integer;
        EXPECT_EQ(here.openedValue(place, kind, sealed).valueOr({}), value) << clearText(value);
        all.insert(sealed);
        auto elsewhere = place;
        elsewhere.row = Id::ofHash("another child");
        all.insert(here.asSealed(elsewhere, value));
        elsewhere = place;
        elsewhere.field = 14;
        all.insert(here.asSealed(elsewhere, value));
        EXPECT_EQ(here.asSealed(place, value), sealed) << "a function of key, cell and value";
    }
    EXPECT_EQ(all.size(), values.size() * 3) << "nothing shows which cells hold equal numbers";
}

TEST_F(FieldSeals, whatLiesInTheClearIsTakenAsItIsAndSealedOnItsWay) {
    const Value year = std::int64_t{2016};
    EXPECT_EQ(here.openedValue(place, Kind::integer, year).valueOr({}), year);
    EXPECT_EQ(here.asSealed(place, year), here.sealed(place, "2016"));
    const Value sealed = here.sealed(place, "2016");
    EXPECT_EQ(Value(here.asSealed(place, sealed)), sealed);
    EXPECT_FALSE(here.openedValue(place, Kind::integer, here.sealed(place, "沒有")))
        << "what is sealed is no number";
    EXPECT_FALSE(there.openedValue(place, Kind::integer, sealed));
}

TEST(ClearText, isOneForEachValueAndNothingElseIsRead) {
    for (const auto* text :
         {"", " 1", "+1", "01", "-0", "1.0", "1e3", "0x1", "9223372036854775808", "1\n", "一"}) {
        EXPECT_FALSE(clearValue(Kind::integer, text)) << text;
    }
    for (const auto* text : {"", "nan", "inf", "1.50", "01", "-0", "1,5"}) {
        EXPECT_FALSE(clearValue(Kind::real, text)) << text;
    }
    EXPECT_EQ(clearText(-0.0), clearText(0.0));
    for (const auto& value :
         {Value(std::int64_t{-7}), Value(INT64_MAX), Value(Blob{Bytes("\x00\xff", 2)}), Value(1.5),
          Value(std::string("二字𠮷"))}) {
        const auto kind = std::holds_alternative<std::int64_t>(value) ? Kind::integer
                          : std::holds_alternative<double>(value)     ? Kind::real
                          : std::holds_alternative<Blob>(value)       ? Kind::blob
                                                                      : Kind::text;
        EXPECT_EQ(clearValue(kind, clearText(value)), value) << clearText(value);
    }
    EXPECT_FALSE(clearValue(Kind::blob, "FF")) << "one way to write bytes";
}

}  // namespace xiangji
