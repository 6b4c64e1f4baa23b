#include "core/sync/syncer.hpp"

#include <algorithm>

#include "core/sync/asking.hpp"
#include "core/sync/envelope.hpp"
#include "core/sync/heritage.hpp"
#include "core/sync/packed_envelope.hpp"
#include "core/sync/reading.hpp"

namespace xiangji {

namespace {

constexpr std::size_t kPushBytes = 256 * 1024;
constexpr std::size_t kPushEnvelopes = 200;

wire::Push pushOf(const std::vector<Waiting>& batch, const SigningKey& key) {
    wire::Push push;
    for (const auto& waiting : batch) {
        *push.add_envelopes() = signedEnvelope(waiting.body, key);
        if (!waiting.receipt.empty()) {
            push.add_receipts()->ParseFromString(waiting.receipt);
        }
    }
    return push;
}

/// The phone's word that it no longer keeps from..to; what comes behind follows on `hash`.
wire::Gap gapOf(const PhoneState& state, std::uint64_t from, std::uint64_t to, const Bytes& hash,
                Instant nowMs, const SigningKey& key) {
    wire::GapBody body;
    body.set_server(state.server.bytes());
    body.set_device(Id::ofHash(key.publicKey()).bytes());
    body.set_from_seq(from);
    body.set_to_seq(to);
    body.set_hash(hash);
    body.set_made_ms(nowMs);
    wire::Gap gap;
    gap.set_body(body.SerializeAsString());
    gap.set_signature(key.sign(hashOf(gap.body())));
    return gap;
}

Bytes previousOf(const Waiting& waiting) {
    wire::EnvelopeBody body;
    return body.ParseFromString(waiting.body) ? body.previous() : Bytes();
}

}  // namespace

void Syncer::tell() {
    if (progress_) {
        progress_(progressed_);
    }
}

Result<wire::Reply> Syncer::ask(Link& link, const wire::Request& request) {
    XIANGJI_LET(reply, askOver(link, request));
    if (reply.refusal().code() == wire::Refusal::CODE_COME_BACK) {
        comeBackSeconds_ = std::max<std::uint32_t>(reply.refusal().retry_seconds(), 1);
    }
    return reply;
}

Result<Syncer::Met> Syncer::meet(const PhoneState& state) {
    Met met;
    XIANGJI_LET(link, links_.connect(state.address));
    met.link = std::move(link);
    wire::Request request;
    auto& hello = *request.mutable_hello();
    hello.set_device(Id::ofHash(key_.publicKey()).bytes());
    hello.set_proof(key_.sign(proofMessage(met.link->exporter(), key_.publicKey())));
    hello.set_level(level_);
    hello.set_certificate(state.certificate);
    *hello.mutable_lineage() = {state.lineage.begin(), state.lineage.end()};
    for (const auto& held : state.witnesses) {
        auto& witness = *hello.add_witnesses();
        witness.set_epoch(held.epoch());
        witness.set_lsn(held.lsn());
    }
    XIANGJI_LET(reply, ask(*met.link, request));
    if (reply.has_refusal()) {
        return errorOf(reply.refusal());
    }
    if (!reply.has_welcome() || !Id::fromBytes(reply.welcome().epoch())) {
        return unexpectedAnswer();
    }
    met.welcome = reply.welcome();
    if (Id::fromBytes(met.welcome.server()) != state.server) {
        return Error{Fault::untrusted,
                     "another centre answers at this address; nothing was sent; ask the office for "
                     "a new invitation"};
    }
    XIANGJI_LET(shared, sharedHistory(state, met.welcome));
    met.shared = shared;
    dictionary_ = commonDictionary(met.welcome.dictionaries());
    return met;
}

Result<wire::Reply> Syncer::askPush(Link& link, const wire::Request& request) {
    if (dictionary_ != 0) {
        wire::Request packed = request;
        for (auto& envelope : *packed.mutable_push()->mutable_envelopes()) {
            pack(envelope, dictionary_);
        }
        XIANGJI_LET(reply, ask(link, packed));
        if (reply.refusal().code() != wire::Refusal::CODE_CANNOT_UNPACK) {
            return reply;
        }
        dictionary_ = 0;  // Nothing of it was taken, and here it all lies plain.
    }
    return ask(link, request);
}

Result<PhoneState> Syncer::settleIn(const Met& met) {
    const Id epoch = *Id::fromBytes(met.welcome.epoch());
    XIANGJI_LET(before, shelf_.state());
    if (epoch != before.epoch) {
        XIANGJI_TRY(shelf_.startEpoch(epoch, met.shared, met.welcome.lineage()));
    }
    if (const auto pins = met.link->newPins()) {
        XIANGJI_TRY(shelf_.knownBy(*pins));
    }
    XIANGJI_TRY(shelf_.welcomed(met.welcome, clock_.nowMs()));
    // The welcome may have moved the cursor back: a role granted brings older rows into sight.
    return shelf_.state();
}

Result<Synced> Syncer::run(const std::function<void(const Progressed&)>& progress,
                           const AfterRows& afterRows) {
    progress_ = progress;
    progressed_ = {};
    Synced synced;
    XIANGJI_LET(state, shelf_.state());
    if (!state.joined) {
        return Error{Fault::refused,
                     "this phone has not joined a unit yet; paste the invitation of the township's "
                     "office first"};
    }
    XIANGJI_LET(waiting, shelf_.unsentCount());
    progressed_.toSend = waiting;
    tell();
    XIANGJI_LET(met, meet(state));
    XIANGJI_LET(settled, settleIn(met));
    XIANGJI_TRY(giveBackFormer(*met.link));
    // Of a copy nothing would be taken, and its numbers would stand in the way of the other's.
    if (!settled.forked) {
        if (settled.lastSent > met.welcome.last_seq()) {
            XIANGJI_TRY(resupply(*met.link, settled, met.welcome.last_seq() + 1, synced));
        }
        XIANGJI_TRY(push(*met.link, settled, synced));
    }
    XIANGJI_TRY(askAfterHeld(*met.link, settled, synced));
    XIANGJI_TRY(handOver(*met.link, synced));
    XIANGJI_TRY(recall(*met.link));
    XIANGJI_TRY(pull(*met.link, settled, synced));
    if (afterRows) {
        afterRows(*met.link, settled);
    }
    return synced;
}

Result<std::unique_ptr<Link>> Syncer::greeted() {
    XIANGJI_LET(state, shelf_.state());
    if (!state.joined) {
        return Error{Fault::refused, "this phone has not joined a unit yet"};
    }
    XIANGJI_LET(met, meet(state));
    return std::move(met.link);
}

Outcome Syncer::take(const wire::Receipts& receipts, const PhoneState& state, Synced& synced,
                     std::uint64_t& lastSeq) {
    for (const auto& receipt : receipts.receipts()) {
        XIANGJI_LET(body, openedReceipt(receipt, state.serverKey));
        XIANGJI_LET(verdicts, shelf_.takeReceipt(receipt, body, clock_.nowMs()));
        if (!verdicts.empty()) {
            ++synced.sent;
        }
        lastSeq = std::max(lastSeq, body.seq());
        synced.verdicts.insert(synced.verdicts.end(), verdicts.begin(), verdicts.end());
    }
    return {};
}

Outcome Syncer::push(Link& link, const PhoneState& state, Synced& synced) {
    std::uint64_t from = 1;
    bool resupplied = false;
    for (;;) {
        XIANGJI_LET(batch, shelf_.unsent(from, kPushBytes));
        if (batch.empty()) {
            return {};
        }
        if (batch.size() > kPushEnvelopes) {
            batch.resize(kPushEnvelopes);
        }
        wire::Request request;
        *request.mutable_push() = pushOf(batch, key_);
        XIANGJI_LET(reply, askPush(link, request));
        if (reply.has_refusal() && reply.refusal().code() == wire::Refusal::CODE_MISSING &&
            !resupplied) {
            XIANGJI_TRY(resupply(link, state, reply.refusal().missing_from(), synced));
            resupplied = true;
            continue;
        }
        if (reply.has_refusal()) {
            return errorOf(reply.refusal());
        }
        std::uint64_t lastSeq = 0;
        XIANGJI_TRY(take(reply.receipts(), state, synced, lastSeq));
        if (lastSeq < batch.front().seq) {
            return unexpectedAnswer();
        }
        from = lastSeq + 1;
        progressed_.sent += static_cast<std::uint64_t>(reply.receipts().receipts_size());
        progressed_.toSend = std::max(progressed_.toSend, progressed_.sent);
        tell();
    }
}

Outcome Syncer::resupply(Link& link, const PhoneState& state, std::uint64_t from, Synced& synced) {
    while (from <= state.lastSeq) {
        XIANGJI_LET(batch, shelf_.again(from, kPushBytes));
        if (batch.size() > kPushEnvelopes) {
            batch.resize(kPushEnvelopes);
        }
        wire::Request request;
        auto& push = *request.mutable_push();
        push = pushOf(batch, key_);
        if (batch.empty() || batch.front().seq != from) {
            const bool nothing = batch.empty();
            *push.add_gaps() =
                gapOf(state, from, nothing ? state.lastSeq : batch.front().seq - 1,
                      nothing ? state.lastHash : previousOf(batch.front()), clock_.nowMs(), key_);
        }
        XIANGJI_LET(reply, askPush(link, request));
        if (reply.has_refusal()) {
            return errorOf(reply.refusal());
        }
        if (batch.empty()) {
            return {};
        }
        std::uint64_t lastSeq = 0;
        XIANGJI_TRY(take(reply.receipts(), state, synced, lastSeq));
        if (lastSeq < batch.front().seq) {
            return unexpectedAnswer();
        }
        from = lastSeq + 1;
    }
    return {};
}

Outcome Syncer::askAfterHeld(Link& link, const PhoneState& state, Synced& synced) {
    XIANGJI_LET(seqs, shelf_.heldSeqs());
    if (seqs.empty()) {
        return {};
    }
    wire::Request request;
    for (const auto seq : seqs) {
        request.mutable_receipts()->add_seqs(seq);
    }
    XIANGJI_LET(reply, ask(link, request));
    if (reply.has_refusal()) {
        return errorOf(reply.refusal());
    }
    std::uint64_t lastSeq = 0;
    return take(reply.receipts(), state, synced, lastSeq);
}

Outcome Syncer::pull(Link& link, PhoneState& state, Synced& synced) {
    const auto read = Reading(shelf_, link, progressed_, [this] { tell(); }).run(state);
    synced.received = progressed_.received;
    return read;
}

Result<wire::History> Syncer::history(TypeNumber type, const Id& row) {
    XIANGJI_LET(state, shelf_.state());
    // Only asks: what the welcome says is for the next sync to settle.
    XIANGJI_LET(met, meet(state));
    wire::Request request;
    request.mutable_history()->set_type(type);
    request.mutable_history()->set_row(row.bytes());
    XIANGJI_LET(reply, ask(*met.link, request));
    if (reply.has_refusal()) {
        return errorOf(reply.refusal());
    }
    if (!reply.has_history()) {
        return unexpectedAnswer();
    }
    return reply.history();
}

}  // namespace xiangji
