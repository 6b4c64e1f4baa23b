#include "core/store/local_transaction.hpp"

#include <gtest/gtest.h>

#include "core/base/hash.hpp"
#include "core/base/random.hpp"
#include "core/records/wire_values.hpp"
#include "core/store/pulled_rows.hpp"
#include "tests/unit/store/kept_home.hpp"
#include "wire/envelope.pb.h"

namespace xiangji {
namespace {

using namespace test;

TEST(LocalTransaction, rowsAndEnvelopeAreCommittedTogetherOrNotAtAll) {
    Store store;
    const Id id = store.newId();
    {
        LocalTransaction given(*store.database);
        given.table(activity()).insert(id, titled("放弃"));
        given.note({.type = &activity(), .row = id});
    }
    EXPECT_EQ(store.outboxCount(), 0U);
    EXPECT_FALSE(RowTable(store.database->connection(), activity()).row(id));
    EXPECT_EQ(store.insert(activity(), id, titled("保存")), 1U);
    EXPECT_EQ(store.outboxCount(), 1U);
}

TEST(LocalTransaction, envelopesAreNumberedWithoutGapsAndChained) {
    Store store;
    for (std::uint64_t seq = 1; seq <= 3; ++seq) {
        EXPECT_EQ(store.insert(activity(), store.newId(), titled("一")), seq);
    }
    EXPECT_TRUE(store.body(1).previous().empty());
    EXPECT_EQ(store.body(2).previous(), hashOf(store.body(1).SerializeAsString()));
    EXPECT_EQ(store.body(3).previous(), hashOf(store.body(2).SerializeAsString()));
    EXPECT_LT(store.body(1).hlc(), store.body(2).hlc()) << "one clock reading is never given twice";
}

TEST(LocalTransaction, onlyWhatReallyDiffersIsRecorded) {
    Store store;
    const Id id = store.newId();
    store.insert(activity(), id, titled("原来"));
    {
        LocalTransaction same(*store.database);
        same.table(activity()).update(id, titled("原来"));
        same.note({.type = &activity(), .row = id});
        EXPECT_EQ(same.commit(store.device, 2000), 0U);
    }
    LocalTransaction edit(*store.database);
    auto fields = titled("后来");
    fields[activity().field("place")->number] = std::monostate{};
    edit.table(activity()).update(id, fields);
    edit.note({.type = &activity(), .row = id});
    ASSERT_EQ(edit.commit(store.device, 2000), 2U);
    const auto changes = store.changeset(2);
    ASSERT_EQ(changes.changes_size(), 1);
    EXPECT_EQ(changes.changes(0).verb(), wire::VERB_EDIT);
    ASSERT_EQ(changes.changes(0).cells_size(), 1);
    EXPECT_EQ(changes.changes(0).cells(0).text(), "后来");
}

TEST(LocalTransaction, parentsTravelBeforeTheirChildren) {
    Store store;
    const auto& unit = typeNamed("unit");
    std::vector<Id> ids;
    LocalTransaction transaction(*store.database);
    for (int i = 0; i < 40; ++i) {
        ids.push_back(store.newId());
        transaction.table(unit).insert(ids.back(), {});
        transaction.note({.type = &unit, .row = ids.back()});
    }
    transaction.commit(store.device, 1000);
    const auto changes = store.changeset(1);
    ASSERT_EQ(changes.changes_size(), 40);
    for (int i = 0; i < 40; ++i) {
        EXPECT_EQ(changes.changes(i).row(), ids[static_cast<std::size_t>(i)].bytes());
    }
}

TEST(LocalTransaction, aStepTravelsAsTheStepItWas) {
    Store store;
    const Id id = store.newId();
    Fields fields = titled("一次做完");
    fields[common::kStatus] = std::string("draft");
    LocalTransaction transaction(*store.database);
    auto table = transaction.table(activity());
    table.insert(id, fields);
    transaction.note({.type = &activity(), .row = id});
    table.update(id, {{common::kStatus, std::string("submitted")}});
    transaction.note({.type = &activity(), .row = id, .kind = Step::Kind::act, .action = "submit"});
    transaction.commit(store.device, 1000);
    const auto changes = store.changeset(1);
    ASSERT_EQ(changes.changes_size(), 2);
    EXPECT_EQ(changes.changes(0).verb(), wire::VERB_INSERT);
    for (const auto& cell : changes.changes(0).cells()) {
        EXPECT_TRUE(cell.field() != common::kStatus || cell.text() == "draft");
    }
    EXPECT_EQ(changes.changes(1).verb(), wire::VERB_ACT);
    EXPECT_EQ(changes.changes(1).action(), "submit");
}

TEST(LocalTransaction, anEditAfterASettlementInTheSameTransactionIsTheLastWord) {
    Store store;
    const Id id = store.newId();
    store.insert(activity(), id, titled("原来"));
    Step settled{.type = &activity(), .row = id, .kind = Step::Kind::settle};
    auto& choice = settled.cells.emplace_back();
    choice.set_field(activity().field("title")->number);
    choice.set_text("选定");
    LocalTransaction transaction(*store.database);
    transaction.table(activity()).update(id, titled("选定"));
    transaction.note(settled);
    transaction.table(activity()).update(id, titled("又改"));
    transaction.note({.type = &activity(), .row = id});
    transaction.commit(store.device, 2000);
    const auto changes = store.changeset(2);
    ASSERT_EQ(changes.changes_size(), 2);
    EXPECT_EQ(changes.changes(0).verb(), wire::VERB_SETTLE);
    EXPECT_EQ(changes.changes(1).verb(), wire::VERB_EDIT);
    ASSERT_EQ(changes.changes(1).cells_size(), 1);
    EXPECT_EQ(changes.changes(1).cells(0).text(), "又改");
}

TEST(LocalTransaction, anEditAfterASettlementIsTheLastWordOfASealedFieldToo) {
    Store store;
    const auto centre = SigningKey::make(store.random);
    const PhoneSeal seal(centre);
    store.database->useSeal(centre);
    store.database->know(known::kServerKey, Blob{centre.publicKey()});
    const auto& type = typeNamed("child");
    for (const auto& [last, edits] :
         {std::pair(std::string("又改"), 1), std::pair(std::string("选定"), 0)}) {
        const CellPlace place{type.number, store.newId(), type.field("real_name")->number};
        const Value chosen = seal.laid(place, std::string("选定"));
        store.insert(type, place.row, {{place.field, seal.laid(place, std::string("原来"))}});
        Step settled{.type = &type, .row = place.row, .kind = Step::Kind::settle, .cells = {{}}};
        settled.cells[0].set_field(place.field);
        ASSERT_TRUE(seal.put(settled.cells[0], place, chosen, centre.publicKey()));
        LocalTransaction transaction(*store.database);
        transaction.table(type).update(place.row, {{place.field, chosen}});
        transaction.note(settled);
        transaction.table(type).update(place.row, {{place.field, seal.laid(place, last)}});
        transaction.note({.type = &type, .row = place.row});
        const auto changes = store.changeset(transaction.commit(store.device, 2000));
        ASSERT_EQ(changes.changes_size(), 1 + edits) << last;
        const auto& box = changes.changes(edits).cells(0).sealed();
        EXPECT_EQ(FieldSeal(centre).unboxed(place, box).valueOr("?"), last);
    }
}

/// The row as the centre has it.
wire::PulledRow pulled(const Id& id, const char* title, std::uint64_t lsn) {
    wire::PulledRow row;
    row.set_type(activity().number);
    row.set_row(id.bytes());
    row.set_lsn(lsn);
    for (const auto& [number, value] :
         Fields{{activity().field("title")->number, std::string(title)},
                {common::kHomeOrg, refTo(Id::ofHash("unit"))}}) {
        auto& cell = *row.add_cells();
        cell.set_field(number);
        putValue(cell, value);
    }
    return row;
}

void take(Store& store, const wire::PulledRow& row) {
    PulledRows::Rows rows;
    *rows.Add() = row;
    PulledRows(*store.database).take(rows);
}

TEST(LocalTransaction, aSettlementOnWhatShowsIsKeptUntilItsReceipt) {
    Store store;
    const Id id = store.newId();
    const auto shows = [&] { return RowTable(store.database->connection(), activity()).row(id); };
    take(store, pulled(id, "一样", 1));
    Step settled{.type = &activity(), .row = id, .kind = Step::Kind::settle};
    auto& choice = settled.cells.emplace_back();
    choice.set_field(activity().field("title")->number);
    choice.set_text("一样");
    {
        LocalTransaction transaction(*store.database);
        transaction.note(settled);
        ASSERT_EQ(transaction.commit(store.device, 2000), 1U);
    }
    take(store, pulled(id, "别人的", 2));
    ASSERT_TRUE(shows());
    EXPECT_EQ(shows()->at(activity().field("title")->number), Value("一样"));
    wire::PulledRow gone = pulled(id, "", 3);
    gone.set_gone(true);
    take(store, gone);
    EXPECT_TRUE(shows()) << "it left while an own word of it waits";
}

TEST(LocalTransaction, whatCouldNotBeSentIsNotSaved) {
    Store store;
    const auto refused = guarded([&] {
        LocalTransaction transaction(*store.database);
        for (int i = 0; i < 20; ++i) {
            const Id row = store.newId();
            transaction.table(activity())
                .insert(row, {{activity().field("summary")->number, std::string(60'000, 'x')}});
            transaction.note({.type = &activity(), .row = row});
        }
        return transaction.commit(store.device, 1000);
    });
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().fault, Fault::invalid);
    EXPECT_EQ(RowTable(store.database->connection(), activity()).count({}), 0U);
}

TEST(LocalTransaction, numbersGoOnAfterASecondOpening) {
    Store store;
    const Id id = store.newId();
    store.insert(activity(), id, titled("保存"));
    store.openAgain();
    EXPECT_TRUE(RowTable(store.database->connection(), activity()).row(id));
    EXPECT_EQ(store.insert(activity(), store.newId(), titled("又一个")), 2U);
}

TEST(LocalTransaction, aNewRowHasAnOverlayOfItsOwnOnceMoreIsToBeSaid) {
    Store store;
    auto& database = *store.database;
    const TypeNumber type = activity().number;
    const Id first = store.newId();
    const Id second = store.newId();
    LocalTransaction both(database);
    for (const Id& id : {first, second}) {
        both.table(activity()).insert(id, titled("一"));
        both.note({.type = &activity(), .row = id});
    }
    both.commit(store.device, 1000);
    ASSERT_TRUE(database.overlay(type, first));
    EXPECT_EQ(database.overlay(type, first)->inserted_seq(), 1U);
    EXPECT_FALSE(database.overlay(type, store.newId()));
    // One of them goes; of the other still the same is known, after a new start too.
    database.dropOverlay(type, first);
    EXPECT_FALSE(database.overlay(type, first));
    store.openAgain();
    EXPECT_FALSE(store.database->overlay(type, first));
    ASSERT_TRUE(store.database->overlay(type, second));
    EXPECT_EQ(store.database->overlay(type, second)->inserted_seq(), 1U);
}

/// How many rows have overlays of their own.
std::int64_t standingAlone(PhoneDatabase& database) {
    auto query = database.connection().statement("SELECT count(*) FROM _overlay");
    query.step();
    return query.integer(0);
}

TEST(LocalTransaction, anEditStandsInItsEnvelopesLineUntilMoreIsToBeSaid) {
    Store store;
    const TypeNumber type = activity().number;
    const FieldNumber title = activity().field("title")->number;
    const Id id = store.newId();
    const Id other = store.newId();
    take(store, pulled(id, "原来", 1));
    take(store, pulled(other, "另外", 1));
    const auto edit = [&](const Id& row, const char* words) {
        LocalTransaction transaction(*store.database);
        transaction.table(activity()).update(row, titled(words));
        transaction.note({.type = &activity(), .row = row});
        return transaction.commit(store.device, 2000);
    };
    const auto look = [&](std::uint64_t seq, std::int64_t alone) {
        const auto overlay = store.database->overlay(type, id);
        ASSERT_TRUE(overlay);
        ASSERT_EQ(overlay->cells_size(), 1);
        EXPECT_EQ(overlay->cells(0).field(), title);
        EXPECT_EQ(overlay->cells(0).seq(), seq);
        EXPECT_EQ(overlay->cells(0).server().text(), "原来");
        EXPECT_EQ(standingAlone(*store.database), alone);
    };
    edit(id, "一");
    edit(id, "二");
    edit(other, "三");
    look(2, 0);
    store.openAgain();
    look(2, 0);
    // A receipt speaks of the first envelope: what is known is what the second one left.
    store.database->tellApart(1);
    look(2, 1);
    edit(id, "四");
    look(4, 1);
    store.openAgain();
    look(4, 1);
    // It goes with every line that names it; what else stands in these stays known.
    store.database->dropOverlay(type, id);
    store.openAgain();
    EXPECT_FALSE(store.database->overlay(type, id));
    ASSERT_TRUE(store.database->overlay(type, other));
    EXPECT_EQ(store.database->overlay(type, other)->cells(0).seq(), 3U);
    store.database->tellApart(2);
    store.database->tellApart(3);
    EXPECT_FALSE(store.database->overlay(type, id));
    EXPECT_EQ(standingAlone(*store.database), 1);
}

}  // namespace
}  // namespace xiangji
