#include <algorithm>

#include "core/base/hash.hpp"
#include "core/sync/bundle.hpp"
#include "core/sync/envelope.hpp"
#include "core/sync/parcel.hpp"
#include "tests/sim/checks/kept.hpp"
#include "tests/sim/checks/undone.hpp"
#include "tests/sim/phone/forger.hpp"
#include "tests/sim/world.hpp"

// What a person does with what is on a phone already: undoes it, and lets it travel without a
// network.

namespace xiangji::sim {

namespace {

constexpr std::size_t kPockets = 12;
constexpr std::size_t kNewest = 3;
constexpr std::uint64_t kSeatsOfAReading = 24;

/// What happens to a file in a pocket.
Bytes spoiled(Bytes bundle, Chance& chance) {
    switch (chance.below(8)) {
        case 0:
            bundle.resize(chance.below(bundle.size()));
            break;
        case 1: {
            auto& byte = bundle[chance.below(bundle.size())];
            byte = static_cast<char>(byte ^ (1 << chance.below(8)));
            break;
        }
        default:
            break;
    }
    return bundle;
}

std::size_t waitingOf(Phone& phone) {
    const auto kept = phone.kept();
    return static_cast<std::size_t>(
        std::count_if(kept.begin(), kept.end(), [](const auto& one) { return one.waits; }));
}

BundleSource sourceOf(const Bytes& bundle) {
    return [rest = bundle]() mutable { return Result<Bytes>(std::exchange(rest, {})); };
}

}  // namespace

void World::undo(Phone& phone) {
    const auto last = phone.lastWrite();
    const auto before = phone.rowsLike(last.before, last.after);
    const auto apart = phone.inConflict();
    const auto undone = phone.undo();
    if (!phone.running()) {
        return;
    }
    ending_.undos += undone ? 1 : 0;
    say(phone.machine() + ": undoes what it saved last" +
        (undone ? "" : ": " + undone.error().detail));
    checkUndone(phone, undone, last, before, phone.rowsLike(last.before, last.after), apart,
                findings_);
}

void World::pocket(Bytes bundle) {
    pockets_.push_back(std::move(bundle));
    if (pockets_.size() > kPockets) {
        pockets_.erase(pockets_.begin());
    }
}

void World::hear(const wire::Parcel& parcel) {
    for (const auto& phone : phones_) {
        const auto answers = openedAnswers(parcel, phone->key()).valueOr({});
        for (const auto& receipt : answers.receipts()) {
            ledger_.receipt(receipt, centre_.clock().nowMs());
            wire::ReceiptBody body;
            if (body.ParseFromString(receipt.body())) {
                keepsakes_.carried.emplace(phone->device(), body.seq(), body.hash());
            }
        }
    }
}

void World::bundle(Phone& phone) {
    auto written = phone.writeBundle();
    say(phone.machine() + ": writes a bundle" + (written ? "" : ": " + written.error().detail));
    if (written) {
        pocket(*std::move(written));
    }
}

void World::carry(Phone& phone, Chance& chance) {
    if (chance.oneIn(8)) {
        forgeReceipts(phone);
        return;
    }
    if (pockets_.empty()) {
        return;
    }
    const auto most = chance.oneIn(3) ? pockets_.size() : std::min(kNewest, pockets_.size());
    const auto bundle = spoiled(pockets_[pockets_.size() - 1 - chance.below(most)], chance);
    ++ending_.carried;
    if (chance.oneIn(3)) {
        carryToDesk(bundle);
        return;
    }
    if (chance.oneIn(12)) {
        disk_.killAfter(phone.machine(), chance.below(kSeatsOfAReading) + 1, chance.oneIn(2));
    }
    const auto read = phone.readBundle(bundle);
    say(phone.machine() + ": reads a bundle" + (read ? "" : ": " + read.error().detail));
    if (phone.running()) {
        checkOwnEditsShow(phone, ledger_, findings_);
    }
}

void World::carryToDesk(const Bytes& bundle) {
    if (!centre_.running()) {
        return;
    }
    say("a bundle is given in at the desk");
    Bytes answers = bundleHead();
    (void)readBundle(sourceOf(bundle), [&](const wire::Parcel& parcel) -> Outcome {
        const auto delivered = centre_.desk().deliver(parcel);
        if (!delivered || centre_.dead()) {
            return delivered ? Outcome() : Outcome(delivered.error());
        }
        for (const auto& answer : delivered->answers()) {
            hear(answer);
            answers += bundlePart(answer).valueOr({});
        }
        return {};
    });
    pocket(answers + bundleEnd());
}

/// Somebody hands a phone receipts that its centre never gave.
void World::forgeReceipts(Phone& phone) {
    const auto forger = forgersKey();
    wire::Answers answers;
    for (const auto& kept : phone.kept()) {
        wire::EnvelopeBody said;
        if (!kept.waits || !said.ParseFromString(kept.body)) {
            continue;
        }
        wire::ReceiptBody body;
        body.set_server(said.server());
        body.set_epoch(said.epoch());
        body.set_device(said.device());
        body.set_seq(said.seq());
        body.set_hash(hashOf(kept.body));
        body.add_changes()->set_verdict(wire::VERDICT_TAKEN);
        body.set_effective_hlc(said.hlc());
        body.set_received_ms(centre_.clock().nowMs());
        *answers.add_receipts() = signedReceipt(body, forger);
    }
    const auto parcel =
        sealedAnswers(answers, centre_.store().identity->server, phone.key().publicKey(), random_);
    say(phone.machine() + ": is given " + std::to_string(answers.receipts_size()) +
        " forged receipts");
    if (parcel) {
        const auto waited = waitingOf(phone);
        (void)phone.readBundle(bundleHead() + bundlePart(*parcel).valueOr({}) + bundleEnd());
        if (phone.running() && waitingOf(phone) != waited) {
            findings_.add("P2 forged",
                          phone.machine() + " believes receipts that its centre never gave");
        }
    }
}

}  // namespace xiangji::sim
