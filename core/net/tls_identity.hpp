#pragma once

#include <string>

#include "core/base/bytes.hpp"
#include "core/base/result.hpp"

struct x509_st;  // OpenSSL's X509

namespace xiangji {

/// By what a centre is known on the wire: an EC P-256 key and certificates, all PEM. The first
/// certificate is the key's own, signed by itself; behind it stand the centre's statements of
/// succession (succession.hpp). Nobody else vouches for any of them; phones know a key by its pin,
/// which they got with the invitation. Valid for 30 years, because a phone that was away must still
/// find the key it knows; names in it are never looked at.
class TlsIdentity {
 public:
    static constexpr int kValidDays = 30 * 365;

    /// A new key, certificate for CN "xiangji-syncd".
    [[nodiscard]] static Result<TlsIdentity> make(int validDays = kValidDays);
    /// Fault::damaged: not PEM, or a key that isn't the first certificate's.
    [[nodiscard]] static Result<TlsIdentity> fromPem(std::string certificatePem,
                                                     std::string keyPem);
    /// A key alone, with a new certificate of its own. Fault::damaged: not PEM.
    [[nodiscard]] static Result<TlsIdentity> fromKey(std::string keyPem,
                                                     int validDays = kValidDays);

    /// This key, which says that `next` is the one that comes after it. What it said before of
    /// another next one is dropped.
    [[nodiscard]] Result<TlsIdentity> naming(const TlsIdentity& next) const;
    /// The next one in this one's place, with all that led to it: whoever knows this key, or one
    /// before it, follows. Fault::refused where this key has not named it.
    [[nodiscard]] Result<TlsIdentity> succeededBy(const TlsIdentity& next) const;

    /// The own certificate and the statements behind it.
    [[nodiscard]] const std::string& certificatePem() const { return certificatePem_; }
    [[nodiscard]] const std::string& keyPem() const { return keyPem_; }
    /// SHA-256 of the SubjectPublicKeyInfo, 32 bytes: what invitations carry.
    [[nodiscard]] const Bytes& pin() const { return pin_; }
    /// Of the key that comes after this one; empty where none is named.
    [[nodiscard]] const Bytes& nextPin() const { return nextPin_; }
    /// How many keys came before this one, as far as it tells.
    [[nodiscard]] std::size_t before() const { return before_; }

 private:
    TlsIdentity() = default;
    std::string certificatePem_;
    std::string keyPem_;
    Bytes pin_;
    Bytes nextPin_;
    std::size_t before_ = 0;
};

}  // namespace xiangji
