#include "core/store/recorded_changes.hpp"

#include <gtest/gtest.h>

namespace xiangji {
namespace {

using namespace std::string_literals;

/// A change of the first three fields of an activity, by hand; text longer than one octet tells.
struct Written {
    const RecordType& type = *Catalogue::builtIn().find("activity");
    const Id id = Id::ofHash("one");
    const std::string text = std::string(200, 'x');

    [[nodiscard]] std::string head() const { return "T\x04\x01\0\0\0"s + type.name + '\0'; }
    [[nodiscard]] std::string key() const { return "\x04\x10" + id.bytes(); }
    [[nodiscard]] std::string longText() const { return "\x03\x81\x48" + text; }
    [[nodiscard]] std::string insert() const {
        return "\x12\0"s + key() + "\x01\xff\xff\xff\xff\xff\xff\xff\xfe"s + "\x05" + longText();
    }
    [[nodiscard]] std::string update() const {
        return "\x17\0"s + key() + "\0\x05\x02\x3f\xf8\0\0\0\0\0\0"s + "\0\0"s + longText() +
               "\x05";
    }
    [[nodiscard]] std::string remove() const { return "\x09\0"s + key() + "\x05\x05\x05"; }
    [[nodiscard]] FieldNumber field(std::size_t place) const { return type.fields[place].number; }
};

std::vector<RecordedRow> read(std::string_view bytes) {
    RecordedChanges changes(bytes, Catalogue::builtIn());
    std::vector<RecordedRow> rows;
    while (auto row = changes.next()) {
        rows.push_back(*std::move(row));
    }
    return rows;
}

TEST(RecordedChanges, areReadAsTheSessionWroteThem) {
    const Written written;
    const auto rows = read(written.head() + written.insert() + written.update() + written.head() +
                           written.remove());
    ASSERT_EQ(rows.size(), 3U);
    for (const auto& row : rows) {
        EXPECT_EQ(row.type, &written.type);
        EXPECT_EQ(row.id, written.id);
    }
    EXPECT_EQ(rows[0].kind, RecordedRow::Kind::inserted);
    EXPECT_EQ(rows[0].after,
              (Fields{{written.field(0), std::int64_t{-2}}, {written.field(2), written.text}}));
    EXPECT_EQ(rows[1].kind, RecordedRow::Kind::edited);
    EXPECT_EQ(rows[1].before, (Fields{{written.field(1), Value{}}, {written.field(2), 1.5}}));
    EXPECT_EQ(rows[1].after,
              (Fields{{written.field(1), written.text}, {written.field(2), Value{}}}));
    EXPECT_EQ(rows[2].kind, RecordedRow::Kind::removed);
    EXPECT_TRUE(rows[2].before.empty());
}

TEST(RecordedChanges, nothingIsReadBeyondTheirEnd) {
    const Written written;
    const auto whole = written.head() + written.insert() + written.update();
    const auto first = written.head().size() + written.insert().size();
    for (std::size_t size = 1; size < whole.size(); ++size) {
        const std::string cut = whole.substr(0, size);
        EXPECT_EQ(static_cast<bool>(guarded([&] { read(cut); })), size == first) << size;
    }
}

TEST(RecordedChanges, whatIsNoChangeIsNotTakenForOne) {
    const Written written;
    const std::string unknown = "T\x04\x01\0\0\0nothing\0"s;
    for (const auto& bytes :
         {written.insert(), unknown + written.insert(), written.head() + "\x01\0"s,
          written.head() + "\x12\0\x06"s, written.head() + "\x12\0\x03\xff\xff\xff\xff\xff"s}) {
        EXPECT_FALSE(guarded([&] { read(bytes); }));
    }
}

}  // namespace
}  // namespace xiangji
