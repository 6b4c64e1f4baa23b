#pragma once

#include <map>
#include <string>
#include <vector>

#include "syncd/central/reader.hpp"
#include "syncd/office/office_view.hpp"
#include "syncd/office/span.hpp"

namespace xiangji::syncd {

/// One thing that happened in the villages: an activity or a tutoring session.
struct FieldEntry {
    SeenRow row;
    std::optional<Instant> startMs;
    std::optional<Instant> endMs;
    std::optional<std::int64_t> people;  ///< reached by an activity; pupils present in a session
    std::string place;
};

/// What the township's main page is about. The only part of the office that knows record types by
/// name: this page is made by hand, because people use it all day (DESIGN §4).
struct FieldDays {
    std::vector<FieldEntry> entries;  ///< newest first; those without a time last
    std::uint64_t activities = 0;
    std::uint64_t people = 0;  ///< cancelled and voided activities left out
    std::uint64_t sessions = 0;
    std::uint64_t pupils = 0;  ///< present, late or gone early, summed over sessions
    std::map<std::string, std::uint64_t> byDay;  ///< civil date → entries
    std::optional<std::string>
        latest;        ///< where there are none: the newest day that has some, whatever the span
    bool cut = false;  ///< more rows than one page may count

    /// At most this many of each type are read: the sums of a county's year.
    static constexpr std::size_t kMostRows = 50'000;
};

struct FieldDaysWanted {
    Id unit;
    Span span;
    bool voidedToo = false;
};
[[nodiscard]] Result<FieldDays> readFieldDays(Reader& reader, const OfficeView& view,
                                              const FieldDaysWanted& wanted);

/// Pupils who were there, by tutoring session: numbers only, of rows that are themselves never
/// shown.
[[nodiscard]] Result<std::map<Id, std::int64_t>> pupilsPresent(Reader& reader,
                                                               const Catalogue& catalogue,
                                                               const Id& unit);

/// True for the two types of the page.
[[nodiscard]] bool isFieldType(const RecordType& type);
/// True for the one whose rows have pupils to count.
[[nodiscard]] bool hasPupils(const RecordType& type);

}  // namespace xiangji::syncd
