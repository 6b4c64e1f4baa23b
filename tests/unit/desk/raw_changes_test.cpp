// A line of the log says a change in the bytes in which it came, and nothing more.
#include "syncd/merge/raw_changes.hpp"

#include <google/protobuf/unknown_field_set.h>

#include "tests/unit/desk/hand_phone.hpp"

namespace xiangji::syncd::test {
namespace {

struct RawChanges : ::testing::Test {
    SmallCentre centre;
    HandPhone phone{centre, "volunteer", kLinjiang};
    Id row = Id::uuid7(kMorning, centre.random);

    /// A changeset of one change, in these bytes.
    static Bytes changesetOf(const Bytes& change) {
        wire::Changeset changeset;
        auto& unknown = *changeset.GetReflection()
                             ->MutableUnknownFields(&changeset)
                             ->AddLengthDelimited(wire::Changeset::kChangesFieldNumber);
        unknown = change;
        return changeset.SerializeAsString();
    }
    wire::ChangeVerdict tell(const Bytes& change) {
        const auto envelope = phone.envelope(
            {}, false, [&](wire::EnvelopeBody& body) { body.set_changeset(changesetOf(change)); });
        return phone.receipt(phone.push({envelope})).changes(0);
    }
    [[nodiscard]] Bytes logged() const {
        return must(centre.central->history(typeOf("activity").number, row)).back().change;
    }
    static Bytes withSeen(const Bytes& change, Lsn seenLsn) {
        wire::Change seen;
        seen.set_seen_lsn(seenLsn);
        return change + seen.SerializeAsString();
    }
};

TEST_F(RawChanges, eachStandsWhereItBegins) {
    wire::Changeset changeset;
    changeset.set_all_or_none(true);
    *changeset.add_changes() = phone.activity(row, "防溺水宣讲");
    changeset.add_changes();
    *changeset.add_changes() = HandPhone::voiding("activity", row, "重复");
    changeset.GetReflection()->MutableUnknownFields(&changeset)->AddVarint(99, 7);
    const Bytes bytes = changeset.SerializeAsString();
    const auto changes = changesIn(bytes);
    ASSERT_EQ(changes.size(), 3u);
    for (int i = 0; i < 3; ++i) {
        EXPECT_EQ(changes[static_cast<std::size_t>(i)], changeset.changes(i).SerializeAsString());
    }
}

TEST_F(RawChanges, whatCannotBeReadHasNone) {
    const Bytes bytes = changesetOf(phone.activity(row, "防溺水宣讲").SerializeAsString());
    EXPECT_TRUE(changesIn("").empty());
    EXPECT_EQ(changesIn(bytes).size(), 1u);
    EXPECT_TRUE(changesIn(bytes.substr(0, bytes.size() - 1)).empty());
    EXPECT_TRUE(changesIn(bytes + "\x0a").empty());
    EXPECT_TRUE(changesIn(bytes + "\x0a\xff\xff\xff\xff\x0f").empty());
    EXPECT_TRUE(changesIn(bytes + "\x99").empty());
}

TEST_F(RawChanges, aLineSaysTheChangeAsItCame) {
    auto made = phone.activity(row, "防溺水宣讲");
    // Another order than ours, of equal length, says the same.
    const Bytes whole = made.SerializeAsString();
    made.set_verb(wire::VERB_UNSPECIFIED);
    wire::Change verb;
    verb.set_verb(wire::VERB_INSERT);
    const Bytes reordered = made.SerializeAsString() + verb.SerializeAsString();
    ASSERT_NE(reordered, whole);
    EXPECT_EQ(tell(reordered).verdict(), wire::VERDICT_TAKEN);
    EXPECT_EQ(logged(), withSeen(reordered, 0));
    EXPECT_TRUE(must(centre.desk->audit({})).findings.empty());
}

TEST_F(RawChanges, nothingHidesInALine) {
    const Bytes said = phone.activity(row, "防溺水宣讲").SerializeAsString();
    // The row is named twice, of which the last counts.
    wire::Change other;
    other.set_row(Bytes(16, 'x'));
    EXPECT_EQ(tell(other.SerializeAsString() + said).verdict(), wire::VERDICT_TAKEN);
    EXPECT_EQ(logged(), withSeen(said, 0));
}

}  // namespace
}  // namespace xiangji::syncd::test
