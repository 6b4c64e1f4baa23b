#include "core/sync/certificate.hpp"

#include "core/sync/envelope.hpp"

namespace xiangji {

Bytes signedCertificate(const wire::CertificateBody& body, const SigningKey& key) {
    wire::Certificate certificate;
    certificate.set_body(body.SerializeAsString());
    certificate.set_signature(key.sign(hashOf(certificate.body())));
    return certificate.SerializeAsString();
}

Result<wire::CertificateBody> openedCertificate(std::string_view bytes, const Id& server,
                                                std::string_view serverKey) {
    wire::Certificate certificate;
    wire::CertificateBody body;
    if (!parseOutside(certificate, bytes) || !parseOutside(body, certificate.body())) {
        return Error{Fault::damaged, "a device certificate cannot be read"};
    }
    if (!signatureHolds(hashOf(certificate.body()), certificate.signature(), serverKey) ||
        Id::fromBytes(body.server()) != server) {
        return Error{Fault::untrusted, "a device certificate is not signed by this centre"};
    }
    return body;
}

}  // namespace xiangji
