#include "tests/sim/checks/history.hpp"
#include "tests/sim/checks/kept.hpp"
#include "tests/sim/checks/order.hpp"
#include "tests/sim/checks/rest.hpp"
#include "tests/sim/checks/sealed.hpp"
#include "tests/sim/levels.hpp"
#include "tests/sim/oracle/oracle.hpp"
#include "tests/sim/world.hpp"

// How a world comes back after a fall, comes to rest, and is looked at.

namespace xiangji::sim {

namespace {

constexpr int kRoundsToRest = 8;
constexpr int kOrders = 2;

}  // namespace

void World::bringBack(Chance& chance) {
    disk_.spare(kCentreMachine);
    if (centre_.dead()) {
        ++ending_.kills;
        centre_.reboot(chance.oneIn(2) ? Reboot::afterKill : Reboot::afterPowerCut, chance);
        checkReceipted(centre_, ledger_, findings_);
    }
    keepsakes_.noteWaiting(centre_.store());
    for (const auto& phone : phones_) {
        if (phone.get() == syncing_) {
            continue;  // falls only when its call returns
        }
        disk_.spare(phone->machine());
        if (phone->dead()) {
            ++ending_.kills;
            phone->reboot(chance.oneIn(2) ? Reboot::afterKill : Reboot::afterPowerCut, chance);
            if (phone->running()) {
                phone->joined = phone->client().me().joined;
                checkSaved(*phone, ledger_, findings_);
            }
        }
    }
}

bool World::isRevoked(const Phone& phone) const {
    const auto& devices = centre_.store().devices;
    const auto found = devices.find(phone.device());
    return found != devices.end() && found->second.state == syncd::DeviceState::revoked;
}

bool World::syncRound() {
    bool still = true;
    for (const auto& phone : phones_) {
        if (!phone->joined) {
            const auto invitation = invitations_.find(numberOf(*phone));
            if (invitation == invitations_.end()) {
                continue;
            }
            still = false;
            (void)phone->client().join(invitation->second, "持有人");
            phone->joined = phone->client().me().joined;
        }
        if (!phone->joined || isRevoked(*phone)) {
            continue;
        }
        (void)centre_.desk().confirm(phone->device());
        const auto report = phone->sync();
        // A copied home keeps what it has until somebody brings it an invitation.
        const bool waits = report.waiting > 0 && !report.copied;
        const auto changed =
            report.sent > 0 || report.received > 0 || waits || report.end != SyncEnd::done;
        still = still && !changed;
        if (changed) {
            say(phone->machine() + ": comes to rest: sent " + std::to_string(report.sent) +
                ", received " + std::to_string(report.received) + ", waiting " +
                std::to_string(report.waiting) + ' ' + report.words);
        }
    }
    return still;
}

void World::comeToRest() {
    Chance chance(story_.seed);
    bringBack(chance);
    if (!centre_.updated()) {
        centre_.update();
        centre_.stop();
        centre_.boot();
    }
    for (const auto& phone : phones_) {
        if (phone->app() == App::sealsLess && chance.oneIn(2)) {
            say(phone->machine() + ": is updated at last");
            phone->update();
            phone->stop();
            phone->boot();
        }
    }
    for (int round = 0; round < kRoundsToRest && !broken(); ++round) {
        if (syncRound()) {
            return;
        }
    }
    findings_.add("P7 rest", "after " + std::to_string(kRoundsToRest) +
                                 " rounds on a sound network somebody still has something to sync");
}

void World::checkLife() {
    const Id server = Id::ofHash(centre_.key().publicKey());
    ledger_.receiptsReady(centre_.store(), centre_.clock().nowMs());
    checkReceipted(centre_, ledger_, findings_);
    Oracle(ledger_, centre_.store(), server, centreCatalogue(), findings_).check();
    checkChain(centre_, ledger_, findings_);
    checkHeld(centre_, findings_);
}

void World::checkEverything() {
    centre_.central().compareAll();
    if (const auto audit = centre_.desk().audit({}); ending_.segments > 0 && !broken()) {
        if (!audit || !audit->findings.empty()) {
            findings_.add("P9 audit", audit ? audit->findings.front().what : audit.error().detail);
        }
    }
    checkLife();
    keepsakes_.check(centre_, ledger_, findings_);
    for (const auto& phone : phones_) {
        // What is asked less of a copy must not be the phone's own word alone.
        if (phone->joined && phone->isCopied() && !ledger_.isCopy(phone->device())) {
            findings_.add("P7 copied",
                          phone->machine() + " says that its home is a copy, and is none");
        }
        checkSealed(*phone, findings_);
        if (phone->joined && !isRevoked(*phone)) {
            checkAtRest(*phone, centre_, opened_, findings_);
            checkHolds(*phone, ledger_, centre_.clock().nowMs(), findings_);
            keepsakes_.checkGivenBack(*phone, centre_, ledger_, findings_);
        }
    }
    checkFindable(centre_, phones_, ledger_, findings_);
    Chance chance(story_.seed);
    if (!broken() && centre_.store().epochs.size() == 1) {
        const auto orders = checkOrders(centre_, ledger_, kOrders, chance, findings_);
        ending_.ordersPlayed = orders.played;
        ending_.ordersCompared = orders.compared;
    }
    const auto counts = centre_.central().counts();
    ending_.conflicts = counts ? static_cast<int>(counts->conflicts) : 0;
}

}  // namespace xiangji::sim
