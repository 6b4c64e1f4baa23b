#include "core/sync/carrying.hpp"

#include <algorithm>

#include "core/sync/envelope.hpp"
#include "core/sync/parcel.hpp"

namespace xiangji {

namespace {

constexpr std::size_t kMostWanted = 500;

Error notJoined() {
    return {Fault::refused,
            "this phone has not joined a unit yet; paste the invitation of the township's office "
            "first"};
}

Outcome put(const wire::Parcel& parcel, const BundleSink& sink, BundleMade& made) {
    XIANGJI_LET(part, bundlePart(parcel));
    made.bytes += part.size();
    return sink(part);
}

}  // namespace

wire::Post postOf(const PhoneState& state, const std::vector<Waiting>& batch,
                  const SigningKey& key) {
    wire::Post post;
    post.set_server(state.server.bytes());
    post.set_device(Id::ofHash(key.publicKey()).bytes());
    for (const auto& waiting : batch) {
        *post.add_envelopes() = signedEnvelope(waiting.body, key);
    }
    return post;
}

Result<BundleMade> Carrying::write(const BundleSink& sink) {
    XIANGJI_LET(state, shelf_.state());
    if (!state.joined) {
        return notJoined();
    }
    BundleMade made{.copied = state.forked};
    XIANGJI_TRY(sink(bundleHead()));
    XIANGJI_TRY(writeOwn(state, sink, made));
    for (std::uint64_t number = 0;;) {
        XIANGJI_LET(carried, satchel_.next(number, wire::Parcel::KIND_UNSPECIFIED));
        if (!carried) {
            break;
        }
        number = carried->number;
        XIANGJI_TRY(put(carried->parcel, sink, made));
        ++made.carried;
    }
    XIANGJI_TRY(sink(bundleEnd()));
    made.bytes += bundleHead().size() + bundleEnd().size();
    return made;
}

Outcome Carrying::writeOwn(const PhoneState& state, const BundleSink& sink, BundleMade& made) {
    XIANGJI_LET(held, shelf_.heldSeqs());
    held.resize(std::min(held.size(), kMostWanted));
    for (std::uint64_t from = 1;;) {
        // Of a copy nothing would be taken, and its numbers would stand in the way of the other's.
        XIANGJI_LET(batch, state.forked ? Result<std::vector<Waiting>>(std::vector<Waiting>())
                                        : shelf_.unsent(from, kParcelBodyBytes));
        if (batch.size() > kParcelEnvelopes) {
            batch.resize(kParcelEnvelopes);
        }
        if (batch.empty() && held.empty()) {
            return {};
        }
        auto post = postOf(state, batch, key_);
        if (batch.empty()) {
            // Last, so that what fills a gap is decided before its receipts are asked after.
            post.mutable_wanted()->Add(held.begin(), held.end());
            held.clear();
        }
        XIANGJI_LET(parcel, sealedPost(post, key_, state.serverKey, random_));
        XIANGJI_TRY(put(parcel, sink, made));
        made.envelopes += batch.size();
        from = batch.empty() ? from : batch.back().seq + 1;
    }
}

Result<BundleTaken> Carrying::read(const BundleSource& source) {
    XIANGJI_LET(state, shelf_.state());
    if (!state.joined) {
        return notJoined();
    }
    BundleTaken taken;
    XIANGJI_LET(found, readBundle(source, [&](const wire::Parcel& parcel) {
                    return take(parcel, state, taken);
                }));
    taken.found = found;
    return taken;
}

Outcome Carrying::take(const wire::Parcel& parcel, const PhoneState& state, BundleTaken& taken) {
    const bool post = parcel.kind() == wire::Parcel::KIND_TO_CENTRE;
    if (Id::fromBytes(parcel.server()) != state.server ||
        (!post && parcel.kind() != wire::Parcel::KIND_TO_PHONE)) {
        ++taken.foreign;
        return {};
    }
    const auto answers = post ? Result<wire::Answers>(Error{}) : openedAnswers(parcel, key_);
    if (!answers) {
        XIANGJI_LET(kept, satchel_.keep(parcel, clock_.nowMs()));
        ++(kept ? taken.carried : taken.full);
        return {};
    }
    for (const auto& receipt : answers->receipts()) {
        const auto body = openedReceipt(receipt, state.serverKey);
        if (!body) {
            ++taken.unsound;
            continue;
        }
        XIANGJI_LET(verdicts, shelf_.takeReceipt(receipt, *body, clock_.nowMs()));
        taken.receipts += verdicts.empty() ? 0 : 1;
        taken.verdicts.insert(taken.verdicts.end(), verdicts.begin(), verdicts.end());
    }
    return {};
}

}  // namespace xiangji
