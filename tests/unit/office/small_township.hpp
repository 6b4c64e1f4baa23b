#pragma once

#include <map>
#include <string>

#include "core/records/catalogue.hpp"
#include "syncd/office/routes.hpp"
#include "tests/unit/office/told_reader.hpp"

namespace xiangji::syncd {

class StandingClock final : public Clock {
 public:
    [[nodiscard]] Instant nowMs() const override { return now; }
    Instant now = *parseInstant("2026-06-19T15:00+08:00");
};

/// One centre, one institute with a station, another institute: enough to see what lies under what.
struct SmallTownship {
    ToldReader reader;
    StandingClock clock;
    const Catalogue& catalogue = Catalogue::builtIn();
    Id centre = Id::ofHash("centre");
    Id institute = Id::ofHash("institute");
    Id station = Id::ofHash("station");
    Id other = Id::ofHash("other");

    SmallTownship() {
        reader.tell(SeenUnit{.id = centre, .code = "360982", .name = "樟树市", .kind = "centre"});
        reader.tell(SeenUnit{.id = institute,
                             .code = "360982100",
                             .name = "临江镇",
                             .kind = "institute",
                             .parent = centre});
        reader.tell(SeenUnit{.id = station,
                             .code = "360982100201",
                             .name = "河溪村",
                             .kind = "station",
                             .parent = institute});
        reader.tell(SeenUnit{.id = other,
                             .code = "360982101",
                             .name = "永泰镇",
                             .kind = "institute",
                             .parent = centre});
    }

    /// A row with the named cells, not yet told to the reader.
    [[nodiscard]] SeenRow row(const std::string& typeName, const std::string& id, const Id& home,
                              const std::map<std::string, Value>& cells) const {
        SeenRow row{.type = catalogue.find(typeName), .id = Id::ofHash(id), .authorName = "陈晓"};
        row.fields[common::kHomeOrg] = refTo(home);
        for (const auto& [name, value] : cells) {
            row.fields[row.type->field(name)->number] = value;
        }
        return row;
    }
    void tellActivity(const std::string& title, const std::string& start, const Id& home) {
        reader.tell(row("activity", title, home,
                        {{"title", title},
                         {"plan_start", *parseInstant(start)},
                         {"beneficiaries", std::int64_t{10}}}));
    }
    /// An access book of plain lines; sealed text begins with a word that tests can read.
    [[nodiscard]] ProtectedSeat seat() {
        return {[this](const AccessEntry& entry) -> Outcome {
                    if (noteFault) {
                        return *noteFault;
                    }
                    noted.push_back(entry);
                    return {};
                },
                [](const CellPlace&, std::string_view lying) -> Result<std::string> {
                    return std::string(lying.substr(kSealedMark.size()));
                }};
    }
    std::vector<AccessEntry> noted;
    std::optional<Error> noteFault;

    [[nodiscard]] Answer ask(const std::string& target) {
        Routes routes(reader, catalogue, clock, seat());
        return routes.answer(*Ask::fromTarget(target));
    }
};

}  // namespace xiangji::syncd
