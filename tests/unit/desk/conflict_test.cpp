#include "tests/unit/desk/hand_phone.hpp"

namespace xiangji::syncd::test {
namespace {

/// Two phones of one institute and a row both have pulled.
struct Meeting : ::testing::Test {
    SmallCentre centre;
    HandPhone li{centre, "volunteer", kLinjiang, "李明"};
    HandPhone wang{centre, "tutor", kLinjiang, "王芳"};
    Id row = Id::uuid7(kMorning, centre.random);

    void SetUp() override {
        ASSERT_EQ(li.tell(li.activity(row, "端午活动")).verdict(), wire::VERDICT_TAKEN);
        li.pull();
        wang.pull();
    }
    static wire::Change edit(const Id& id, const HandPhone::Named& fields) {
        return HandPhone::edit("activity", id, fields);
    }
    [[nodiscard]] std::string text(const std::string& field) const {
        return textOf(shown("activity", centre.row("activity", row), field));
    }
    [[nodiscard]] std::vector<SeenConflict> conflicts() const {
        return must(centre.central->reader().conflicts({}));
    }
};

TEST_F(Meeting, editsOfDifferentFieldsBothSurvive) {
    EXPECT_EQ(li.tell(edit(row, {{"place", "村口"}})).verdict(), wire::VERDICT_TAKEN);
    EXPECT_EQ(wang.tell(edit(row, {{"summary", "来了三十人"}})).verdict(), wire::VERDICT_TAKEN);
    EXPECT_EQ(text("place"), "村口");
    EXPECT_EQ(text("summary"), "来了三十人");
    EXPECT_TRUE(conflicts().empty());
}

TEST_F(Meeting, theSameValueTwiceIsNoConflict) {
    EXPECT_EQ(li.tell(edit(row, {{"place", "村口"}})).verdict(), wire::VERDICT_TAKEN);
    EXPECT_EQ(wang.tell(edit(row, {{"place", "村口"}})).verdict(), wire::VERDICT_TAKEN);
    EXPECT_TRUE(conflicts().empty());
}

TEST_F(Meeting, oneFieldWrittenApartKeepsBothValuesWithTheirAuthors) {
    EXPECT_EQ(li.tell(edit(row, {{"place", "村口"}})).verdict(), wire::VERDICT_TAKEN);
    centre.clock.advance(1000);
    EXPECT_EQ(wang.tell(edit(row, {{"place", "祠堂"}})).verdict(),
              wire::VERDICT_TAKEN_WITH_CONFLICT);
    EXPECT_EQ(text("place"), "祠堂") << "the later one shows";
    const auto kept = conflicts();
    ASSERT_EQ(kept.size(), 1u);
    EXPECT_EQ(kept[0].title, "端午活动");
    EXPECT_EQ(kept[0].field->name, "place");
    EXPECT_EQ(textOf(kept[0].shown.value), "祠堂");
    EXPECT_EQ(kept[0].shown.authorName, "王芳");
    EXPECT_EQ(kept[0].shown.atMs, kMorning + 1000);
    ASSERT_EQ(kept[0].others.size(), 1u);
    EXPECT_EQ(textOf(kept[0].others[0].value), "村口");
    EXPECT_EQ(kept[0].others[0].authorName, "李明");
    EXPECT_EQ(must(centre.desk->status()).conflicts, 1u);
    EXPECT_TRUE(must(centre.central->reader().conflicts(unitId(kYongtai))).empty());
    EXPECT_EQ(must(centre.central->reader().conflicts(unitId(kCentre))).size(), 1u);
}

TEST_F(Meeting, bothPhonesPullTheConflictAlike) {
    li.tell(edit(row, {{"place", "村口"}}));
    centre.clock.advance(1000);
    wang.tell(edit(row, {{"place", "祠堂"}}));
    li.pull();
    wang.pull();
    ASSERT_NE(li.pulled("activity", row), nullptr);
    EXPECT_EQ(li.pulled("activity", row)->SerializeAsString(),
              wang.pulled("activity", row)->SerializeAsString());
    const auto& conflict = li.pulled("activity", row)->conflicts(0);
    EXPECT_EQ(conflict.shown().cell().text(), "祠堂");
    EXPECT_EQ(conflict.shown().author(), wang.person().bytes());
    EXPECT_EQ(conflict.others(0).cell().text(), "村口");
    EXPECT_EQ(conflict.others(0).author(), li.person().bytes());
}

TEST_F(Meeting, whoSettlesMustHaveWrittenWhatHeNames) {
    HandPhone third{centre, "volunteer", kLinjiang, "赵六"};
    third.pull();
    li.tell(edit(row, {{"place", "村口"}}));
    wang.tell(edit(row, {{"place", "祠堂"}}));
    li.pull();
    const auto settling = [&](const HandPhone& by, std::uint64_t seq) {
        auto change = edit(row, {{"place", "村口"}});
        change.set_verb(wire::VERB_SETTLE);
        for (const auto& [device, number] :
             {std::pair(by.id().bytes(), seq), std::pair(wang.id().bytes(), wang.lastSeq)}) {
            auto& head = *change.add_heads();
            head.set_device(device);
            head.set_seq(number);
        }
        return change;
    };
    EXPECT_EQ(third.tell(settling(third, third.lastSeq + 1)).reason(), "role");
    third.tell(edit(row, {{"summary", "来了三十人"}}));
    EXPECT_EQ(third.tell(settling(third, third.lastSeq)).reason(), "role") << "of another field";
    EXPECT_EQ(conflicts().size(), 1U);
    EXPECT_EQ(wang.tell(settling(li, li.lastSeq)).verdict(), wire::VERDICT_TAKEN);
    EXPECT_TRUE(conflicts().empty());
    li.pull();
    EXPECT_EQ(li.tell(settling(li, li.lastSeq)).reason(), "") << "he wrote one that stood";
}

TEST_F(Meeting, aWriteThatHasSeenBothSettlesTheConflict) {
    li.tell(edit(row, {{"place", "村口"}}));
    wang.tell(edit(row, {{"place", "祠堂"}}));
    li.pull();
    EXPECT_EQ(li.tell(edit(row, {{"place", "村口祠堂"}})).verdict(), wire::VERDICT_TAKEN);
    EXPECT_TRUE(conflicts().empty());
    wang.pull();
    EXPECT_EQ(wang.pulled("activity", row)->conflicts_size(), 0) << "its end is told too";
}

TEST_F(Meeting, oneWhoHasSeenTheOtherReplacesIt) {
    li.tell(edit(row, {{"place", "村口"}}));
    wang.pull();
    EXPECT_EQ(wang.tell(edit(row, {{"place", "祠堂"}})).verdict(), wire::VERDICT_TAKEN);
    EXPECT_TRUE(conflicts().empty());
}

TEST_F(Meeting, whatWasWrittenInALifeNobodyKnowsIsRefusedInWords) {
    li.tell(edit(row, {{"place", "村口"}}));
    wang.pull();
    const auto elsewhere =
        wang.envelope({edit(row, {{"place", "祠堂"}})}, false,
                      [](wire::EnvelopeBody& body) { body.set_epoch(Bytes(16, 'e')); });
    const auto reply = wang.push({elsewhere});
    EXPECT_EQ(reply.refusal().code(), wire::Refusal::CODE_OTHER_SERVER);
    EXPECT_NE(reply.refusal().words().find("restored"), std::string::npos);
    EXPECT_EQ(text("place"), "村口");
}

TEST_F(Meeting, aVoidHidesTheRowAndAnEditApartFromItIsFlagged) {
    EXPECT_EQ(li.tell(HandPhone::voiding("activity", row, "重复")).verdict(), wire::VERDICT_TAKEN);
    EXPECT_FALSE(centre.row("activity", row).editedAfterVoid);
    EXPECT_EQ(wang.tell(edit(row, {{"place", "祠堂"}})).verdict(), wire::VERDICT_TAKEN);
    EXPECT_TRUE(centre.row("activity", row).voided());
    EXPECT_TRUE(centre.row("activity", row).editedAfterVoid);
    EXPECT_EQ(text("place"), "祠堂") << "its fields still merge";
    EXPECT_TRUE(must(centre.central->reader().rows(typeOf("activity"), {})).empty());
}

TEST_F(Meeting, anEditBeforeAVoidThatHadNotSeenItIsFlaggedToo) {
    wang.tell(edit(row, {{"place", "祠堂"}}));
    li.tell(HandPhone::voiding("activity", row, "重复"));
    EXPECT_TRUE(centre.row("activity", row).editedAfterVoid);
}

TEST_F(Meeting, aVoidThatHasSeenTheEditIsNotFlagged) {
    wang.tell(edit(row, {{"place", "祠堂"}}));
    li.pull();
    li.tell(HandPhone::voiding("activity", row, "重复"));
    EXPECT_FALSE(centre.row("activity", row).editedAfterVoid);
}

TEST_F(Meeting, twoPhonesMakingOneLessonMakeOneRow) {
    const Id lesson =
        must(naturalId(typeOf("safety_lesson"),
                       {{fieldOf(typeOf("safety_lesson"), "activity").number, refTo(row)}}));
    ASSERT_EQ(li.tell(li.insert("safety_lesson", lesson,
                                {{"activity", refTo(row)}, {"rescue_taught", std::int64_t{1}}}))
                  .verdict(),
              wire::VERDICT_TAKEN);
    centre.clock.advance(1'000);
    auto second = wang.insert("safety_lesson", lesson,
                              {{"activity", refTo(row)}, {"rescue_taught", std::int64_t{0}}});
    HandPhone::element(second, "safety_lesson", "six_dont", wire::Cell::OP_ADD, std::int64_t{1});
    EXPECT_EQ(wang.tell(second).verdict(), wire::VERDICT_TAKEN_WITH_CONFLICT);
    const auto state = centre.row("safety_lesson", lesson);
    EXPECT_EQ(idIn(shown("safety_lesson", state, "author_person")), li.person())
        << "who made it first stays its author";
    EXPECT_EQ(textOf(shown("safety_lesson", state, "six_dont")), "[1]");
    EXPECT_EQ(conflicts().size(), 1u);
}

TEST_F(Meeting, anElementAddedApartFromItsRemovalStays) {
    auto add = HandPhone::change("activity", row, wire::VERB_EDIT);
    HandPhone::element(add, "activity", "service_target", wire::Cell::OP_ADD, std::int64_t{1});
    auto remove = HandPhone::change("activity", row, wire::VERB_EDIT);
    HandPhone::element(remove, "activity", "service_target", wire::Cell::OP_REMOVE,
                       std::int64_t{1});
    li.tell(add);
    wang.tell(remove);
    EXPECT_EQ(text("service_target"), "[1]") << "the removal had not seen the add";
    wang.pull();
    wang.tell(remove);
    EXPECT_EQ(text("service_target"), "(unset)");
    EXPECT_TRUE(conflicts().empty());
}

TEST_F(Meeting, everyValueEverSavedIsInTheHistory) {
    li.tell(edit(row, {{"place", "村口"}}));
    centre.clock.advance(-1000);
    wang.tell(edit(row, {{"place", "祠堂"}}));
    wire::Request request;
    request.mutable_history()->set_type(typeOf("activity").number);
    request.mutable_history()->set_row(row.bytes());
    const auto reply = centre.ask(wang.caller, request);
    ASSERT_EQ(reply.history().entries_size(), 3);
    EXPECT_EQ(reply.history().entries(1).cells(0).text(), "村口");
    EXPECT_EQ(reply.history().entries(1).author_name(), "李明");
    EXPECT_EQ(reply.history().entries(2).cells(0).text(), "祠堂");
    EXPECT_EQ(reply.history().entries(2).verdict(), wire::VERDICT_TAKEN_WITH_CONFLICT);
    HandPhone stranger(centre, "volunteer", kYongtai, "外镇人");
    EXPECT_EQ(centre.ask(stranger.caller, request).history().entries_size(), 0);
}

}  // namespace
}  // namespace xiangji::syncd::test
