#pragma once

#include <cstdint>
#include <random>
#include <string>
#include <unordered_set>
#include <vector>

#include "core/base/random.hpp"
#include "core/records/catalogue.hpp"
#include "wire/envelope.pb.h"

namespace xiangji::bench {

inline constexpr Instant kMorning = 1'781'827'200'000;  ///< 2026-06-19 08:00 in Shanghai
inline constexpr std::size_t kChangesAnEnvelope = 20;

/// Chance that repeats itself.
class SeededRandom final : public Random {
 public:
    explicit SeededRandom(std::uint64_t seed) : engine_(seed) {}
    [[nodiscard]] Bytes bytes(std::size_t count) override;
    /// 0 … below - 1.
    [[nodiscard]] std::size_t under(std::size_t below) { return engine_() % below; }

 private:
    std::mt19937_64 engine_;
};

/// Notes of some 120 bytes, as people write them. Notes of the two halves share words, no phrases;
/// so do a Scribe's titles, places and reasons.
[[nodiscard]] const std::vector<std::string>& notes();
enum class Notes { all, even, odd };

/// What one team leader logs: activities and service records, 70 % new ones, 25 % edits of one or
/// two fields of what they logged before, 5 % voids. The same seed writes the same.
class Scribe {
 public:
    Scribe(std::uint64_t seed, const Id& person, const Id& unit, Notes notes = Notes::all);

    [[nodiscard]] std::vector<wire::Change> changes(std::size_t count = kChangesAnEnvelope);
    /// Only new rows, then only edits of one or two fields of any of them, evenly.
    [[nodiscard]] std::vector<wire::Change> inserts(std::size_t count);
    [[nodiscard]] std::vector<wire::Change> edits(std::size_t count);

 private:
    struct Row {
        const RecordType* type = nullptr;
        Id id;
    };
    [[nodiscard]] wire::Change insert();
    [[nodiscard]] wire::Change activity();
    [[nodiscard]] wire::Change serviceRecord();
    [[nodiscard]] wire::Change edit();
    [[nodiscard]] wire::Change voiding();
    [[nodiscard]] const std::string& oneOf(const std::vector<std::string>& all);  ///< of its half
    [[nodiscard]] const std::string& note();
    [[nodiscard]] const std::string& title();
    [[nodiscard]] const std::string& place();
    [[nodiscard]] wire::Change made(const RecordType& type, const Id& id, const Fields& fields);

    SeededRandom random_;
    Id person_;
    Id unit_;
    Notes notes_;
    Instant now_ = kMorning;
    std::vector<Row> rows_;  ///< not void
    std::vector<Id> activities_;
    std::vector<Id> helpers_;      ///< whose service is recorded
    std::unordered_set<Id> seen_;  ///< service records: one person, activity and day make one row
};

}  // namespace xiangji::bench
