#pragma once

#include <exception>
#include <optional>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

#include "core/base/id.hpp"
#include "core/records/catalogue.hpp"
#include "core/store/connection.hpp"

namespace xiangji {

/// One row as it stands at the end of a transaction: only what really differs.
struct RecordedRow {
    enum class Kind { inserted, edited, removed };
    const RecordType* type = nullptr;
    Id id;
    Kind kind = Kind::edited;
    Fields before;  ///< edited: old values of the fields that changed; removed: all set fields
    Fields after;   ///< edited: new values; inserted: all set fields
};

/// Notes what a person's transaction does to the record tables, by SQLite's pre-update hook, and
/// says what SQLite's session extension, which stands on the same hook, would say of it (README:
/// why not the session itself). It lives in memory, so its rows are read and put into the outbox
/// before COMMIT. One at a time on a connection; no ALTER while it lives.
class Recorder {
 public:
    Recorder(Connection& connection, const Catalogue& catalogue);
    ~Recorder();
    Recorder(const Recorder&) = delete;
    Recorder& operator=(const Recorder&) = delete;

    /// Rows in the order in which they were first touched; a row written twice appears once, one
    /// that is as it was not at all. Nothing is noted any more. Throws SqlFault.
    [[nodiscard]] std::vector<RecordedRow> rows();

    /// For SQLite's hook: a row is about to be written.
    void note(int operation, std::string_view table) noexcept;

 private:
    struct Touched {
        const RecordType* type = nullptr;
        Id id;
        bool was = false;    ///< the row was there before the transaction
        bool known = false;  ///< `after` is: it was inserted and not touched again
        Fields before;
        Fields after;
    };
    struct Name {
        const RecordType* type = nullptr;
        Id id;
        bool operator==(const Name&) const = default;
    };
    struct NameHash {
        std::size_t operator()(const Name& name) const { return std::hash<Id>{}(name.id); }
    };

    void touch(const RecordType& type, int operation);
    void stop();
    [[nodiscard]] const RecordType* typeNamed(std::string_view table);
    /// The row as it ended; nothing where it is as it was.
    [[nodiscard]] std::optional<RecordedRow> ended(Touched& touched, bool allHeld);

    Connection& connection_;
    const Catalogue& catalogue_;
    const RecordType* last_ = nullptr;  ///< rows of one type come together
    std::vector<Touched> touched_;
    std::unordered_map<Name, std::size_t, NameHash> places_;
    std::int64_t changesBefore_ = 0;
    std::int64_t noted_ = 0;
    std::exception_ptr failed_;  ///< none may pass through SQLite
};

}  // namespace xiangji
