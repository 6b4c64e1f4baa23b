#pragma once

#include <optional>
#include <string_view>
#include <vector>

#include "core/store/recorder.hpp"

namespace xiangji {

/// Reads the changeset that this process' own session wrote a moment ago, never one from elsewhere
/// (FACTS): SQLite's iterator makes an object of every cell, set or not, which costs as much as the
/// rest of recording does. The format is SQLite's, for good ("Changeset format", sqlite3session.c).
/// Whatever is not as it says there throws SqlFault.
class RecordedChanges {
 public:
    RecordedChanges(std::string_view changeset, const Catalogue& catalogue)
        : left_(changeset), catalogue_(catalogue) {}

    /// Row by row, table by table; none: that was all.
    [[nodiscard]] std::optional<RecordedRow> next();

 private:
    void tableHead();
    /// One record; the id goes to `id` where it is in it. `unsetToo`: cells that hold NULL.
    [[nodiscard]] Fields record(Id& id, bool unsetToo);
    /// A cell's value; none where the record says nothing of it.
    [[nodiscard]] std::optional<Value> cell();
    [[nodiscard]] std::string_view take(std::size_t size);
    [[nodiscard]] unsigned octet();
    [[nodiscard]] std::uint64_t integer();
    [[nodiscard]] std::size_t size();

    std::string_view left_;
    const Catalogue& catalogue_;
    const RecordType* type_ = nullptr;
    std::size_t columns_ = 0;
};

}  // namespace xiangji
