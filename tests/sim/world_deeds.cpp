#include <array>

#include "core/store/row_table.hpp"
#include "tests/sim/checks/kept.hpp"
#include "tests/sim/phone/person.hpp"
#include "tests/sim/world.hpp"

// What the deeds of a story do.

namespace xiangji::sim {

namespace {

constexpr Instant kMinuteMs = 60'000;
constexpr Instant kHourMs = 60 * kMinuteMs;
constexpr Instant kDayMs = 24 * kHourMs;
constexpr Instant kYearMs = 365 * kDayMs;
constexpr double kInvitationHours = 24.0 * 300;
constexpr int kMostCalls = 6;
constexpr int kCallOfThePush = 2;
constexpr std::uint64_t kSeatsOfAWrite = 24;
constexpr std::uint64_t kSeatsOfASync = 70;
constexpr std::uint64_t kSeatsOfAnAnswer = 60;

struct Seat {
    const char* role;
    const char* unit;
    int uses;
};
/// Who holds the phones.
constexpr std::array kSeats{
    Seat{"centre_admin", "360982", 1},      Seat{"institute_clerk", "360982100", 1},
    Seat{"team_leader", "360982100", 1},    Seat{"tutor", "360982100", 1},
    Seat{"volunteer", "360982100200", 1},   Seat{"officer", "360982100", 1},
    Seat{"team_leader", "360982101200", 1}, Seat{"tutor", "360982100", 2},
    Seat{"volunteer", "360982100", 1},      Seat{"team_leader", "360982100", 3},
};

std::string told(const Operation& operation) {
    if (const auto* insert = std::get_if<Insert>(&operation)) {
        return "add " + insert->type->name;
    }
    if (const auto* edit = std::get_if<Edit>(&operation)) {
        std::string text = "edit " + edit->type->name + ' ' + edit->id.text().substr(24) + ':';
        for (const auto& [number, value] : edit->fields) {
            text += ' ' + edit->type->field(number)->name;
        }
        return text;
    }
    if (const auto* act = std::get_if<Act>(&operation)) {
        return act->action + ' ' + act->type->name + ' ' + act->id.text().substr(24);
    }
    if (const auto* settle = std::get_if<Settle>(&operation)) {
        return "settle " + settle->type->name + ' ' + settle->id.text().substr(24) + ": " +
               settle->type->field(settle->field)->name;
    }
    if (const auto* given = std::get_if<AnswerProposal>(&operation)) {
        constexpr std::array kAnswers{"accept", "decline", "withdraw"};
        return std::string(kAnswers.at(static_cast<std::size_t>(given->answer))) + " proposal " +
               given->proposal.text().substr(24);
    }
    const auto& voiding = std::get<Void>(operation);
    return "void " + voiding.type->name + ' ' + voiding.id.text().substr(24);
}

Weather someWeather(Chance& chance) {
    Weather weather;
    const int call = static_cast<int>(chance.below(kMostCalls)) + 1;
    switch (chance.below(12)) {
        case 0:
            weather.none = true;
            break;
        case 1:
            weather.loseRequest = call;
            break;
        case 2:
        case 3:
            weather.loseReply = call;
            break;
        case 4:
            weather.repeat = call;
            break;
        case 5:
            weather.stale = call;
            break;
        default:
            break;
    }
    return weather;
}

std::string told(const Weather& weather) {
    std::string text;
    const auto add = [&](const char* what, const std::optional<int>& call) {
        if (call) {
            text += std::string(", ") + what + ' ' + std::to_string(*call);
        }
    };
    add("lost request", weather.loseRequest);
    add("lost answer", weather.loseReply);
    add("repeated request", weather.repeat);
    add("stale answer", weather.stale);
    return weather.none ? ", no network" : text;
}

}  // namespace

std::optional<std::string> World::invitationFor(int number) {
    if (const auto known = invitations_.find(number); known != invitations_.end()) {
        return known->second;
    }
    if (!centre_.running()) {
        return std::nullopt;
    }
    const auto& seat = kSeats[static_cast<std::size_t>(number) % kSeats.size()];
    const auto invitation =
        centre_.desk().invite({.unitCode = seat.unit,
                               .role = seat.role,
                               .personName = seat.uses == 1 ? "人" + std::to_string(number) : "",
                               .uses = seat.uses,
                               .hours = kInvitationHours},
                              {.host = "township.test", .port = 7443, .pin = Bytes(32, 'p')});
    if (!invitation || centre_.dead()) {
        return std::nullopt;
    }
    return invitations_.emplace(number, invitation->text()).first->second;
}

void World::join(Phone& phone, const Event& event, Chance& chance) {
    if (phone.joined) {
        return;
    }
    const auto invitation = invitationFor(event.who);
    if (!invitation) {
        return;
    }
    phone.links().weather = chance.oneIn(3) ? someWeather(chance) : Weather{};
    if (chance.oneIn(12)) {
        disk_.killAfter(phone.machine(), chance.below(kSeatsOfASync) + 1, chance.oneIn(2));
    } else if (chance.oneIn(12)) {
        disk_.killAfter(kCentreMachine, chance.below(kSeatsOfAnAnswer) + 1, chance.oneIn(2));
    }
    phone.links().newRun();
    const auto joined = phone.client().join(*invitation, "持有人" + std::to_string(event.who));
    phone.joined = phone.running() && phone.client().me().joined;
    say(phone.machine() + ": joins" + told(phone.links().weather) +
        (joined ? "" : ": " + joined.error().detail));
    phone.links().weather = {};
}

void World::write(Phone& phone, Chance& chance) {
    const bool dies = chance.oneIn(12);
    if (dies) {
        disk_.killAfter(phone.machine(), chance.below(kSeatsOfAWrite) + 1, chance.oneIn(2));
    }
    const auto me = phone.client().me();
    const auto operations =
        Person(phone.database(), me, phone.clock().nowMs(), chance).someOperations();
    if (!operations.empty()) {
        (void)save(phone, operations);
    }
}

bool World::save(Phone& phone, const std::vector<Operation>& operations) {
    ++ending_.writes;
    const auto written = phone.write(operations);
    std::string text = phone.machine() + ':';
    for (const auto& operation : operations) {
        text += ' ' + told(operation) + ';';
    }
    say(text + (phone.dead() ? " killed" : written ? " saved" : ' ' + written.error().detail));
    return written && !phone.dead();
}

void World::found(Phone& phone, Chance& chance) {
    const auto me = phone.client().me();
    const auto written = phone.write(
        Person(phone.database(), me, phone.clock().nowMs(), chance).foundingOperations(random_));
    say(phone.machine() + ": founds a class" + (written ? "" : ": " + written.error().detail));
}

void World::sync(Phone& phone, Chance& chance, std::vector<Event> meanwhile) {
    if (!phone.running() || syncing_ != nullptr) {
        for (const auto& event : meanwhile) {
            play(event, {});
        }
        if (!phone.running()) {
            return;
        }
    }
    ++ending_.syncs;
    phone.links().weather = someWeather(chance);
    if (setBack_.contains(numberOf(phone)) && chance.oneIn(3)) {
        // Receipts of what it sent before, by another way.
        phone.links().weather = {.stale = kCallOfThePush};
    }
    const auto dies = chance.below(24);
    if (dies == 0) {
        disk_.killAfter(phone.machine(), chance.below(kSeatsOfASync) + 1, chance.oneIn(2));
    } else if (dies == 1) {
        disk_.killAfter(kCentreMachine, chance.below(kSeatsOfAnAnswer) + 1, chance.oneIn(2));
    }
    const int when = static_cast<int>(chance.below(kMostCalls)) + 1;
    Phone* const outer = syncing_;
    if (outer == nullptr) {
        syncing_ = &phone;
        phone.links().before = [&, when](int call) {
            if (call == when) {
                for (const auto& event : std::exchange(meanwhile, {})) {
                    play(event, {});
                }
            }
        };
    }
    std::string words;
    if (phone.joined) {
        words = phone.sync().words;
    } else if (const auto known = invitations_.find(numberOf(phone)); known != invitations_.end()) {
        phone.links().newRun();
        const auto joined = phone.client().join(known->second, "持有人");
        phone.joined = phone.running() && phone.client().me().joined;
        words = joined ? "joined" : joined.error().detail;
    }
    if (outer == nullptr) {
        phone.links().before = {};
        syncing_ = nullptr;
    }
    say(phone.machine() + ": syncs" + told(phone.links().weather) +
        (phone.dead() ? ", killed" : "") + (centre_.dead() ? ", the centre is killed" : "") +
        (words.empty() ? "" : ": " + words));
    phone.links().weather = {};
    for (const auto& event : std::exchange(meanwhile, {})) {
        play(event, {});
    }
    if (phone.running() && phone.joined) {
        checkOwnEditsShow(phone, ledger_, findings_);
    }
}

void World::restart(Phone& phone, Chance& chance) {
    const bool updated = chance.oneIn(3);
    if (updated) {
        phone.update();
    }
    say(phone.machine() + (updated ? ": is updated and restarts" : ": restarts"));
    if (chance.oneIn(2)) {
        phone.stop();
        phone.boot();
        if (phone.running()) {  // a fall that was laid may end its beginning too
            checkSaved(phone, ledger_, findings_);
        }
    } else {
        disk_.kill(phone.machine());
    }
}

void World::jumpClock(Phone& phone, Chance& chance) {
    constexpr std::array<Instant, 8> kSkews{0,           900,         4 * kMinuteMs, 6 * kMinuteMs,
                                            2 * kHourMs, 30 * kDayMs, 10 * kYearMs,  91 * kDayMs};
    const Instant skew = chance.of(kSkews) * (chance.oneIn(2) ? 1 : -1);
    phone.clock().setSkew(skew);
    say(phone.machine() + ": its clock is now off by " + std::to_string(skew / 1'000) + " s");
}

void World::restartCentre(Chance& chance) {
    const bool updates = !centre_.updated() && chance.oneIn(2);
    if (updates) {
        centre_.update();
    }
    say(updates ? "the centre is updated and restarts" : "the centre restarts");
    if (chance.oneIn(2)) {
        centre_.stop();
        centre_.boot();
    } else {
        disk_.kill(kCentreMachine);
    }
}

void World::confirm(Phone& phone, Chance& chance) {
    if (!centre_.running()) {
        return;
    }
    if (chance.oneIn(8)) {
        disk_.killAfter(kCentreMachine, chance.below(kSeatsOfAnAnswer) + 1, chance.oneIn(2));
    }
    const auto done = centre_.desk().confirm(phone.device());
    say(phone.machine() + ": is confirmed" + (done ? "" : ": " + done.error().detail));
}

void World::revoke(Phone& phone) {
    if (!centre_.running() || &phone == phones_.front().get()) {
        return;
    }
    const auto done = centre_.desk().revoke(phone.device());
    if (done && !centre_.dead()) {
        keepsakes_.revoked.insert(phone.device());
    }
    say(phone.machine() + ": is taken out of service" + (done ? "" : ": " + done.error().detail));
}

void World::setBack(Phone& phone, Chance& chance) {
    const auto copy = copies_.find(numberOf(phone));
    if (copy == copies_.end()) {
        return;
    }
    say(phone.machine() + ": is set back to its copy");
    phone.setBack(copy->second, chance);
    setBack_.insert(numberOf(phone));
    keepsakes_.forget(phone.device());
}

void World::grant(Chance& chance) {
    auto& admin = *phones_.front();
    if (!admin.running() || !admin.joined || &admin == syncing_) {
        return;
    }
    const auto& catalogue = admin.database().catalogue();
    const auto& type = *catalogue.find("role_grant");
    const auto me = admin.client().me();
    if (chance.oneIn(3)) {
        endGrant(admin, type, chance);
        return;
    }
    Person person(admin.database(), me, admin.clock().nowMs(), chance);
    Insert insert{.type = &type, .fields = {}, .id = std::nullopt};
    for (const char* name : {"person", "org", "role"}) {
        const Field& field = *type.field(name);
        insert.fields[field.number] = person.someValue(field);
    }
    // Mostly somebody who reads less than the office.
    if (const auto rows =
            RowTable(admin.database().connection(), *catalogue.find("person")).rows({});
        !rows.empty() && !chance.oneIn(3)) {
        insert.fields[type.field("person")->number] = refTo(chance.of(rows).id);
    }
    const auto written = admin.write({insert});
    say(admin.machine() + ": grants a role" + (written ? "" : ": " + written.error().detail));
}

void World::endGrant(Phone& admin, const RecordType& type, Chance& chance) {
    const auto me = admin.client().me();
    std::vector<Id> others;
    for (const auto& row : RowTable(admin.database().connection(), type).rows({})) {
        const auto person = row.fields.find(type.field("person")->number);
        if (person != row.fields.end() && idIn(person->second) != me.person) {
            others.push_back(row.id);
        }
    }
    if (others.empty()) {
        return;
    }
    const auto written =
        admin.write({Void{.type = &type, .id = chance.of(others), .reason = "不再担任"}});
    say(admin.machine() + ": ends a role" + (written ? "" : ": " + written.error().detail));
}

void World::fill(Phone& phone, Chance& chance) {
    const bool centre = chance.oneIn(2);
    const std::string machine = centre ? kCentreMachine : phone.machine();
    say(machine + ": its disk is full");
    disk_.setFull(machine, true);
    write(phone, chance);
    sync(phone, chance, {});
    disk_.setFull(machine, false);
}

void World::letStrangerAct(Chance& chance) {
    if (!centre_.running()) {
        return;
    }
    constexpr int kNumber = -1;
    if (!invitations_.contains(kNumber)) {
        const auto invitation =
            centre_.desk().invite({.unitCode = "360982100",
                                   .role = "volunteer",
                                   .personName = "外人",
                                   .hours = kInvitationHours},
                                  {.host = "township.test", .port = 7443, .pin = Bytes(32, 'p')});
        if (!invitation || centre_.dead()) {
            return;
        }
        invitations_[kNumber] = invitation->secret;
        (void)stranger_->join(invitation->secret);
    }
    say("a bad phone sends something");
    stranger_->act(chance);
}

}  // namespace xiangji::sim
