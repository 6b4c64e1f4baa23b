#include "syncd/central/row_marks.hpp"

#include <gtest/gtest.h>
#include <rapidcheck.h>

#include "core/records/set_value.hpp"
#include "syncd/central/packed.hpp"

namespace xiangji::syncd {
namespace {

const RecordType& activity() {
    return *Catalogue::builtIn().find("activity");
}
const Field& field(const char* name) {
    return *activity().field(name);
}

Mark anyMark() {
    return {*rc::gen::inRange<std::uint64_t>(1, 5),
            {*rc::gen::elementOf(std::vector<Hlc>{0, 1, hlcOf(1'781'827'200'000), ~Hlc{0} - 1}),
             Id::ofHash(*rc::gen::elementOf(std::vector<std::string>{"a", "b"}))},
            *rc::gen::elementOf(std::vector<std::uint64_t>{1, 2, 1'000'000'000'000})};
}

Value anyText() {
    return *rc::gen::elementOf(std::vector<Value>{Value{}, Value(""), Value("村口"), Value("𠮷😀"),
                                                  Value(std::string(3'000, 'x'))});
}

Value anyInteger() {
    return *rc::gen::elementOf(std::vector<Value>{Value{}, Value(std::int64_t{0}),
                                                  Value(std::int64_t{-1}),
                                                  Value(std::numeric_limits<std::int64_t>::min()),
                                                  Value(std::numeric_limits<std::int64_t>::max())});
}

FieldHeads headsOf(const std::function<Value()>& value) {
    FieldHeads heads;
    for (int count = *rc::gen::inRange(0, 4); count > 0; --count) {
        heads.push_back({anyMark(), value()});
    }
    return heads;
}

void show(RowState& row, const Field& shown, const Value& value) {
    if (!isUnset(value)) {
        row.fields[shown.number] = value;
    }
}

/// Any row a merge could leave behind, and some it could not.
RowState anyRow() {
    RowState row;
    row.lsn = *rc::gen::inRange<Lsn>(1, 100);
    row.editedAfterVoid = *rc::gen::arbitrary<bool>();
    for (const char* name : {"title", "place", "summary"}) {
        show(row, field(name), anyText());
        row.heads[{field(name).number, {}}] = headsOf(anyText);
    }
    show(row, field("beneficiaries"), anyInteger());
    row.heads[{field("beneficiaries").number, {}}] = headsOf(anyInteger);
    Elements targets;
    for (std::int64_t target = 1; target < 4; ++target) {
        if (*rc::gen::arbitrary<bool>()) {
            targets.insert(target);
        }
        row.heads[{field("service_target").number, target}] =
            headsOf([] { return Value(std::int64_t{*rc::gen::inRange(0, 2)}); });
    }
    show(row, field("service_target"), setCell(targets));
    for (auto entry = row.heads.begin(); entry != row.heads.end();) {
        entry = entry->second.empty() ? row.heads.erase(entry) : std::next(entry);
    }
    return row;
}

TEST(RowMarks, everyRowReadsBackAsItWasWritten) {
    EXPECT_TRUE(rc::check([] {
        const RowState row = anyRow();
        RowState read;
        read.fields = row.fields;
        RC_ASSERT(unpackMarks(packMarks(row, activity()), activity(), read));
        RowState again;
        again.fields = row.fields;
        RC_ASSERT(unpackMarks(packMarks(read, activity()), activity(), again));
        for (RowState* each : {&read, &again}) {
            spellOut(*each);
            RC_ASSERT(each->heads == row.heads);
            RC_ASSERT(each->editedAfterVoid == row.editedAfterVoid);
        }
    }));
}

// A row that was read, written to, and written to again: another write covers most of it by then.
TEST(RowMarks, aRowThatIsWrittenToReadsBackAsItsSpelledOutTwin) {
    EXPECT_TRUE(rc::check([] {
        RowState brief;
        brief.fields = anyRow().fields;
        const Mark first{1, {hlcOf(1), Id::ofHash("first")}, 1};
        for (const auto& [number, value] : brief.fields) {
            if (number != field("service_target").number) {
                brief.heads[{number, {}}] = {{first, value}};
            }
        }
        brief.fields.erase(field("service_target").number);
        for (Lsn lsn = 2; lsn < 8; ++lsn) {
            RowState read;
            read.fields = brief.fields;
            RC_ASSERT(unpackMarks(packMarks(brief, activity()), activity(), read));
            RowState spelled = read;
            spellOut(spelled);
            const char* name = *rc::gen::element("title", "place", "summary");
            const Writer writer{{lsn, {hlcOf(9), Id::ofHash("other")}, *rc::gen::inRange(1U, 3U)},
                                *rc::gen::inRange<Lsn>(0, lsn)};
            const std::vector<CellWrite> cells{{&field(name), wire::Cell::OP_WRITE, anyText()}};
            mergeCells(read, cells, writer, false);
            mergeCells(spelled, cells, writer, false);
            brief = read;
            spellOut(read);
            RC_ASSERT(read.fields == spelled.fields);
            RC_ASSERT(read.heads == spelled.heads);
        }
    }));
}

TEST(RowMarks, brokenBytesAreToldAndNeverRead) {
    EXPECT_TRUE(rc::check([] {
        const RowState row = anyRow();
        Bytes bytes = packMarks(row, activity());
        bytes.resize(*rc::gen::inRange<std::size_t>(0, bytes.size()));
        RowState read;
        read.fields = row.fields;
        RC_ASSERT(!unpackMarks(bytes, activity(), read));
    }));
    EXPECT_TRUE(rc::check([](const std::string& noise) {
        RowState read;
        static_cast<void>(unpackMarks(noise, activity(), read));
    }));
}

TEST(RowMarks, roomAfterThemIsNoPartOfThem) {
    EXPECT_TRUE(rc::check([] {
        const RowState row = anyRow();
        Bytes bytes = packMarks(row, activity());
        bytes.resize(bytes.size() + *rc::gen::inRange<std::size_t>(1, 60));
        RowState read;
        read.fields = row.fields;
        RC_ASSERT(unpackMarks(bytes, activity(), read));
        spellOut(read);
        RC_ASSERT(read.heads == row.heads);
        bytes.back() = 'x';
        RC_ASSERT(!unpackMarks(bytes, activity(), read));
    }));
}

TEST(RowMarks, aRowOfOneWriteCostsOneMark) {
    RowState row;
    const Mark mark{1, {hlcOf(1), Id::ofHash("a")}, 1};
    for (const auto& each : activity().fields) {
        if (each.kind == Kind::text && !each.isSet) {
            row.fields[each.number] = "词";
            row.heads[{each.number, {}}] = {{mark, "词"}};
        }
    }
    EXPECT_LT(packMarks(row, activity()).size(), 40u);
}

TEST(Packed, numbersAndValuesReadBack) {
    EXPECT_TRUE(rc::check(
        [](std::uint64_t number, std::int64_t integer, double real, const std::string& text) {
            Packer packer;
            packer.number(number);
            packer.fixed(number);
            for (const Value& value :
                 {Value{}, Value(integer), Value(real), Value(text), Value(Blob{text})}) {
                packer.value(value);
            }
            const Bytes bytes = packer.take();
            Unpacker unpacker(bytes);
            RC_ASSERT(unpacker.number() == number);
            RC_ASSERT(unpacker.fixed() == number);
            for (const Value& value :
                 {Value{}, Value(integer), Value(real), Value(text), Value(Blob{text})}) {
                RC_ASSERT(unpacker.value() == value);
            }
            RC_ASSERT(unpacker.atEnd() && !unpacker.broken());
        }));
}

}  // namespace
}  // namespace xiangji::syncd
