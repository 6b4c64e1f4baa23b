#include "core/net/tls_identity.hpp"

#include <openssl/bio.h>
#include <openssl/ec.h>
#include <openssl/err.h>
#include <openssl/pem.h>
#include <openssl/rand.h>
#include <openssl/x509.h>

#include <algorithm>
#include <memory>
#include <vector>

#include "core/net/succession.hpp"

namespace xiangji {

namespace {

constexpr int kSerialBytes = 16;
constexpr const char* kCommonName = "xiangji-syncd";

template <auto Free>
struct Freed {
    template <typename T>
    void operator()(T* held) const {
        Free(held);
    }
};
using Bio = std::unique_ptr<BIO, Freed<BIO_free_all>>;
using Certificate = std::unique_ptr<X509, Freed<X509_free>>;
using Key = std::unique_ptr<EVP_PKEY, Freed<EVP_PKEY_free>>;
using Number = std::unique_ptr<BIGNUM, Freed<BN_free>>;

Error notMade() {
    return {Fault::failed, "OpenSSL could not make a key and a certificate"};
}

std::string textOf(BIO* bio) {
    char* start = nullptr;
    const long length = BIO_get_mem_data(bio, &start);
    return {start, static_cast<std::size_t>(length)};
}

Bio bioOf(const std::string& text) {
    return Bio(BIO_new_mem_buf(text.data(), static_cast<int>(text.size())));
}

bool number(X509* certificate) {
    unsigned char serial[kSerialBytes];
    if (RAND_bytes(serial, kSerialBytes) != 1) {
        return false;
    }
    serial[0] &= 0x7f;  // positive, as RFC 5280 wants it
    const Number big(BN_bin2bn(serial, kSerialBytes, nullptr));
    return big && BN_to_ASN1_INTEGER(big.get(), X509_get_serialNumber(certificate)) != nullptr;
}

bool name(X509* certificate) {
    auto* subject = X509_get_subject_name(certificate);
    return X509_NAME_add_entry_by_txt(subject, "CN", MBSTRING_ASC,
                                      reinterpret_cast<const unsigned char*>(kCommonName), -1, -1,
                                      0) == 1 &&
           X509_set_issuer_name(certificate, subject) == 1;
}

bool date(X509* certificate, int validDays) {
    // The day before: nobody looks at it but tools, and their clock may run behind.
    return X509_time_adj_ex(X509_getm_notBefore(certificate), -1, 0, nullptr) != nullptr &&
           X509_time_adj_ex(X509_getm_notAfter(certificate), validDays, 0, nullptr) != nullptr;
}

/// A certificate of `key`, signed by `signer`.
Certificate certificateOf(EVP_PKEY* key, EVP_PKEY* signer, int validDays) {
    Certificate certificate(X509_new());
    if (!certificate || X509_set_version(certificate.get(), X509_VERSION_3) != 1 ||
        !number(certificate.get()) || !name(certificate.get()) ||
        !date(certificate.get(), validDays) || X509_set_pubkey(certificate.get(), key) != 1 ||
        X509_sign(certificate.get(), signer, EVP_sha256()) == 0) {
        return nullptr;
    }
    return certificate;
}

Key keyIn(const std::string& pem) {
    return Key(PEM_read_bio_PrivateKey(bioOf(pem).get(), nullptr, nullptr, nullptr));
}

std::vector<Certificate> certificatesIn(const std::string& pem) {
    std::vector<Certificate> found;
    const Bio bio = bioOf(pem);
    while (auto* next = PEM_read_bio_X509(bio.get(), nullptr, nullptr, nullptr)) {
        found.emplace_back(next);
    }
    ERR_clear_error();  // the end of the text, which OpenSSL notes as an error
    return found;
}

/// Empty where OpenSSL could not.
std::string pemOf(X509* certificate) {
    const Bio text(BIO_new(BIO_s_mem()));
    return text && PEM_write_bio_X509(text.get(), certificate) == 1 ? textOf(text.get())
                                                                    : std::string();
}

bool isSignedBy(X509* certificate, X509* by) {
    return X509_verify(certificate, X509_get0_pubkey(by)) == 1;
}

}  // namespace

Result<TlsIdentity> TlsIdentity::make(int validDays) {
    const Key key(EVP_EC_gen("P-256"));
    const Bio text(BIO_new(BIO_s_secmem()));
    if (!key || !text ||
        PEM_write_bio_PrivateKey(text.get(), key.get(), nullptr, nullptr, 0, nullptr, nullptr) !=
            1) {
        return notMade();
    }
    return fromKey(textOf(text.get()), validDays);
}

Result<TlsIdentity> TlsIdentity::fromKey(std::string keyPem, int validDays) {
    const Key key = keyIn(keyPem);
    if (!key) {
        return Error{Fault::damaged, "the TLS key is not a readable PEM file"};
    }
    const auto certificate = certificateOf(key.get(), key.get(), validDays);
    return certificate ? fromPem(pemOf(certificate.get()), std::move(keyPem))
                       : Result<TlsIdentity>(notMade());
}

Result<TlsIdentity> TlsIdentity::fromPem(std::string certificatePem, std::string keyPem) {
    const auto certificates = certificatesIn(certificatePem);
    if (certificates.empty()) {
        return Error{Fault::damaged, "the TLS certificate is not a readable PEM file"};
    }
    const Key key = keyIn(keyPem);
    if (!key) {
        return Error{Fault::damaged, "the TLS key is not a readable PEM file"};
    }
    auto* own = certificates.front().get();
    if (X509_check_private_key(own, key.get()) != 1) {
        return Error{Fault::damaged, "the TLS key and the TLS certificate do not belong together"};
    }
    TlsIdentity identity;
    identity.pin_ = pinOf(own);
    if (certificates.size() > 1 && isSignedBy(certificates[1].get(), own)) {
        identity.nextPin_ = pinOf(certificates[1].get());
    }
    for (std::size_t i = identity.nextPin_.empty() ? 1 : 2; i < certificates.size(); ++i) {
        // The very first key has a certificate of its own at the end, and no statement.
        identity.before_ += isSignedBy(certificates[i].get(), certificates[i].get()) ? 0 : 1;
    }
    identity.certificatePem_ = std::move(certificatePem);
    identity.keyPem_ = std::move(keyPem);
    return identity;
}

Result<TlsIdentity> TlsIdentity::naming(const TlsIdentity& next) const {
    const auto certificates = certificatesIn(certificatePem_);
    const Key own = keyIn(keyPem_);
    const Key following = keyIn(next.keyPem_);
    const auto statement = certificateOf(following.get(), own.get(), kValidDays);
    if (!statement) {
        return notMade();
    }
    std::string pem = pemOf(certificates.front().get()) + pemOf(statement.get());
    for (std::size_t i = nextPin_.empty() ? 1 : 2; i < certificates.size(); ++i) {
        pem += pemOf(certificates[i].get());
    }
    return fromPem(std::move(pem), keyPem_);
}

Result<TlsIdentity> TlsIdentity::succeededBy(const TlsIdentity& next) const {
    if (nextPin_.empty() || next.pin_ != nextPin_) {
        return Error{Fault::refused, "the present key has named another one as the next"};
    }
    const auto certificates = certificatesIn(certificatePem_);
    std::string pem = next.certificatePem_;
    for (std::size_t i = 1; i < std::min(certificates.size(), kMostShown - 2); ++i) {
        pem += pemOf(certificates[i].get());
    }
    if (before_ == 0) {
        pem += pemOf(certificates.front().get());
    }
    return fromPem(std::move(pem), next.keyPem_);
}

}  // namespace xiangji
