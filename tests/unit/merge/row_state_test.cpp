#include "core/merge/row_state.hpp"

#include <gtest/gtest.h>

#include <random>

#include "core/records/set_value.hpp"
#include "tests/unit/merge/arrival_orders.hpp"

namespace xiangji {
namespace {

using test::Happening;

const RecordType& activity() {
    return *Catalogue::builtIn().find("activity");
}
const Field& field(const char* name) {
    return *activity().field(name);
}

/// What one phone may do to a row.
enum class Deed { placeHere, placeThere, unsetPlace, summary, target, noTarget, makeVoid };
constexpr int kDeeds = 7;

void carryOut(RowState& row, Deed deed, const Writer& writer) {
    const auto write = [&](const char* name, Value value,
                           wire::Cell::Op op = wire::Cell::OP_WRITE) {
        mergeCells(row, {{&field(name), op, std::move(value)}}, writer, false);
    };
    switch (deed) {
        case Deed::placeHere:
            return write("place", "村口");
        case Deed::placeThere:
            return write("place", "祠堂");
        case Deed::unsetPlace:
            return write("place", Value{});
        case Deed::summary:
            return write("summary", "三十人");
        case Deed::target:
            return write("service_target", std::int64_t{1}, wire::Cell::OP_ADD);
        case Deed::noTarget:
            return write("service_target", std::int64_t{1}, wire::Cell::OP_REMOVE);
        case Deed::makeVoid:
            mergeVoid(row, activity(), "重复", writer);
            return;
    }
}

struct Seen {
    Fields fields;
    bool editedAfterVoid = false;
    std::vector<const Field*> conflicts;
    bool operator==(const Seen&) const = default;
};

void everyOrderAgrees(const Happening& happening, const std::vector<Deed>& deeds) {
    std::optional<Seen> first;
    happening.forEachOrder([&](const std::vector<std::size_t>& order) {
        RowState row;
        for (std::size_t place = 0; place < order.size(); ++place) {
            carryOut(row, deeds[order[place]], happening.writerAt(order, place, {100, 200, 300}));
        }
        const Seen seen{row.fields, row.editedAfterVoid, conflictsOf(row, activity())};
        if (!first) {
            first = seen;
        }
        ASSERT_EQ(seen, *first);
    });
}

TEST(RowState, aNewRowIsWhatMergingItsCellsOneByOneMakes) {
    const Writer writer{{7, {hlcOf(9), Id::ofHash("phone")}, 3}, 0};
    const Value one(std::int64_t{1});
    const Value two(std::int64_t{2});
    for (unsigned which = 1; which < 64; ++which) {
        std::vector<CellWrite> cells;
        Fields said{{field("place").number, Value{}}};  // left unset
        const auto add = [&](unsigned bit, const char* name, const Value& value,
                             wire::Cell::Op op = wire::Cell::OP_WRITE) {
            if ((which & bit) != 0) {
                cells.push_back({&field(name), op, value});
            }
        };
        // In no order of numbers: phones write as they like.
        add(1, "summary", "三十人");
        add(2, "title", "义诊");
        add(4, "service_target", two, wire::Cell::OP_ADD);
        add(8, "service_target", one, wire::Cell::OP_ADD);
        add(16, "beneficiaries", one);
        add(32, "plan_start", two);
        Elements targets;
        for (const auto& cell : cells) {
            if (cell.op == wire::Cell::OP_ADD) {
                targets.insert(cell.value);
                said[cell.field->number] = setCell(targets);
            } else {
                said[cell.field->number] = cell.value;
            }
        }
        RowState oneByOne;
        mergeCells(oneByOne, cells, writer, false);
        RowState atOnce;
        const auto merged = mergeNew(atOnce, cells, said, writer);
        spellOut(atOnce);
        ASSERT_EQ(atOnce.fields, oneByOne.fields);
        ASSERT_TRUE(atOnce.heads == oneByOne.heads);
        ASSERT_TRUE(merged.changed && !merged.conflict);
    }
}

/// A row of one write that says something in every field the deeds write.
RowState newRow(const Mark& mark) {
    RowState row;
    const Value one(std::int64_t{1});
    mergeNew(row,
             {{&field("place"), wire::Cell::OP_WRITE, "村口"},
              {&field("title"), wire::Cell::OP_WRITE, "义诊"},
              {&field("service_target"), wire::Cell::OP_ADD, one}},
             {{field("place").number, "村口"},
              {field("title").number, "义诊"},
              {field("service_target").number, setCell({one})}},
             {mark, 0});
    return row;
}

TEST(RowState, whatFollowsFromOneWriteMergesAsIfItWereSpelledOut) {
    const std::vector<Lsn> seen{0, 7};
    for (int first = 0; first < kDeeds; ++first) {
        for (int second = 0; second < kDeeds; ++second) {
            for (const Lsn saw : seen) {
                RowState brief = newRow({7, {hlcOf(9), Id::ofHash("phone")}, 3});
                RowState spelled = brief;
                spellOut(spelled);
                ASSERT_TRUE(brief.rest && !spelled.rest);
                Lsn lsn = 7;
                for (const int deed : {first, second}) {
                    const Writer writer{{++lsn, {hlcOf(20), Id::ofHash("other")}, lsn}, saw};
                    carryOut(brief, static_cast<Deed>(deed), writer);
                    carryOut(spelled, static_cast<Deed>(deed), writer);
                    ASSERT_EQ(conflictsOf(brief, activity()), conflictsOf(spelled, activity()));
                    ASSERT_EQ(headsOf(brief, field("place").number),
                              headsOf(spelled, field("place").number));
                }
                spellOut(brief);
                ASSERT_EQ(brief.fields, spelled.fields);
                ASSERT_TRUE(brief.heads == spelled.heads) << first << ' ' << second;
                ASSERT_EQ(brief.editedAfterVoid, spelled.editedAfterVoid);
            }
        }
    }
}

TEST(RowState, threeDeedsOfThreePhonesEndAlikeInEveryArrivalOrder) {
    std::vector<int> digits(8, 0);
    const std::vector<int> bases{3, 3, 3, 2, 3, kDeeds, kDeeds, kDeeds};
    do {
        const auto happening = Happening::of(
            {digits[0], digits[1], digits[2]},
            {0, static_cast<std::size_t>(digits[3]), static_cast<std::size_t>(digits[4])});
        everyOrderAgrees(happening, {static_cast<Deed>(digits[5]), static_cast<Deed>(digits[6]),
                                     static_cast<Deed>(digits[7])});
        ASSERT_FALSE(HasFatalFailure())
            << digits[0] << digits[1] << digits[2] << " pulled 0" << digits[3] << digits[4]
            << " deeds " << digits[5] << digits[6] << digits[7];
    } while (test::nextTuple(digits, bases));
}

TEST(RowState, longerHistoriesEndAlikeToo) {
    std::mt19937 random(20260619);
    const auto upTo = [&](std::size_t bound) { return static_cast<std::size_t>(random() % bound); };
    for (int round = 0; round < 2'000; ++round) {
        std::vector<int> devices;
        std::vector<std::size_t> pulled;
        std::vector<Deed> deeds;
        for (std::size_t i = 0; i < 6; ++i) {
            devices.push_back(static_cast<int>(upTo(3)));
            pulled.push_back(upTo(i + 1));
            deeds.push_back(static_cast<Deed>(upTo(kDeeds)));
        }
        everyOrderAgrees(Happening::of(devices, pulled), deeds);
        ASSERT_FALSE(HasFatalFailure()) << "round " << round;
    }
}

Writer writer(Lsn lsn, char device, std::uint64_t seq, Hlc hlc, Lsn seen) {
    return {{lsn, {hlc, Id::ofHash(std::string(1, device))}, seq}, seen};
}

TEST(RowState, anActionMovesTheStateByArrival) {
    RowState row;
    row.fields[common::kStatus] = "draft";
    mergeAction(row, *activity().action("submit"), writer(1, 'a', 1, 90, 0));
    EXPECT_EQ(row.fields[common::kStatus], Value("submitted"));
    mergeAction(row, *activity().action("approve"), writer(2, 'b', 1, 10, 0));
    EXPECT_EQ(row.fields[common::kStatus], Value("approved"));
    EXPECT_TRUE(conflictsOf(row, activity()).empty());
}

TEST(RowState, aSecondInsertKeepsStateAndHome) {
    RowState row;
    mergeCells(row,
               {{activity().field(common::kStatus), wire::Cell::OP_WRITE, "submitted"},
                {&field("place"), wire::Cell::OP_WRITE, "村口"}},
               writer(1, 'a', 1, 1, 0), false);
    mergeCells(row,
               {{activity().field(common::kStatus), wire::Cell::OP_WRITE, "draft"},
                {&field("place"), wire::Cell::OP_WRITE, "祠堂"}},
               writer(2, 'b', 1, 2, 0), true);
    EXPECT_EQ(row.fields[common::kStatus], Value("submitted"));
    EXPECT_EQ(conflictsOf(row, activity()).size(), 1u);
}

}  // namespace
}  // namespace xiangji
