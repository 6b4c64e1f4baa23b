// The part of a syncer that takes an invitation.
#include "core/base/hash.hpp"
#include "core/sync/asking.hpp"
#include "core/sync/certificate.hpp"
#include "core/sync/envelope.hpp"
#include "core/sync/heritage.hpp"
#include "core/sync/syncer.hpp"

namespace xiangji {

Outcome Syncer::join(const Address& address, const Bytes& secret, const std::string& holder) {
    XIANGJI_LET(state, invited(address, secret, holder));
    return shelf_.joined(state);
}

Outcome Syncer::rejoin(const Address& address, const Bytes& secret) {
    XIANGJI_LET(before, shelf_.state());
    XIANGJI_LET(told, invited(address, secret, before.standing.person_name()));
    XIANGJI_LET(state, provenBy(before, told));
    return shelf_.rejoined(state);
}

Result<PhoneState> Syncer::joinInPlaceOf(const SigningKey& former, const Address& address,
                                         const Bytes& secret) {
    XIANGJI_LET(before, shelf_.state());
    XIANGJI_LET(told, invited(address, secret, before.standing.person_name(), &former));
    if (told.server != before.server) {
        return Error{Fault::untrusted,
                     "another centre answers to this invitation; nothing was changed and nothing "
                     "was sent; ask the office for a new invitation"};
    }
    XIANGJI_LET(state, provenBy(before, told));
    state.standing = told.standing;
    return state;
}

Result<PhoneState> Syncer::provenBy(const PhoneState& before, const PhoneState& told) {
    auto state = before;
    state.address = told.address;
    state.serverKey = told.serverKey;
    state.certificate = told.certificate;
    state.lineage = told.lineage;
    state.joinedBy = told.joinedBy;
    XIANGJI_LET(met, meet(state));
    if (!showsHistory(before, met.welcome)) {
        return Error{Fault::untrusted,
                     "who answers to this invitation does not have the history that this phone "
                     "knows, so it is not its centre; nothing was changed and nothing was sent; "
                     "tell the township's office"};
    }
    return state;
}

Result<PhoneState> Syncer::invited(const Address& address, const Bytes& secret,
                                   const std::string& holder, const SigningKey* former) {
    XIANGJI_LET(link, links_.connect(address));
    wire::Request request;
    auto& join = *request.mutable_join();
    join.set_secret(secret);
    join.set_public_key(key_.publicKey());
    join.set_proof(key_.sign(proofMessage(link->exporter(), key_.publicKey())));
    join.set_holder(holder);
    join.set_level(level_);
    if (former != nullptr) {
        join.set_former_key(former->publicKey());
        join.set_former_proof(former->sign(proofMessage(link->exporter(), key_.publicKey())));
    }
    XIANGJI_LET(reply, ask(*link, request));
    if (reply.has_refusal()) {
        return errorOf(reply.refusal());
    }
    const auto& joined = reply.joined();
    const auto server = Id::fromBytes(joined.server());
    const auto epoch = Id::fromBytes(joined.epoch());
    if (!reply.has_joined() || !server || !epoch ||
        joined.server_key().size() != SigningKey::kPublicBytes) {
        return unexpectedAnswer();
    }
    const auto certificate = openedCertificate(joined.certificate(), *server, joined.server_key());
    if (!certificate || certificate->public_key() != key_.publicKey() ||
        certificate->person() != joined.standing().person()) {
        return Error{Fault::untrusted,
                     "the centre's certificate for this phone does not hold; nothing was joined; "
                     "ask the township's office for a new invitation"};
    }
    PhoneState state;
    state.joined = true;
    state.address = address;
    if (const auto pins = link->newPins()) {
        state.address.pin = pins->pin;
        state.address.backupPin = pins->backupPin;
    }
    state.certificate = joined.certificate();
    state.lineage = {joined.lineage().begin(), joined.lineage().end()};
    state.server = *server;
    state.serverKey = joined.server_key();
    state.epoch = *epoch;
    state.standing = joined.standing();
    state.joinedBy = hashOf(secret);
    state.lastContactMs = clock_.nowMs();
    return state;
}

}  // namespace xiangji
