#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "core/base/clock.hpp"
#include "core/base/id.hpp"
#include "core/base/result.hpp"
#include "core/merge/showing.hpp"
#include "core/records/catalogue.hpp"

namespace xiangji::syncd {

/// One write of a field as the office sees it.
struct SeenWrite {
    Value value;
    Id author;  ///< person
    std::string authorName;
    Instant atMs = 0;  ///< effective stamp's time
};

struct SeenRow {
    const RecordType* type = nullptr;
    Id id;
    Fields fields;  ///< own and common
    std::uint64_t lsn = 0;
    std::string authorName;  ///< of the insert
    bool voided = false;
    bool editedAfterVoid = false;
    bool conflict = false;
    /// A reader that does not say gives away no more than the title.
    ShownToOthers shown = ShownToOthers::title;
    [[nodiscard]] bool titleOnly() const { return shown != ShownToOthers::whole; }
};

struct SeenConflict {
    const RecordType* type = nullptr;
    Id row;
    std::string title;  ///< the row's, for a person
    const Field* field = nullptr;
    SeenWrite shown;
    std::vector<SeenWrite> others;
};

struct SeenUnit {
    Id id;
    std::string code;
    std::string name;
    std::string kind;  ///< centre institute station point
    Id parent;
};

struct RowsWanted {
    Id unit;                        ///< with everything below it; none = all
    Id row;                         ///< only this one; none = all
    std::optional<Instant> fromMs;  ///< of the type's `when` field, inclusive
    std::optional<Instant> toMs;    ///< exclusive
    bool voidedToo = false;
    std::size_t most = 1000;
    std::size_t skip = 0;
};

/// Reads the central database for pages and exports; each call sees one snapshot. Safe from any
/// thread.
class Reader {
 public:
    virtual ~Reader() = default;
    /// Newest `when` first where the type has one, else by id.
    [[nodiscard]] virtual Result<std::vector<SeenRow>> rows(const RecordType& type,
                                                            const RowsWanted& wanted) = 0;
    [[nodiscard]] virtual Result<std::uint64_t> count(const RecordType& type,
                                                      const RowsWanted& wanted) = 0;
    [[nodiscard]] virtual Result<std::vector<SeenConflict>> conflicts(const Id& unit) = 0;
    [[nodiscard]] virtual Result<std::vector<SeenUnit>> units() = 0;
    /// Title of a row (its type's title field); empty if there is none, or it is sealed.
    [[nodiscard]] virtual std::string titleOf(const RecordType& type, const Id& id) = 0;
    [[nodiscard]] virtual Result<std::uint64_t> headLsn() = 0;
};

}  // namespace xiangji::syncd
