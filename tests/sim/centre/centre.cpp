#include "tests/sim/centre/centre.hpp"

#include <stdexcept>

#include "syncd/central/sqlite/sqlite_central.hpp"
#include "syncd/merge/restoring/new_life.hpp"
#include "tests/sim/disk/sqlite_disk.hpp"
#include "tests/sim/levels.hpp"

namespace xiangji::sim {

namespace {

constexpr const char* kCentreFile = "/centre/central.db";
constexpr Instant kBeginningMs = 1'781'827'200'000;  // 2026-06-19 08:00 in Shanghai

}  // namespace

namespace {

CentreImage madeCentre(bool updated) {
    CentreImage made;
    VirtualDisk disk;
    const SqliteDisk running(disk);
    const WorldTime time(kBeginningMs);
    SkewedClock clock(time);
    SeededRandom random;
    const auto key = SigningKey::make(random);
    const auto& catalogue = centreCatalogue(updated);
    made.serverSeed = key.seed();
    Findings findings;
    {
        auto real = syncd::openSqliteCentral(kCentreFile, catalogue);
        TwinCentral::Second second;
        TwinCentral twin(**real, second, catalogue, findings, [] { return false; });
        const auto done = syncd::furnish({twin, clock, random, catalogue, key}, kUnits);
        if (!done || findings.first()) {
            throw std::runtime_error("the centre cannot be furnished");
        }
        made.store = second.store;
    }
    made.disk = disk.imageOf(kCentreMachine);
    return made;
}

}  // namespace

const CentreImage& centreImage(bool updated) {
    static const std::array<CentreImage, 2> images{madeCentre(false), madeCentre(true)};
    return images.at(updated ? 1 : 0);
}

Centre::Centre(VirtualDisk& disk, const WorldTime& time, SeededRandom& random, Findings& findings,
               Planted& fault, bool updated)
    : disk_(disk),
      clock_(time),
      random_(random),
      findings_(findings),
      fault_(fault),
      updated_(updated),
      key_(*SigningKey::fromSeed(centreImage(updated).serverSeed)),
      spoiledBook_(fault.book(book_)) {
    disk_.putImage(kCentreMachine, centreImage(updated).disk);
    second_.store = centreImage(updated).store;
}

Centre::~Centre() {
    stop();
}

bool Centre::open() {
    auto opened = syncd::openSqliteCentral(kCentreFile, centreCatalogue(updated_));
    if (!opened) {
        if (!dead()) {
            findings_.add("P2 opens", "the centre does not open again: " + opened.error().detail);
        }
        return false;
    }
    real_ = *std::move(opened);
    spoiledReal_ = fault_.store(*real_);
    twin_ = std::make_unique<TwinCentral>(spoiledReal_ ? *spoiledReal_ : *real_, second_,
                                          centreCatalogue(updated_), findings_,
                                          [this] { return dead(); });
    if (!dead()) {
        twin_->settle();
    }
    spoiledTwin_ = fault_.central(*twin_);
    spoiledClock_ = fault_.centreClock(clock_);
    return true;
}

syncd::Desk::Seats Centre::seats() {
    return {.central = spoiledTwin_ ? *spoiledTwin_ : *twin_,
            .clock = spoiledClock_ ? *spoiledClock_ : clock_,
            .random = random_,
            .catalogue = centreCatalogue(updated_),
            .serverKey = key_,
            .revocations = spoiledBook_ ? spoiledBook_.get() : &book_};
}

bool Centre::boot() {
    ++boots_;
    if (!open()) {
        return false;
    }
    auto desk = syncd::Desk::open(seats());
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

Centre::Backup Centre::backUp() {
    return {disk_.imageOf(kCentreMachine), second_.store};
}

void Centre::restore(const Backup& backup, Chance& chance) {
    const bool falls = chance.oneIn(3);
    beginNewLife(backup, chance, falls);
    if (dead()) {
        beginNewLife(backup, chance, false);
    }
    boot();
}

void Centre::beginNewLife(const Backup& backup, Chance& chance, bool falls) {
    constexpr std::uint64_t kSeatsOfARestore = 30;
    disk_.kill(kCentreMachine);
    stop();
    disk_.reboot(kCentreMachine, Reboot::afterKill, chance);
    disk_.putImage(kCentreMachine, backup.disk);
    second_.store = backup.store;
    second_.inDoubt.reset();
    if (falls) {
        disk_.killAfter(kCentreMachine, chance.below(kSeatsOfARestore) + 1, chance.oneIn(2));
    }
    const auto epoch = open() ? syncd::startNewLife(seats()) : Result<Epoch>(Error{});
    if (!epoch && !dead()) {
        findings_.add("P8 restore", "the backup cannot be restored: " + epoch.error().detail);
    }
    stop();
}

}  // namespace xiangji::sim
