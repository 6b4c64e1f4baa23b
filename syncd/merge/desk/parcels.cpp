#include "syncd/merge/desk/parcels.hpp"

#include "core/sync/packed_envelope.hpp"
#include "core/sync/parcel.hpp"
#include "syncd/merge/pushing.hpp"

namespace xiangji::syncd {

namespace {

OpenedParcel unopened(OpenedParcel opened, std::string reason, std::string words) {
    opened.reason = std::move(reason);
    opened.words = std::move(words) + "; nothing of it was taken, its author still has it";
    return opened;
}

}  // namespace

Result<OpenedParcel> openParcel(const wire::Parcel& parcel, Central& central,
                                const Catalogue& catalogue, const CentralIdentity& identity,
                                const SigningKey& serverKey) {
    OpenedParcel opened;
    opened.parcel = parcel;
    auto post = openedPost(parcel, identity.server, serverKey);
    if (!post) {
        return unopened(std::move(opened),
                        post.error().fault == Fault::refused ? "other_centre" : "sealed",
                        "the centre cannot take this bundle: " + post.error().detail);
    }
    XIANGJI_LET(author, central.deviceNow(post->device));
    if (!author) {
        return unopened(std::move(opened), "unknown_device",
                        "the centre cannot take this bundle: it does not know the phone that wrote "
                        "it; let that phone join first");
    }
    opened.author = author->device;
    opened.authorKey = author->publicKey;
    if (!post->holds(author->publicKey)) {
        return unopened(std::move(opened), "signature",
                        "the centre cannot take this bundle: it is not signed by the phone whose "
                        "name it bears");
    }
    auto& envelopes = *post->post.mutable_envelopes();
    if (const auto unpacked = unpack(envelopes); !unpacked) {
        return unopened(std::move(opened), "packed",
                        "the centre cannot take this bundle: " + unpacked.error().detail);
    }
    const SealedCells seals(serverKey, catalogue);
    opened.envelopes = openEnvelopes(envelopes, author->publicKey, &seals);
    opened.wanted.assign(post->post.wanted().begin(), post->post.wanted().end());
    return opened;
}

Result<wire::Delivered> Parcels::take(Transaction& transaction, const OpenedParcel& opened) const {
    wire::Delivered delivered;
    if (!opened.reason.empty()) {
        XIANGJI_TRY(transaction.central().quarantine(opened.carrier, 0,
                                                     opened.parcel.SerializeAsString(),
                                                     opened.reason, transaction.nowMs()));
        delivered.set_words(opened.words);
        return delivered;
    }
    Pushing pushing(transaction, catalogue_, identity_, receipts_);
    XIANGJI_LET(receipts, pushing.post(opened.author, opened.envelopes, opened.wanted));
    wire::Answers answers;
    std::size_t bytes = 0;
    for (auto& receipt : receipts) {
        bytes += receipt.ByteSizeLong();
        if (bytes > kParcelAnswerBytes && !answers.receipts().empty()) {
            break;  // The author asks again for what found no room, in its next bundle or sync.
        }
        *answers.add_receipts() = std::move(receipt);
    }
    if (answers.receipts().empty()) {
        return delivered;
    }
    const auto sealed = sealedAnswers(answers, identity_.server, opened.authorKey, random_);
    if (sealed) {
        *delivered.add_answers() = *sealed;
    }
    return delivered;
}

}  // namespace xiangji::syncd
