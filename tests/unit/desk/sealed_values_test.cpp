// What a box may hold: one text for one value of its field's kind, within its limits.
#include "core/records/field_seal.hpp"
#include "core/records/validate.hpp"
#include "tests/unit/desk/hand_phone.hpp"

namespace xiangji::syncd::test {
namespace {

struct SealedValues : ::testing::Test {
    SmallCentre centre;
    HandPhone li{centre, "tutor", kLinjiang, "李明"};
    HandPhone wang{centre, "tutor", kLinjiang, "王芳"};
    Id row = Id::uuid7(kMorning, centre.random);
    const RecordType& child = typeOf("child");

    void SetUp() override {
        ASSERT_EQ(
            li.tell(li.insert("child", row,
                              {{"alias", std::string("小宝")}, {"consent_state", std::int64_t{2}}}))
                .verdict(),
            wire::VERDICT_TAKEN);
        li.pull();
        wang.pull();
    }
    [[nodiscard]] CellPlace place(const char* field) const {
        return {child.number, row, fieldOf(child, field).number};
    }
    /// What a program could send: any text in a box for the centre.
    wire::ChangeVerdict send(HandPhone& phone, const char* field, const std::string& text) const {
        auto change = HandPhone::change("child", row, wire::VERB_EDIT);
        auto& cell = *change.add_cells();
        cell.set_field(place(field).field);
        const FieldSeal seal(phone.key);
        cell.set_sealed(
            must(seal.box(place(field), seal.sealed(place(field), text), centre.key.publicKey())));
        return phone.tell(change);
    }
    [[nodiscard]] Value lying(const char* field) const {
        return shown("child", centre.row("child", row), field);
    }
};

TEST_F(SealedValues, ofEveryKindAreTakenAndLieAsText) {
    for (const auto& [field, text] : {std::pair("birth_year", "2016"), std::pair("grade", "0"),
                                      std::pair("sex", "2"), std::pair("left_behind", "0")}) {
        EXPECT_EQ(send(li, field, text).verdict(), wire::VERDICT_TAKEN) << field;
        const Value value = lying(field);
        const auto* sealed = std::get_if<std::string>(&value);
        ASSERT_NE(sealed, nullptr) << field;
        EXPECT_TRUE(isSealedText(*sealed)) << *sealed;
        EXPECT_EQ(FieldSeal(centre.key).opened(place(field), *sealed).valueOr("?"), text);
    }
}

TEST_F(SealedValues, thatAreNoneOfTheirFieldArePutAside) {
    for (const auto& [field, text] :
         {std::pair("birth_year", "1999"), std::pair("birth_year", "2201"),
          std::pair("birth_year", "2016 "), std::pair("birth_year", "+2016"),
          std::pair("birth_year", "二〇一六"), std::pair("birth_year", ""), std::pair("sex", "9"),
          std::pair("grade", "13"), std::pair("sex", "0"), std::pair("sex", "female"),
          std::pair("left_behind", "2"), std::pair("left_behind", "true"),
          std::pair("real_name", "e\u0301")}) {
        EXPECT_EQ(send(li, field, text).verdict(), wire::VERDICT_QUARANTINED)
            << field << " = " << text;
        EXPECT_EQ(lying(field), Value()) << field << " = " << text;
    }
    EXPECT_EQ(
        li.tell(HandPhone::edit("child", row, {{"birth_year", std::int64_t{2016}}})).verdict(),
        wire::VERDICT_QUARANTINED)
        << "in the clear";
}

TEST_F(SealedValues, equalOnesApartAreNoConflictAndDifferentOnesAre) {
    EXPECT_EQ(send(li, "birth_year", "2016").verdict(), wire::VERDICT_TAKEN);
    EXPECT_EQ(send(wang, "birth_year", "2016").verdict(), wire::VERDICT_TAKEN);
    EXPECT_EQ(must(centre.desk->status()).conflicts, 0U);
    EXPECT_EQ(send(li, "sex", "1").verdict(), wire::VERDICT_TAKEN);
    EXPECT_EQ(send(wang, "sex", "2").verdict(), wire::VERDICT_TAKEN_WITH_CONFLICT);
    EXPECT_EQ(must(centre.desk->status()).conflicts, 1U);
}

TEST_F(SealedValues, aProgramBelowTheLevelGetsNothingOfThem) {
    ASSERT_EQ(send(li, "grade", "3").verdict(), wire::VERDICT_TAKEN);
    ASSERT_EQ(send(li, "birth_year", "2016").verdict(), wire::VERDICT_TAKEN);
    ASSERT_EQ(send(li, "real_name", "李小宝").verdict(), wire::VERDICT_TAKEN);
    const auto got = [&](const HandPhone& phone, const char* field) {
        const auto* pulled = phone.pulled("child", row);
        return pulled != nullptr && std::ranges::any_of(pulled->cells(), [&](const auto& cell) {
                   return cell.field() == place(field).field && !cell.sealed().empty();
               });
    };
    li.hello(fieldOf(child, "grade").rules.sealed_since() - 1);
    li.cursor = 0;
    li.pull();
    EXPECT_FALSE(got(li, "grade"));
    EXPECT_TRUE(got(li, "birth_year")) << "what it knows as sealed";
    EXPECT_TRUE(got(li, "real_name"));
    li.hello();
    li.cursor = 0;
    li.pull();
    EXPECT_TRUE(got(li, "grade"));
}

}  // namespace
}  // namespace xiangji::syncd::test
