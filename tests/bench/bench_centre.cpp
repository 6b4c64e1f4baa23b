#include "tests/bench/bench_centre.hpp"

#include <stdexcept>

#include "core/base/hash.hpp"
#include "core/sync/envelope.hpp"
#include "syncd/central/sqlite/sqlite_central.hpp"
#include "syncd/merge/desk/desk.hpp"
#include "syncd/merge/desk/units_csv.hpp"
#include "syncd/merge/server_pen.hpp"
#include "syncd/merge/transaction.hpp"

namespace xiangji::bench {

namespace {

constexpr const char* kUnits =
    "area_code,name,parent_code,kind\n"
    "360982,樟树市,,centre\n"
    "360982100,临江镇,360982,institute\n"
    "360982101,永泰镇,360982,institute\n"
    "360982100200,郭里村委会,360982100,station\n"
    "360982101200,曲水村委会,360982101,station\n";
constexpr const char* kTowns[] = {"360982100", "360982101", "360982100200", "360982101200"};
constexpr std::size_t kEnrolledAtOnce = 500;
constexpr std::size_t kSeedBytes = SigningKey::kSeedBytes;

void must(const Outcome& outcome) {
    if (!outcome) {
        throw std::runtime_error(outcome.error().detail);
    }
}
template <typename T>
T must(Result<T> result) {
    if (!result) {
        throw std::runtime_error(result.error().detail);
    }
    return *std::move(result);
}

const RecordType& typeNamed(std::string_view name) {
    return *Catalogue::builtIn().find(name);
}

void putRows(syncd::ServerPen& pen, const Sender& sender, Instant nowMs, Random& random) {
    const auto& person = typeNamed("person");
    const auto& grant = typeNamed("role_grant");
    pen.insert(person, sender.person, sender.unit,
               {{person.field("name")->number, std::string("队长")}});
    pen.insert(grant, Id::uuid7(nowMs, random), sender.unit,
               {{grant.field("person")->number, refTo(sender.person)},
                {grant.field("org")->number, refTo(sender.unit)},
                {grant.field("role")->number, std::int64_t{ROLE_TEAM_LEADER}},
                {grant.field("from")->number, nowMs}});
}

syncd::DeviceRow deviceOf(const Sender& sender, Instant nowMs) {
    syncd::DeviceRow device;
    device.device = sender.device();
    device.publicKey = sender.key.publicKey();
    device.person = sender.person;
    device.unit = sender.unit;
    device.role = ROLE_TEAM_LEADER;
    device.secretHash = hashOf(sender.key.publicKey());
    device.joinedMs = nowMs;
    return device;
}

}  // namespace

const char* benchUnits() {
    return kUnits;
}

wire::Envelope Sender::envelope(const std::vector<wire::Change>& changes,
                                const syncd::CentralIdentity& identity, std::uint64_t seenLsn,
                                std::uint32_t level) {
    wire::Changeset changeset;
    for (const auto& change : changes) {
        *changeset.add_changes() = change;
    }
    wire::EnvelopeBody body;
    body.set_server(identity.server.bytes());
    body.set_epoch(identity.epoch.bytes());
    body.set_device(device().bytes());
    body.set_seq(++seq);
    body.set_hlc(hlcOf(kMorning) + seq);
    body.set_level(level);
    body.set_previous(lastHash);
    body.set_seen_lsn(seenLsn);
    body.set_device_ms(kMorning);
    body.set_changeset(changeset.SerializeAsString());
    auto envelope = signedEnvelope(body.SerializeAsString(), key);
    lastHash = hashOf(envelope.body());
    return envelope;
}

std::vector<Sender> sendersOf(std::uint64_t seed, std::size_t count) {
    SeededRandom random(seed);
    std::vector<Sender> senders;
    for (std::size_t i = 0; i < count; ++i) {
        auto key = *SigningKey::fromSeed(random.bytes(kSeedBytes));
        senders.push_back({.key = std::move(key),
                           .person = Id::uuid7(kMorning, random),
                           .unit = syncd::unitId(kTowns[i % std::size(kTowns)])});
    }
    return senders;
}

void enrol(syncd::Central& central, const SigningKey& serverKey, Instant nowMs,
           const std::vector<Sender>& senders) {
    const auto& catalogue = Catalogue::builtIn();
    const auto identity = must(central.identity()).value();
    auto authority = must(syncd::Authority::read(central.reader(), catalogue));
    SeededRandom random(2);
    for (std::size_t from = 0; from < senders.size(); from += kEnrolledAtOnce) {
        auto transaction = must(syncd::Transaction::begin(central, authority, nowMs));
        syncd::ServerPen pen(*transaction, catalogue, identity, serverKey);
        for (std::size_t i = from; i < std::min(senders.size(), from + kEnrolledAtOnce); ++i) {
            putRows(pen, senders[i], nowMs, random);
            must(transaction->central().putDevice(deviceOf(senders[i], nowMs)));
        }
        must(pen.send());
        must(transaction->commit());
    }
}

BenchCentre::BenchCentre(const std::vector<Sender>& senders) {
    const auto& catalogue = Catalogue::builtIn();
    central = must(syncd::openSqliteCentral(folder.path() / "central.db", catalogue));
    must(syncd::furnish({*central, clock, random, catalogue, key}, kUnits));
    enrol(*central, key, clock.nowMs(), senders);
    identity = must(central->identity()).value();
    authority = must(syncd::Authority::read(central->reader(), catalogue));
    receipts = std::make_unique<syncd::ReceiptWriter>(identity, key);
}

void BenchCentre::merge(const std::vector<Pushed>& group) {
    auto transaction = must(syncd::Transaction::begin(*central, authority, clock.nowMs()));
    syncd::Pushing pushing(*transaction, Catalogue::builtIn(), identity, *receipts);
    for (const auto& pushed : group) {
        const auto reply = must(pushing.push(pushed.device, pushed.envelopes));
        if (static_cast<std::size_t>(reply.receipts().receipts_size()) != pushed.envelopes.size()) {
            throw std::runtime_error("an envelope was refused: " + reply.refusal().words());
        }
    }
    must(transaction->commit());
}

std::uint64_t BenchCentre::lsn() const {
    return must(central->headNow()).lsn;
}

}  // namespace xiangji::bench
