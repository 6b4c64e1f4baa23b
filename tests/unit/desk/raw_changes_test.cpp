// A line of the log says a change that takes effect as it is in the bytes in which it came.
#include "syncd/merge/raw_changes.hpp"

#include "core/records/validate.hpp"
#include "tests/unit/desk/hand_phone.hpp"

namespace xiangji::syncd::test {
namespace {

struct RawChanges : ::testing::Test {
    SmallCentre centre;
    HandPhone phone{centre, "volunteer", kLinjiang};
    Id row = Id::uuid7(kMorning, centre.random);

    /// A changeset of changes in these bytes.
    static Bytes changesetOf(const std::vector<Bytes>& changes, bool allOrNone = false) {
        wire::Changeset changeset;
        changeset.set_all_or_none(allOrNone);
        Bytes bytes = changeset.SerializeAsString();
        for (const auto& change : changes) {
            bytes += '\x0a';
            for (auto size = change.size(); size > 0; size >>= 7U) {
                bytes += static_cast<char>((size & 0x7fU) | (size > 0x7fU ? 0x80U : 0U));
            }
            bytes += change;
        }
        return bytes;
    }
    wire::ReceiptBody send(const std::vector<Bytes>& changes, bool allOrNone = false) {
        const auto envelope = phone.envelope({}, false, [&](wire::EnvelopeBody& body) {
            body.set_changeset(changesetOf(changes, allOrNone));
        });
        return phone.receipt(phone.push({envelope}));
    }
    /// In another order than ours, which says the same at the same length.
    static Bytes reordered(wire::Change change) {
        wire::Change verb;
        verb.set_verb(change.verb());
        change.set_verb(wire::VERB_UNSPECIFIED);
        return change.SerializeAsString() + verb.SerializeAsString();
    }
    [[nodiscard]] Bytes logged(const std::string& type, const Id& id) const {
        return must(centre.central->history(typeOf(type).number, id)).back().change;
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
    const Bytes bytes = changeset.SerializeAsString();
    const auto changes = changesIn(bytes);
    ASSERT_EQ(changes.size(), 3u);
    for (int i = 0; i < 3; ++i) {
        EXPECT_EQ(changes[static_cast<std::size_t>(i)], changeset.changes(i).SerializeAsString());
    }
    EXPECT_TRUE(changesIn("").empty());
}

TEST_F(RawChanges, whatCannotBeReadOrIsNotKnownHasNone) {
    const Bytes bytes = changesetOf({phone.activity(row, "防溺水宣讲").SerializeAsString()});
    ASSERT_EQ(changesIn(bytes).size(), 1u);
    EXPECT_TRUE(changesIn(bytes.substr(0, bytes.size() - 1)).empty());
    for (const char* rest : {"\x0a", "\x0a\xff\xff\xff\xff\x0f", "\x99", "\x10", "\x18\x07"}) {
        EXPECT_TRUE(changesIn(bytes + rest).empty());
    }
}

TEST_F(RawChanges, aLineSaysTheChangeAsItCame) {
    const Bytes said = reordered(phone.activity(row, "防溺水宣讲"));
    ASSERT_NE(said, phone.activity(row, "防溺水宣讲").SerializeAsString());
    EXPECT_EQ(send({said}).changes(0).verdict(), wire::VERDICT_TAKEN);
    EXPECT_EQ(logged("activity", row), withSeen(said, 0));
    EXPECT_TRUE(must(centre.desk->audit({})).findings.empty());
}

TEST_F(RawChanges, eachLineSaysItsOwn) {
    const std::vector<Id> rows{row, Id::uuid7(kMorning, centre.random),
                               Id::uuid7(kMorning, centre.random)};
    std::vector<Bytes> said;
    for (const auto& id : rows) {
        said.push_back(reordered(phone.activity(id, "防溺水宣讲")));
    }
    ASSERT_EQ(send(said, true).changes_size(), 3);
    for (std::size_t i = 0; i < rows.size(); ++i) {
        EXPECT_EQ(logged("activity", rows[i]), withSeen(said[i], 0));
    }
    EXPECT_TRUE(must(centre.desk->audit({})).findings.empty());
}

TEST_F(RawChanges, whatIsGivenTwiceStandsOnceInItsLine) {
    const Bytes said = phone.activity(row, "防溺水宣讲").SerializeAsString();
    wire::Change other;
    other.set_row(Bytes(Id::kSizeBytes, 'x'));
    EXPECT_EQ(send({other.SerializeAsString() + said}).changes(0).verdict(), wire::VERDICT_TAKEN);
    EXPECT_EQ(logged("activity", row), withSeen(said, 0));
}

TEST_F(RawChanges, whatIsSealedStandsAsItLies) {
    HandPhone tutor(centre, "tutor", kLinjiang, "王芳");
    const auto boxed = tutor.insert(
        "child", row, {{"alias", std::string("小宝")}, {"consent_state", std::int64_t{2}}});
    ASSERT_EQ(tutor.tell(boxed).verdict(), wire::VERDICT_TAKEN);
    wire::Change line;
    ASSERT_TRUE(line.ParseFromString(logged("child", row)));
    const auto alias = fieldOf(typeOf("child"), "alias").number;
    int sealed = 0;
    for (const auto& cell : line.cells()) {
        EXPECT_TRUE(cell.sealed().empty());
        sealed += cell.field() == alias && isSealedText(cell.text()) ? 1 : 0;
    }
    EXPECT_EQ(sealed, 1);
}

}  // namespace
}  // namespace xiangji::syncd::test
