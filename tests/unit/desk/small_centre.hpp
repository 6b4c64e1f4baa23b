#pragma once

#include <gtest/gtest.h>

#include <future>
#include <optional>

#include "core/base/hash.hpp"
#include "core/sync/envelope.hpp"
#include "syncd/central/sqlite/sqlite_central.hpp"
#include "syncd/merge/desk/desk.hpp"
#include "syncd/merge/desk/units_csv.hpp"
#include "tests/support/hand_clock.hpp"
#include "tests/support/scratch_folder.hpp"

namespace xiangji::syncd::test {

using xiangji::test::HandClock;
using xiangji::test::ScratchFolder;

inline constexpr Instant kMorning = 1'781'827'200'000;  // 2026-06-19 08:00 in Shanghai
inline constexpr const char* kUnits =
    "area_code,name,parent_code,kind\n"
    "360982,樟树市,,centre\n"
    "360982100,临江镇,360982,institute\n"
    "360982101,永泰镇,360982,institute\n"
    "360982100200,郭里村委会,360982100,station\n"
    "360982101200,曲水村委会,360982101,station\n";
inline constexpr const char* kCentre = "360982";
inline constexpr const char* kLinjiang = "360982100";
inline constexpr const char* kYongtai = "360982101";
inline constexpr const char* kGuoli = "360982100200";

template <typename T>
T must(Result<T> result) {
    if (!result) {
        throw std::runtime_error(result.error().detail);
    }
    return *std::move(result);
}

/// A centre of five units over a real database in a folder of its own; its desk can be closed and
/// opened again.
class SmallCentre {
 public:
    SmallCentre() : key(SigningKey::make(random)) {
        central = must(openSqliteCentral(folder.path() / "central.db", Catalogue::builtIn()));
        if (const auto furnished = furnish(seats(), kUnits); !furnished) {
            throw std::runtime_error(furnished.error().detail);
        }
        desk = must(Desk::open(seats()));
    }

    [[nodiscard]] Desk::Seats seats() {
        return {*central, clock,
                random,   Catalogue::builtIn(),
                key,      {folder.path() / "media", mediaLimits}};
    }

    /// As after an end and a new start of syncd.
    void restart() {
        desk.reset();
        central.reset();
        central = must(openSqliteCentral(folder.path() / "central.db", Catalogue::builtIn()));
        desk = must(Desk::open(seats()));
    }

    [[nodiscard]] wire::Reply ask(const std::shared_ptr<Caller>& caller,
                                  wire::Request request) const {
        std::promise<wire::Reply> answered;
        desk->ask(caller, std::move(request),
                  [&](wire::Reply reply) { answered.set_value(std::move(reply)); });
        return answered.get_future().get();
    }

    [[nodiscard]] Invitation invitation(const std::string& role, const std::string& unit,
                                        const std::string& name = "李明", int uses = 1) const {
        return must(desk->invite({.unitCode = unit, .role = role, .personName = name, .uses = uses},
                                 {.host = "here", .port = 1}));
    }

    [[nodiscard]] RowState row(const std::string& type, const Id& id) const {
        return must(central->rowNow(*Catalogue::builtIn().find(type), id)).value_or(RowState{});
    }

    ScratchFolder folder;
    HandClock clock{kMorning};
    SystemRandom random;
    SigningKey key;
    MediaLimits mediaLimits{.reserveBytes = 0};  ///< of the desk's next start
    std::unique_ptr<Central> central;
    std::unique_ptr<Desk> desk;
};

/// "type.field" of the built-in catalogue.
inline const Field& fieldOf(const RecordType& type, const std::string& name) {
    const Field* field = type.field(name);
    if (field == nullptr) {
        throw std::runtime_error(type.name + " has no field " + name);
    }
    return *field;
}

inline const RecordType& typeOf(const std::string& name) {
    return *must(Catalogue::builtIn().require(name));
}

/// Shown value of a field by name.
inline Value shown(const std::string& type, const RowState& row, const std::string& field) {
    const auto found = row.fields.find(fieldOf(typeOf(type), field).number);
    return found == row.fields.end() ? Value{} : found->second;
}

}  // namespace xiangji::syncd::test
