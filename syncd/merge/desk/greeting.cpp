#include "syncd/merge/desk/greeting.hpp"

#include <algorithm>

#include "core/sync/certificate.hpp"
#include "core/sync/envelope.hpp"
#include "core/sync/epoch_record.hpp"
#include "syncd/merge/desk/devices.hpp"
#include "syncd/merge/restoring/readmission.hpp"
#include "syncd/merge/standing.hpp"

namespace xiangji::syncd {

namespace {

constexpr int kMostEpochs = 64;
constexpr int kMostWitnesses = 16;

}  // namespace

bool keyProven(const Caller& caller, std::string_view publicKey, std::string_view proof) {
    return publicKey.size() == SigningKey::kPublicBytes && !caller.exporter.empty() &&
           signatureHolds(proofMessage(caller.exporter, publicKey), proof, publicKey);
}

bool formerKeyProven(const Caller& caller, const wire::Join& join) {
    return join.former_key().empty() ||
           (join.former_key().size() == SigningKey::kPublicBytes && !caller.exporter.empty() &&
            signatureHolds(proofMessage(caller.exporter, join.public_key()), join.former_proof(),
                           join.former_key()));
}

Result<Lesson> Greeting::learn(const wire::Hello& hello, bool stranger,
                               const std::function<bool(std::string_view)>& proven) {
    Lesson lesson;
    if (hello.lineage_size() > 0) {
        XIANGJI_LET(known, central_.epochs());
        Lineage lineage(std::move(known));
        for (int i = 0; i < std::min(hello.lineage_size(), kMostEpochs); ++i) {
            wire::EpochBody named;  // known ones, the usual, cost no check
            if (parseOutside(named, hello.lineage(i).body()) &&
                lineage.knows(Id::fromBytes(named.epoch()).value_or(Id{}))) {
                continue;
            }
            auto epoch = openedEpoch(hello.lineage(i), identity_.server, key_.publicKey());
            if (epoch && lineage.add(*epoch)) {
                lesson.epochs.push_back(*std::move(epoch));
            }
        }
    }
    const Id id = Id::fromBytes(hello.device()).value_or(Id{});
    XIANGJI_LET(device,
                stranger ? Result<std::optional<DeviceRow>>(std::nullopt) : central_.deviceNow(id));
    if (!stranger && (!device || device->state != DeviceState::pending)) {
        return lesson;
    }
    auto certificate = openedCertificate(hello.certificate(), identity_.server, key_.publicKey());
    if (!certificate || Id::ofHash(certificate->public_key()) != id ||
        !proven(certificate->public_key())) {
        return lesson;
    }
    if (stranger) {
        lesson.certificate = *std::move(certificate);
    } else if (!certificate->pending()) {
        lesson.confirmed = id;
    }
    return lesson;
}

Outcome Greeting::tell(const wire::Hello& hello, const DeviceRow& device,
                       const std::string& personName, const LogHead& head, wire::Welcome& welcome) {
    XIANGJI_LET(known, central_.epochs());
    const Lineage lineage(std::move(known));
    putLineage(lineage, *welcome.mutable_lineage());
    welcome.set_head_hash(head.hash);
    for (int i = 0; i < std::min(hello.witnesses_size(), kMostWitnesses); ++i) {
        const auto& asked = hello.witnesses(i);
        const auto shared =
            lineage.shared(Id::fromBytes(asked.epoch()).value_or(Id{}), identity_.epoch);
        if (!shared || asked.lsn() > *shared) {
            continue;
        }
        XIANGJI_LET(hash, central_.hashAt(asked.lsn()));
        if (hash) {
            auto& witness = *welcome.add_witnesses();
            witness.set_epoch(asked.epoch());
            witness.set_lsn(asked.lsn());
            witness.set_hash(*hash);
        }
    }
    if (device.state == DeviceState::revoked) {
        return {};
    }
    // Only compared: who holds a forged one gets no better one, and learns nothing by it.
    wire::Certificate certificate;
    wire::CertificateBody held;
    const bool upToDate = parseOutside(certificate, hello.certificate()) &&
                          parseOutside(held, certificate.body()) &&
                          held.public_key() == device.publicKey &&
                          held.pending() == (device.state == DeviceState::pending) &&
                          // An erased name must not come back from a certificate.
                          (!personName.empty() || held.person_name().empty());
    if (!upToDate) {
        welcome.set_certificate(
            signedCertificate(certifiedOf(device, identity_.server, personName), key_));
    }
    return {};
}

Outcome takeLesson(Transaction& transaction, const Desk::Seats& seats,
                   const CentralIdentity& identity, const Lesson& lesson) {
    for (const auto& epoch : lesson.epochs) {
        XIANGJI_TRY(transaction.central().putEpoch(epoch));
    }
    if (lesson.confirmed) {
        Devices hand(transaction, seats.catalogue, identity, seats.serverKey);
        if (const auto done = hand.confirm(*lesson.confirmed); !done) {
            return done.error();
        }
    }
    if (!lesson.certificate) {
        return {};
    }
    bool revoked = false;
    if (seats.revocations != nullptr) {
        const Id device = Id::ofHash(lesson.certificate->public_key());
        XIANGJI_LET(all, seats.revocations->all());
        revoked = std::any_of(all.begin(), all.end(),
                              [&](const Revocation& one) { return one.device == device; });
    }
    return Readmission(transaction, seats.catalogue, identity, seats.serverKey)
        .admit(*lesson.certificate, revoked);
}

}  // namespace xiangji::syncd
