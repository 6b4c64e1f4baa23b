#include "tests/sim/world.hpp"

#include <algorithm>
#include <array>

#include "tests/sim/checks/scope.hpp"
#include "tests/sim/levels.hpp"

namespace xiangji::sim {

namespace {

constexpr Instant kBeginningMs = 1'781'827'200'000 + 60'000;
constexpr Instant kMinuteMs = 60'000;
constexpr Instant kHourMs = 60 * kMinuteMs;
constexpr int kStrangersNumber = 99;
constexpr std::uint64_t kEveryOlderCentre = 4;  ///< begins one schema level behind

bool needsPhone(Deed deed) {
    constexpr std::array kNeedNone{Deed::pass,     Deed::sync,   Deed::centreRestart,
                                   Deed::stranger, Deed::backUp, Deed::restore,
                                   Deed::recover,  Deed::move,   Deed::archive};
    return std::find(kNeedNone.begin(), kNeedNone.end(), deed) == kNeedNone.end();
}

bool isNewer(const Story& story) {
    return story.seed % kEveryOlderCentre != 0;
}

}  // namespace

World::World(const Story& story, Planted& planted, bool keepsLines)
    : story_(story),
      planted_(planted),
      sqlite_(disk_),
      time_(kBeginningMs),
      trace_(keepsLines),
      opened_(*SigningKey::fromSeed(centreImage(isNewer(story)).serverSeed)),
      ledger_(opened_),
      centre_(disk_, time_, random_, findings_, planted, isNewer(story)) {
    planted_.begin(disk_);
    random_.seed(story.seed);
    const PhoneWorld all{disk_, time_,     random_, centre_, trace_,
                         *this, findings_, ledger_, planted_};
    centre_.boot();
    for (int number = 0; number < story.phones; ++number) {
        phones_.push_back(std::make_unique<Phone>(all, number));
        phones_.back()->boot();
    }
    stranger_ = std::make_unique<Stranger>(all, kStrangersNumber);
}

World::~World() {
    phones_.clear();
    centre_.stop();
}

int World::numberOf(const Phone& phone) const {
    int number = 0;
    while (phones_[static_cast<std::size_t>(number)].get() != &phone) {
        ++number;
    }
    return number;
}

void World::say(std::string text) {
    trace_.line(text);
}

void World::left(const Id& device, const wire::Request& request, const wire::Reply& reply) {
    for (const auto& receipt : reply.receipts().receipts()) {
        ledger_.receipt(receipt, centre_.clock().nowMs());
    }
    for (const auto& parcel : reply.delivered().answers()) {
        hear(parcel);
    }
    keepsakes_.noteWaiting(centre_.store());
    const Scope scope(centre_.store(), centreCatalogue(), centre_.clock().nowMs());
    if (const auto leak = scope.leak(device, request, reply)) {
        findings_.add("P6 scope", *leak);
    }
}

Ending World::play() {
    for (std::size_t at = 0; at < story_.events.size() && !broken();) {
        at = playFrom(at);
    }
    if (!broken()) {
        comeToRest();
    }
    if (!broken()) {
        checkEverything();
    }
    if (SqliteDisk::waits() != 0) {
        findings_.add("P7 waits",
                      "somebody waited for a lock although one thing happens at a time");
    }
    ending_.finding = findings_.first();
    if (ending_.finding) {
        say("=> " + ending_.finding->check + ": " + ending_.finding->words);
    }
    for (const auto& phone : phones_) {
        const auto falls = disk_.falls(phone->machine());
        ending_.phoneFalls.atWrites += falls.atWrites;
        ending_.phoneFalls.atSyncs += falls.atSyncs;
    }
    ending_.centreFalls = disk_.falls(kCentreMachine);
    ending_.envelopes = static_cast<int>(ledger_.saved().size());
    ending_.traceHash = trace_.hash();
    ending_.lines = trace_.lines();
    return ending_;
}

std::size_t World::playFrom(std::size_t at) {
    const auto& event = story_.events[at];
    std::vector<Event> meanwhile;
    std::size_t next = at + 1;
    if (event.deed == Deed::sync) {
        while (next < story_.events.size() && story_.events[next].meanwhile) {
            meanwhile.push_back(story_.events[next++]);
        }
    }
    play(event, std::move(meanwhile));
    return next;
}

void World::play(const Event& event, std::vector<Event> meanwhile) {
    Chance chance(event.salt);
    random_.seed(chance.next());
    if (event.deed != Deed::archive) {
        time_.pass(static_cast<Instant>(chance.below(20)) * kMinuteMs / 4);
    }
    auto& phone = *phones_[static_cast<std::size_t>(event.who)];
    const auto at = static_cast<std::size_t>(event.who);
    const bool present = phone.running() && (phone.joined || event.deed == Deed::join);
    const bool busy = &phone == syncing_ && event.deed != Deed::write;
    if (busy || (needsPhone(event.deed) && !present)) {
        return;
    }
    switch (event.deed) {
        case Deed::join:
            join(phone, event, chance);
            break;
        case Deed::found:
            found(phone, chance);
            break;
        case Deed::write:
            write(phone, chance);
            break;
        case Deed::sync:
            sync(phone, chance, std::move(meanwhile));
            break;
        case Deed::restart:
            restart(phone, chance);
            break;
        case Deed::clock:
            jumpClock(phone, chance);
            break;
        case Deed::centreRestart:
            restartCentre(chance);
            break;
        case Deed::confirm:
            confirm(phone, chance);
            break;
        case Deed::revoke:
            revoke(phone);
            break;
        case Deed::copy:
            say(phone.machine() + ": its files are copied");
            copies_[static_cast<int>(at)] = disk_.imageOf(phone.machine());
            break;
        case Deed::setBack:
            setBack(phone, chance);
            break;
        case Deed::stranger:
            letStrangerAct(chance);
            break;
        case Deed::full:
            fill(phone, chance);
            break;
        case Deed::grant:
            grant(chance);
            break;
        case Deed::undo:
            undo(phone);
            break;
        case Deed::bundle:
            bundle(phone);
            break;
        case Deed::carry:
            carry(phone, chance);
            break;
        case Deed::backUp:
            backUp();
            break;
        case Deed::restore:
            restore(chance);
            break;
        case Deed::recover:
            recover(chance);
            break;
        case Deed::archive:
            archive(chance);
            break;
        case Deed::move:
            move(chance);
            break;
        case Deed::quarrel:
            quarrel(phone, chance);
            break;
        case Deed::ask:
            ask(phone, chance);
            break;
        case Deed::pass:
            time_.pass(static_cast<Instant>(chance.below(72)) * kHourMs);
            say("time passes");
            break;
    }
    bringBack(chance);
}

}  // namespace xiangji::sim
