#include "core/base/hash.hpp"
#include "core/sync/invitation.hpp"
#include "syncd/merge/desk/desk.hpp"
#include "tests/sim/levels.hpp"
#include "tests/sim/world.hpp"

// Backups of the centre, and what comes of putting one back.

namespace xiangji::sim {

namespace {

constexpr std::size_t kBackupsKept = 3;

constexpr Instant kHourMs = 3'600'000;
constexpr std::uint64_t kFewestLinesOfASegment = 5;
constexpr std::uint64_t kMostLinesOfASegment = 60;
constexpr std::uint64_t kSeatsOfAnArchive = 80;
constexpr std::uint64_t kHoursKept = 48;

}  // namespace

void World::archive(Chance& chance) {
    if (!centre_.running()) {
        return;
    }
    const syncd::ArchiveOrder order{
        .beforeMs = centre_.clock().nowMs() + 1 -
                    static_cast<Instant>(chance.oneIn(2) ? 0 : chance.below(kHoursKept)) * kHourMs,
        .wholeOnly = chance.oneIn(4),
        .segmentLines = kFewestLinesOfASegment + chance.below(kMostLinesOfASegment)};
    if (chance.oneIn(3)) {
        disk_.killAfter(kCentreMachine, chance.below(kSeatsOfAnArchive) + 1, chance.oneIn(2));
    }
    const bool full = chance.oneIn(8);
    disk_.setFull(kCentreMachine, full);
    const auto moved = centre_.desk().archive(order);
    disk_.setFull(kCentreMachine, false);
    ending_.segments += moved ? static_cast<int>(moved->segments) : 0;
    say("the centre archives" + std::string(full ? ", its disk is full" : "") +
        (moved ? ": " + std::to_string(moved->lines) + " lines in " +
                     std::to_string(moved->segments) + " segments"
               : ": " + moved.error().detail));
}

void World::backUp() {
    if (!centre_.running()) {
        return;
    }
    say("the centre is backed up at " + std::to_string(centre_.store().head().lsn));
    backups_.push_back({centre_.backUp(), ledger_.said()});
    if (backups_.size() > kBackupsKept) {
        backups_.erase(backups_.begin());
    }
}

void World::restore(Chance& chance) {
    if (backups_.empty() || !centre_.running()) {
        return;
    }
    // The life that ends is looked at while it is there.
    checkLife();
    const auto& backup = chance.of(backups_);
    const auto before = centre_.store().head().lsn;
    ++ending_.restores;
    ledger_.goBack(backup.said, backup.centre.store);
    centre_.restore(backup.centre, chance);
    keepsakes_.beginLife(centre_.store());
    say("the centre is put back from " + std::to_string(before) + " to " +
        std::to_string(backup.centre.store.head().lsn));
    for (const auto& phone : phones_) {
        if (phone->running() && phone->joined) {
            keepsakes_.note(*phone, centre_.store(), ledger_);
        }
    }
    // Invitations since then are unknown now; the office gives out others.
    std::erase_if(invitations_, [&](const auto& entry) {
        const auto invitation = Invitation::find(entry.second);
        return !centre_.store().invitations.contains(
            hashOf(invitation ? invitation->secret : entry.second));
    });
}

void World::recover(Chance& chance) {
    if (!centre_.running()) {
        return;
    }
    const auto proposals = centre_.desk().recovery();
    std::vector<Id> named;
    std::vector<syncd::test::MemoryStore::RowKey> rows;
    for (const auto& proposal : proposals.valueOr({})) {
        if (!chance.oneIn(3)) {
            named.push_back(proposal.id);
            rows.emplace_back(centreCatalogue().find(proposal.type)->number, proposal.row);
        }
    }
    if (named.empty()) {
        return;
    }
    const bool accepts = !chance.oneIn(3);
    const auto done =
        accepts ? centre_.desk().acceptRecovery(named) : centre_.desk().dismissRecovery(named);
    keepsakes_.dismissed.insert(rows.begin(), rows.end());
    say("the office " + std::string(accepts ? "takes over " : "drops ") +
        std::to_string(named.size()) + " of what phones remember" +
        (done ? "" : ": " + done.error().detail));
}

}  // namespace xiangji::sim
