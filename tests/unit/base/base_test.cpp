#include <gtest/gtest.h>
#include <rapidcheck.h>

#include "core/base/bytes.hpp"
#include "core/base/civil_time.hpp"
#include "core/base/hash.hpp"
#include "core/base/id.hpp"
#include "core/base/signing_key.hpp"
#include "core/base/stamp.hpp"
#include "core/base/text.hpp"

namespace xiangji {
namespace {

TEST(Bytes, everyTextFormReadsBackWhatItWrote) {
    EXPECT_TRUE(rc::check([](const std::string& bytes) {
        RC_ASSERT(fromHex(toHex(bytes)) == bytes);
        RC_ASSERT(fromBase64Url(toBase64Url(bytes)) == bytes);
        RC_ASSERT(fromBase32(toBase32(bytes)) == bytes);
    }));
}

TEST(Bytes, base32ForgivesLookAlikesAndCase) {
    const Bytes bytes = "\x08\x42\x10\x84\x21";
    std::string text = toBase32(bytes);
    for (char& c : text) {
        c = c == '0' ? 'O' : c == '1' ? 'l' : c;
    }
    EXPECT_EQ(fromBase32(text), bytes);
    EXPECT_FALSE(fromBase32("U"));
    EXPECT_FALSE(fromBase32("中"));
}

TEST(Id, textAndBytesReadBack) {
    SystemRandom random;
    const Id id = Id::uuid7(1'781'827'200'000, random);
    EXPECT_EQ(Id::parse(id.text()), id);
    EXPECT_EQ(Id::fromBytes(id.bytes()), id);
    EXPECT_EQ(id.text()[14], '7');
    EXPECT_FALSE(Id::parse("not an id"));
    EXPECT_FALSE(Id::parse(id.text() + "0"));
    EXPECT_FALSE(Id::fromBytes("short"));
}

TEST(Id, laterOnesSortAfterEarlierOnes) {
    SystemRandom random;
    EXPECT_LT(Id::uuid7(1000, random), Id::uuid7(1001, random));
}

TEST(Hlc, neverStandsStillAndNeverGoesBack) {
    const Hlc first = nextHlc(0, 5000);
    EXPECT_EQ(msOf(first), 5000);
    EXPECT_GT(nextHlc(first, 5000), first);
    EXPECT_GT(nextHlc(first, 4000), first);
    EXPECT_EQ(hlcOf(-1), 0U);
}

TEST(CivilTime, theFirstHoursOfADayBelongToThatDay) {
    const auto early = parseInstant("2026-06-19T00:00+08:00");
    const auto late = parseInstant("2026-06-18T23:59:59.999+08:00");
    ASSERT_TRUE(early && late);
    EXPECT_EQ(*early - *late, 1);
    EXPECT_EQ(civilDate(*early), "2026-06-19");
    EXPECT_EQ(civilDate(*late), "2026-06-18");
    EXPECT_EQ(civilInstant(*early), "2026-06-19T00:00:00+08:00");
    EXPECT_EQ(startOfCivilDate("2026-06-19"), early);
}

TEST(CivilTime, leapDaysAndWrongDatesAreTold) {
    EXPECT_TRUE(startOfCivilDate("2028-02-29"));
    EXPECT_FALSE(startOfCivilDate("2026-02-29"));
    EXPECT_FALSE(startOfCivilDate("2026-13-01"));
    EXPECT_FALSE(startOfCivilDate("2026-6-19"));
    EXPECT_FALSE(parseInstant("2026-06-19T09:30"));
    EXPECT_FALSE(parseInstant("2026-06-19T24:00Z"));
    EXPECT_EQ(parseInstant("2026-06-19T01:30:00Z"), parseInstant("2026-06-19 09:30+0800"));
}

TEST(Text, isBroughtToOneForm) {
    EXPECT_EQ(toNfc("e\u0301"), "\u00e9");
    EXPECT_EQ(toNfc("𠮷野家😀"), "𠮷野家😀");
    EXPECT_FALSE(toNfc("\xff\xfe"));
    EXPECT_EQ(codePoints("𠮷野家😀"), 4U);
    EXPECT_EQ(trimmed("\u3000 村 口 \u3000\n"), "村 口");
}

/// UTF-8 of a code point of the basic plane.
std::string utf8Of(unsigned point) {
    const auto tail = [](unsigned bits) { return static_cast<char>(0x80U | (bits & 0x3fU)); };
    if (point < 0x80) {
        return {static_cast<char>(point)};
    }
    if (point < 0x800) {
        return {static_cast<char>(0xc0U | point >> 6U), tail(point)};
    }
    return {static_cast<char>(0xe0U | point >> 12U), tail(point >> 6U), tail(point)};
}

TEST(Text, theShortWayThroughPlainChineseSaysWhatTheLongWayWould) {
    for (unsigned point = 1; point < 0xd800; ++point) {
        const std::string text = "防溺水" + utf8Of(point) + "a";
        // Not plain Chinese, and nothing that could join with its neighbours.
        const std::string longWay = text + "\u00e9";
        ASSERT_EQ(isNfc(text), toNfc(longWay) == longWay) << std::hex << point;
    }
    EXPECT_FALSE(isNfc("e\u0301"));
    EXPECT_FALSE(isNfc("防\xe9\x98"));
    EXPECT_FALSE(isNfc("\xe0\x80\x80"));
}

TEST(SigningKey, aSignatureHoldsForItsMessageAlone) {
    SystemRandom random;
    const auto key = SigningKey::make(random);
    const Bytes signature = key.sign("hello");
    EXPECT_TRUE(signatureHolds("hello", signature, key.publicKey()));
    EXPECT_FALSE(signatureHolds("hallo", signature, key.publicKey()));
    EXPECT_FALSE(signatureHolds("hello", signature, SigningKey::make(random).publicKey()));
    EXPECT_FALSE(signatureHolds("hello", "", key.publicKey()));
    EXPECT_EQ(SigningKey::fromSeed(key.seed())->publicKey(), key.publicKey());
}

TEST(Hash, partsAreHashedAsTheirLengthsAndBytesInARow) {
    EXPECT_EQ(hashOfParts({"ab", ""}), hashOf(Bytes("\x02\0\0\0\0\0\0\0ab\0\0\0\0\0\0\0\0", 18)));
}

TEST(Hash, partsCannotBeShiftedIntoEachOther) {
    EXPECT_NE(hashOfParts({"ab", "c"}), hashOfParts({"a", "bc"}));
    EXPECT_EQ(toHex(sha256("")),
              "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
}

}  // namespace
}  // namespace xiangji
