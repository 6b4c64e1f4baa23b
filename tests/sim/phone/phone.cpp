#include "tests/sim/phone/phone.hpp"

#include <stdexcept>

#include "core/media/media_book.hpp"
#include "tests/sim/disk/sqlite_disk.hpp"
#include "tests/sim/levels.hpp"

namespace xiangji::sim {

namespace {

SigningKey keyOf(int number) {
    SeededRandom random;
    random.seed(static_cast<std::uint64_t>(number) + 1);
    return SigningKey::make(random);
}

/// An empty home's file: furnishing it for each phone of each world would be most of the work.
VirtualDisk::Image madeHome(bool updated) {
    VirtualDisk disk;
    const SqliteDisk running(disk);
    if (!PhoneDatabase::open("/new/phone.db", phoneCatalogue(updated))) {
        throw std::runtime_error("an empty home cannot be made");
    }
    return disk.imageOf("new");
}

const VirtualDisk::Image& emptyHome(bool updated) {
    static const std::array<VirtualDisk::Image, 2> images{madeHome(false), madeHome(true)};
    return images.at(updated ? 1 : 0);
}

constexpr int kEveryOlderPhone = 3;

}  // namespace

void makePhoneImage() {
    (void)emptyHome(false);
}

Phone::Phone(PhoneWorld world, int number)
    : world_(world),
      machine_("phone-" + std::to_string(number)),
      key_(keyOf(number)),
      device_(Id::ofHash(key_.publicKey())),
      updated_(number % kEveryOlderPhone != 1),
      clock_(world.time),
      links_(world.centre, world.time, world.trace, world.tap, world.findings, device_) {
    world_.disk.putImage(machine_, emptyHome(updated_));
    spoiledClock_ = world_.fault.phoneClock(clock_);
    spoiledLinks_ = world_.fault.links(links_);
}

Phone::~Phone() {
    stop();
}

bool Phone::boot() {
    auto database = PhoneDatabase::open('/' + machine_ + "/phone.db", phoneCatalogue(updated_));
    const auto furnished =
        !database ? Outcome(database.error()) : guarded([&] { MediaBook(**database).furnish(); });
    if (!furnished) {
        if (!dead()) {
            world_.findings.add("P1 opens",
                                machine_ + " does not open again: " + furnished.error().detail);
        }
        return false;
    }
    database_ = database->get();
    client_ = std::make_unique<PhoneClient>(
        '/' + machine_, nullptr, *std::move(database), key_,
        ClientSeats{spoiledClock_ ? *spoiledClock_ : clock_, world_.random, keys_,
                    spoiledLinks_ ? *spoiledLinks_ : static_cast<LinkMaker&>(links_)});
    // What a kill cut off between commit and answer was saved after all.
    learnSaved();
    return true;
}

void Phone::stop() {
    client_.reset();
    database_ = nullptr;
}

void Phone::reboot(Reboot reboot, Chance& chance) {
    world_.disk.kill(machine_);
    stop();
    world_.disk.reboot(machine_, reboot, chance);
    boot();
}

Result<std::vector<Id>> Phone::write(const std::vector<Operation>& operations) {
    auto ids = client_->write(operations);
    if (ids && !dead()) {
        learnSaved();
        world_.fault.wrote(*database_);
    }
    return ids;
}

SyncReport Phone::sync() {
    links_.newRun();
    std::mutex mutex;
    PhoneShelf shelf(*database_, mutex, [] {});
    const auto spoiled = world_.fault.shelf(shelf, *database_);
    if (spoiled == nullptr) {
        return client_->sync(nullptr);
    }
    LinkMaker& links = spoiledLinks_ ? *spoiledLinks_ : static_cast<LinkMaker&>(links_);
    Syncer syncer(*spoiled, links, clock_, key_, phoneCatalogue(updated_).level());
    const auto synced = syncer.run(nullptr);
    SyncReport report;
    if (synced) {
        report.sent = synced->sent;
        report.received = synced->received;
    } else {
        report.end =
            synced.error().fault == Fault::unreachable ? SyncEnd::unreachable : SyncEnd::refused;
        report.words = synced.error().detail;
    }
    report.waiting = shelf.unsentCount().valueOr(0);
    return report;
}

void Phone::setBack(const VirtualDisk::Image& image, Chance& chance) {
    world_.disk.kill(machine_);
    stop();
    world_.disk.reboot(machine_, Reboot::afterKill, chance);
    world_.disk.putImage(machine_, image);
    boot();
    const auto kept = running() ? keptHashes() : std::map<std::uint64_t, Bytes>();
    lastSeq_ = kept.empty() ? 0 : kept.rbegin()->first;
    world_.ledger.lose(device_, lastSeq_ + 1);
}

void Phone::learnSaved() {
    auto newer = guarded([&] {
        std::vector<Bytes> bodies;
        auto query = database_->connection().statement(
            "SELECT seq, body FROM _outbox WHERE seq > ?1 ORDER BY seq");
        query.bind(1, lastSeq_);
        while (query.step()) {
            lastSeq_ = query.unsignedInteger(0);
            bodies.push_back(query.blob(1));
        }
        return bodies;
    });
    for (const auto& body : newer.valueOr({})) {
        world_.ledger.save(body, false);
    }
}

std::map<std::uint64_t, Bytes> Phone::keptHashes() {
    return guarded([&] {
               std::map<std::uint64_t, Bytes> kept;
               auto query = database_->connection().statement(
                   "SELECT seq, hash FROM _outbox UNION ALL SELECT seq, hash FROM _sent");
               while (query.step()) {
                   kept[query.unsignedInteger(0)] = query.blob(1);
               }
               return kept;
           })
        .valueOr({});
}

std::vector<Phone::Kept> Phone::kept() {
    return guarded([&] {
               std::vector<Kept> kept;
               auto query = database_->connection().statement(
                   "SELECT seq, body, 1 FROM _outbox UNION ALL SELECT seq, body, 0 FROM _sent "
                   "ORDER BY seq");
               while (query.step()) {
                   kept.push_back({query.blob(1), query.integer(2) != 0});
               }
               return kept;
           })
        .valueOr({});
}

}  // namespace xiangji::sim
