#include "tests/sim/phone/phone.hpp"

#include <map>
#include <stdexcept>

#include "core/client/device_key.hpp"
#include "core/client/next_key.hpp"
#include "core/media/media_book.hpp"
#include "core/store/resealing.hpp"
#include "core/store/row_table.hpp"
#include "core/sync/carrying.hpp"
#include "tests/sim/disk/sqlite_disk.hpp"

namespace xiangji::sim {

namespace {

SigningKey keyOf(int number) {
    SeededRandom random;
    random.seed(static_cast<std::uint64_t>(number) + 1);
    return SigningKey::make(random);
}

/// An empty home's file: furnishing it for each phone of each world would be most of the work.
VirtualDisk::Image madeHome(App app) {
    VirtualDisk disk;
    const SqliteDisk running(disk);
    const auto database = PhoneDatabase::open("/new/phone.db", phoneCatalogue(app));
    if (!database || !sealWhatLiesOpen(**database, keyOf(0))) {
        throw std::runtime_error("an empty home cannot be made");
    }
    return disk.imageOf("new");
}

const VirtualDisk::Image& emptyHome(App app) {
    static const std::array<VirtualDisk::Image, 3> images{
        madeHome(App::sealsLess), madeHome(App::before), madeHome(App::newest)};
    return images.at(static_cast<std::size_t>(app));
}

/// Every third phone begins with an older app, most of these with the oldest.
App firstApp(int number) {
    constexpr int kEveryOlderPhone = 3;
    const bool older = number % kEveryOlderPhone == 1;
    return !older ? App::newest : number == 1 ? App::before : App::sealsLess;
}

/// The types whose rows an operation touches; an answer's are of no use to an undo.
std::set<TypeNumber> typesOf(const Operation& operation) {
    return std::visit(
        [](const auto& given) -> std::set<TypeNumber> {
            if constexpr (std::is_same_v<std::decay_t<decltype(given)>, AnswerProposal>) {
                return {};
            } else {
                return {given.type->number};
            }
        },
        operation);
}

}  // namespace

void makePhoneImages() {
    (void)emptyHome(App::sealsLess);
}

Phone::Phone(PhoneWorld world, int number)
    : world_(world),
      machine_("phone-" + std::to_string(number)),
      key_(keyOf(number)),
      device_(Id::ofHash(key_.publicKey())),
      app_(firstApp(number)),
      clock_(world.time),
      links_(world.centre, world.time, world.trace, world.tap, world.findings, device_) {
    world_.disk.putImage(machine_, emptyHome(app_));
    (void)keys_.save(std::string(kDeviceKey), key_.seed());
    spoiledClock_ = world_.fault.phoneClock(clock_);
    spoiledLinks_ = world_.fault.links(links_);
}

Phone::~Phone() {
    stop();
}

bool Phone::boot() {
    auto database = PhoneDatabase::open('/' + machine_ + "/phone.db", phoneCatalogue(app_));
    const auto furnished = !database ? Outcome(database.error()) : furnish(**database);
    if (!furnished) {
        if (!dead()) {
            world_.findings.add("P1 opens",
                                machine_ + " does not open again: " + furnished.error().detail);
        }
        return false;
    }
    database_ = database->get();
    client_ = std::make_unique<PhoneClient>(
        '/' + machine_, nullptr, OpenedDatabase{*std::move(database), std::nullopt}, key_,
        ClientSeats{spoiledClock_ ? *spoiledClock_ : clock_, world_.random, keys_,
                    spoiledLinks_ ? *spoiledLinks_ : static_cast<LinkMaker&>(links_)});
    // What a kill cut off between commit and answer was saved after all.
    learnSaved();
    return true;
}

Outcome Phone::furnish(PhoneDatabase& database) {
    XIANGJI_TRY(guarded([&] { MediaBook(database).furnish(); }));
    world_.fault.opens(database);
    XIANGJI_TRY(settleKey(keys_, database));
    XIANGJI_LET(key, deviceKey(keys_, world_.random, database));
    key_ = std::move(key);
    return sealWhatLiesOpen(database, key_);
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
    std::set<TypeNumber> types;
    for (const auto& operation : operations) {
        types.merge(typesOf(operation));
    }
    const auto before = rowsOf(types);
    const auto seq = lastSeq_;
    auto ids = client_->write(operations);
    if (ids && !dead()) {
        learnSaved();
        if (lastSeq_ != seq) {  // else it said nothing new
            lastWrite_ = {lastSeq_, before, rowsOf(types)};
        }
        world_.fault.wrote(*database_);
    }
    return ids;
}

Phone::Rows Phone::rowsOf(const std::set<TypeNumber>& types) {
    return guarded([&] {
               Rows rows;
               for (const auto number : types) {
                   const auto& type = *database_->catalogue().find(number);
                   for (auto& row :
                        RowTable(database_->connection(), type).rows({.voidedToo = true})) {
                       rows[{number, row.id}] = std::move(row.fields);
                   }
               }
               return rows;
           })
        .valueOr({});
}

Phone::Rows Phone::rowsLike(const Rows& before, const Rows& after) {
    std::set<TypeNumber> types;
    for (const auto* rows : {&before, &after}) {
        for (const auto& [key, fields] : *rows) {
            types.insert(key.first);
        }
    }
    return rowsOf(types);
}

std::set<Phone::Cell> Phone::inConflict() {
    return guarded([&] {
               std::set<Cell> cells;
               auto query =
                   database_->connection().statement("SELECT type, row, field FROM _conflict");
               while (query.step()) {
                   cells.emplace(static_cast<TypeNumber>(query.integer(0)), query.id(1),
                                 static_cast<FieldNumber>(query.integer(2)));
               }
               return cells;
           })
        .valueOr({});
}

Result<Undone> Phone::undo() {
    world_.fault.undoes(*database_);
    auto undone = client_->undo();
    if (!dead()) {
        world_.fault.undid(*database_);
        learnSaved();
    }
    return undone;
}

Result<Bytes> Phone::writeBundle() {
    Bytes bundle;
    const auto sink = [&](std::string_view part) {
        bundle += part;
        return Outcome();
    };
    std::mutex mutex;
    PhoneShelf shelf(*database_, mutex, [] {});
    if (const auto spoiled = world_.fault.bundleShelf(shelf, *database_)) {
        PhoneSatchel satchel(*database_, mutex);
        const auto made = Carrying(*spoiled, satchel, clock_, key_, world_.random).write(sink);
        return made ? Result<Bytes>(std::move(bundle)) : made.error();
    }
    const auto made = client_->writeBundle(sink);
    return made ? Result<Bytes>(std::move(bundle)) : made.error();
}

Outcome Phone::readBundle(const Bytes& bundle) {
    const auto source = [rest = bundle]() mutable {
        return Result<Bytes>(std::exchange(rest, {}));
    };
    std::mutex mutex;
    PhoneShelf shelf(*database_, mutex, [] {});
    if (const auto spoiled = world_.fault.bundleShelf(shelf, *database_)) {
        PhoneSatchel satchel(*database_, mutex);
        const auto taken = Carrying(*spoiled, satchel, clock_, key_, world_.random).read(source);
        return taken ? Outcome() : Outcome(taken.error());
    }
    const auto read = client_->readBundle(source);
    return read ? Outcome() : Outcome(read.error());
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
    PhoneSatchel satchel(*database_, mutex);
    Syncer syncer(*spoiled, links, clock_, key_, phoneCatalogue(app_).level(), &satchel);
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
    report.copied = isCopied();
    return report;
}

bool Phone::isCopied() {
    const auto status = client_->status();
    return status && status->copied;
}

void Phone::setBack(const VirtualDisk::Image& image, Chance& chance) {
    world_.disk.kill(machine_);
    stop();
    world_.disk.reboot(machine_, Reboot::afterKill, chance);
    world_.disk.putImage(machine_, image);
    lastWrite_ = {};
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
                   "SELECT seq, body, 1 FROM _outbox UNION ALL "
                   "SELECT seq, body, 0 FROM _sent ORDER BY seq");
               while (query.step()) {
                   Kept next{query.blob(1), query.integer(2) != 0, {}};
                   // Also where it waits to be sent once more: what of it a life that is gone had
                   // decided, and others may have written over since, is no unsent edit.
                   if (next.waits) {
                       auto verdicts = database_->connection().statement(
                           "SELECT place FROM _verdict WHERE seq = ?1 AND verdict = ?2");
                       verdicts.bind(1, query.unsignedInteger(0)).bind(2, int{wire::VERDICT_HELD});
                       while (verdicts.step()) {
                           next.held.insert(static_cast<int>(verdicts.integer(0)));
                       }
                   }
                   kept.push_back(std::move(next));
               }
               return kept;
           })
        .valueOr({});
}

}  // namespace xiangji::sim
