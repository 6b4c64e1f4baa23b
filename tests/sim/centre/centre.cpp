#include "tests/sim/centre/centre.hpp"

#include <stdexcept>

#include "syncd/central/sqlite/sqlite_central.hpp"
#include "tests/sim/disk/sqlite_disk.hpp"
#include "tests/sim/levels.hpp"

namespace xiangji::sim {

namespace {

constexpr const char* kCentreFile = "/centre/central.db";
constexpr Instant kBeginningMs = 1'781'827'200'000;  // 2026-06-19 08:00 in Shanghai

}  // namespace

const CentreImage& centreImage() {
    static const CentreImage image = [] {
        CentreImage made;
        VirtualDisk disk;
        const SqliteDisk running(disk);
        const WorldTime time(kBeginningMs);
        SkewedClock clock(time);
        SeededRandom random;
        const auto key = SigningKey::make(random);
        made.serverSeed = key.seed();
        Findings findings;
        {
            auto real = syncd::openSqliteCentral(kCentreFile, centreCatalogue());
            TwinCentral::Second second;
            TwinCentral twin(**real, second, centreCatalogue(), findings, [] { return false; });
            const auto done = syncd::furnish({twin, clock, random, centreCatalogue(), key}, kUnits);
            if (!done || findings.first()) {
                throw std::runtime_error("the centre cannot be furnished");
            }
            made.store = second.store;
        }
        made.disk = disk.imageOf(kCentreMachine);
        return made;
    }();
    return image;
}

Centre::Centre(VirtualDisk& disk, const WorldTime& time, SeededRandom& random, Findings& findings,
               Planted& fault)
    : disk_(disk),
      clock_(time),
      random_(random),
      findings_(findings),
      fault_(fault),
      key_(*SigningKey::fromSeed(centreImage().serverSeed)) {
    disk_.putImage(kCentreMachine, centreImage().disk);
    second_.store = centreImage().store;
}

Centre::~Centre() {
    stop();
}

bool Centre::boot() {
    ++boots_;
    auto opened = syncd::openSqliteCentral(kCentreFile, centreCatalogue());
    if (!opened) {
        if (!dead()) {
            findings_.add("P2 opens", "the centre does not open again: " + opened.error().detail);
        }
        return false;
    }
    real_ = *std::move(opened);
    spoiledReal_ = fault_.store(*real_);
    twin_ = std::make_unique<TwinCentral>(spoiledReal_ ? *spoiledReal_ : *real_, second_,
                                          centreCatalogue(), findings_, [this] { return dead(); });
    if (!dead()) {
        twin_->settle();
    }
    spoiledTwin_ = fault_.central(*twin_);
    spoiledClock_ = fault_.centreClock(clock_);
    auto desk = syncd::Desk::open({spoiledTwin_ ? *spoiledTwin_ : *twin_,
                                   spoiledClock_ ? *spoiledClock_ : clock_, random_,
                                   centreCatalogue(), key_});
    if (!desk) {
        if (!dead()) {
            findings_.add("P2 opens", "the desk does not open again: " + desk.error().detail);
        }
        return false;
    }
    desk_ = *std::move(desk);
    return true;
}

void Centre::stop() {
    desk_.reset();
    spoiledTwin_.reset();
    twin_.reset();
    spoiledReal_.reset();
    real_.reset();
}

void Centre::reboot(Reboot reboot, Chance& chance) {
    disk_.kill(kCentreMachine);
    stop();
    disk_.reboot(kCentreMachine, reboot, chance);
    boot();
}

}  // namespace xiangji::sim
