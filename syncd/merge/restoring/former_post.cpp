#include "syncd/merge/restoring/former_post.hpp"

#include "core/sync/certificate.hpp"

namespace xiangji::syncd {

Result<FormerPost> openFormer(wire::Former former, Central& central,
                              const CentralIdentity& identity, const SigningKey& serverKey,
                              const SealedCells& seals) {
    FormerPost post{.device = Id::fromBytes(former.device()).value_or(Id{})};
    XIANGJI_LET(known, central.deviceNow(post.device));
    if (known) {
        post.publicKey = known->publicKey;
    } else {
        auto certificate =
            openedCertificate(former.certificate(), identity.server, serverKey.publicKey());
        if (certificate && Id::ofHash(certificate->public_key()) == post.device) {
            post.publicKey = certificate->public_key();
            post.forgotten = *std::move(certificate);
        }
    }
    post.envelopes = openEnvelopes(*former.mutable_envelopes(), post.publicKey, &seals);
    return post;
}

}  // namespace xiangji::syncd
