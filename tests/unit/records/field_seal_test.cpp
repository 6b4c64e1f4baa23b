#include "core/records/field_seal.hpp"

#include <gtest/gtest.h>

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

}  // namespace xiangji
