#pragma once

#include <string>

#include "core/base/bytes.hpp"
#include "core/base/result.hpp"

struct x509_st;  // OpenSSL's X509

namespace xiangji {

/// By what a centre is known on the wire: an EC P-256 key and a certificate it signed itself, both
/// PEM. Nobody vouches for the certificate; phones know the key by its pin, which they got with the
/// invitation. Valid for 30 years, because a phone that was away must still find the key it knows;
/// names and dates in it are never looked at.
class TlsIdentity {
 public:
    /// A new key, certificate for CN "xiangji-syncd".
    [[nodiscard]] static Result<TlsIdentity> make();
    /// Fault::damaged: not PEM, or a key that isn't the certificate's.
    [[nodiscard]] static Result<TlsIdentity> fromPem(std::string certificatePem,
                                                     std::string keyPem);

    [[nodiscard]] const std::string& certificatePem() const { return certificatePem_; }
    [[nodiscard]] const std::string& keyPem() const { return keyPem_; }
    /// SHA-256 of the SubjectPublicKeyInfo, 32 bytes: what invitations carry.
    [[nodiscard]] const Bytes& pin() const { return pin_; }

 private:
    TlsIdentity() = default;
    std::string certificatePem_;
    std::string keyPem_;
    Bytes pin_;
};

/// SHA-256 of a certificate's SubjectPublicKeyInfo; empty if it holds no readable key.
[[nodiscard]] Bytes pinOf(const x509_st* certificate);

}  // namespace xiangji
