#pragma once

#include <map>
#include <string>
#include <vector>

#include "core/base/civil_time.hpp"
#include "core/records/catalogue.hpp"
#include "tests/unit/office/told_reader.hpp"

namespace xiangji::syncd {

/// It is always 15:00 on the Dragon Boat Festival, so that pictures of the page can be compared.
class HolidayClock final : public Clock {
 public:
    [[nodiscard]] Instant nowMs() const override { return *parseInstant("2026-06-19T15:00+08:00"); }
};

/// Zhangshu's real units with invented records: what the office page meets in a busy June, and what
/// breaks pages.
class ToldTownship {
 public:
    /// From proto/zhangshu_units.csv.
    explicit ToldTownship(const std::string& unitsCsv);

    [[nodiscard]] ToldReader& reader() { return reader_; }

    using Cells = std::map<std::string, Value>;
    /// Tells one row; cells by field name. Returns its id.
    Id tell(const std::string& type, const std::string& seed, const std::string& unitCode,
            const Cells& cells, const std::string& author = "陈晓");
    Id tellVoided(const std::string& type, const std::string& seed, const std::string& unitCode,
                  const Cells& cells);

    struct Written {
        Value value;
        std::string author;
        std::string at;  ///< ISO 8601
    };
    /// A row of the type whose field two people wrote differently.
    void tellInConflict(const std::string& type, const std::string& seed,
                        const std::string& unitCode, Cells cells, const std::string& field,
                        const Written& shown, const Written& other);

    [[nodiscard]] Value choice(const std::string& type, const std::string& field,
                               const std::string& name) const;
    [[nodiscard]] static Value at(const std::string& isoTime) { return *parseInstant(isoTime); }
    [[nodiscard]] static Value ref(const std::string& seed) { return refTo(Id::ofHash(seed)); }
    [[nodiscard]] const std::vector<std::string>& stationCodes() const { return stationCodes_; }

 private:
    SeenRow made(const std::string& type, const std::string& seed, const std::string& unitCode,
                 const Cells& cells) const;

    const Catalogue& catalogue_ = Catalogue::builtIn();
    ToldReader reader_;
    std::vector<std::string> stationCodes_;
};

/// A month of records in a township: told_days.cpp.
void tellBusyJune(ToldTownship& township);

}  // namespace xiangji::syncd
