#pragma once

#include <memory>
#include <stdexcept>
#include <string>

#include "core/base/signing_key.hpp"
#include "syncd/central/sqlite/sqlite_central.hpp"
#include "tests/support/files_with.hpp"
#include "tests/support/levels.hpp"

namespace xiangji::test {

template <typename T>
T must(Result<T> result) {
    if (!result) {
        throw std::runtime_error(result.error().detail);
    }
    return *std::move(result);
}

inline constexpr const char* kUnits =
    "area_code,name,parent_code,kind\n"
    "360982,樟树市,,centre\n"
    "360982100,临江镇,360982,institute\n";

/// A centre that can be started again with a newer program.
struct LevelCentre {
    explicit LevelCentre(int steps) : key(SigningKey::make(random)) {
        central =
            must(syncd::openSqliteCentral(folder.path() / "central.db", catalogueLater(steps)));
        seats = std::make_unique<syncd::Desk::Seats>(
            syncd::Desk::Seats{*central, clock, random, catalogueLater(steps), key});
        if (const auto done = syncd::furnish(*seats, kUnits); !done) {
            throw std::runtime_error(done.error().detail);
        }
        desk = must(syncd::Desk::open(*seats));
    }

    void updateTo(int steps) {
        desk.reset();
        seats.reset();
        central.reset();
        central =
            must(syncd::openSqliteCentral(folder.path() / "central.db", catalogueLater(steps)));
        seats = std::make_unique<syncd::Desk::Seats>(
            syncd::Desk::Seats{*central, clock, random, catalogueLater(steps), key});
        desk = must(syncd::Desk::open(*seats));
    }

    std::unique_ptr<LevelPhone> phone(const std::string& name, int steps,
                                      const std::string& role = "volunteer") {
        auto phone = std::make_unique<LevelPhone>(folder.path() / name, clock, *desk, steps);
        phone->join(must(desk->invite({.unitCode = "360982100", .role = role, .personName = name},
                                      {.host = "township.test", .port = 1, .pin = Bytes(32, 'p')}))
                        .text());
        return phone;
    }

    ScratchFolder folder;
    HandClock clock{1'781'827'200'000};
    SystemRandom random;
    SigningKey key;
    std::unique_ptr<syncd::Central> central;
    std::unique_ptr<syncd::Desk::Seats> seats;
    std::unique_ptr<syncd::Desk> desk;
};

}  // namespace xiangji::test
