#include "core/net/tls_identity.hpp"

#include <openssl/bio.h>
#include <openssl/ec.h>
#include <openssl/pem.h>
#include <openssl/rand.h>
#include <openssl/x509.h>

#include <memory>

#include "core/base/hash.hpp"

namespace xiangji {

namespace {

constexpr int kValidDays = 30 * 365;
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

bool date(X509* certificate) {
    // A day early: a phone whose clock runs behind is no reason for anything.
    return X509_time_adj_ex(X509_getm_notBefore(certificate), -1, 0, nullptr) != nullptr &&
           X509_time_adj_ex(X509_getm_notAfter(certificate), kValidDays, 0, nullptr) != nullptr;
}

}  // namespace

Bytes pinOf(const x509_st* certificate) {
    unsigned char* spki = nullptr;
    const int length = i2d_X509_PUBKEY(X509_get_X509_PUBKEY(certificate), &spki);
    if (length <= 0) {
        return {};
    }
    const std::unique_ptr<unsigned char, Freed<[](unsigned char* held) { OPENSSL_free(held); }>>
        held(spki);
    return sha256({reinterpret_cast<const char*>(spki), static_cast<std::size_t>(length)});
}

Result<TlsIdentity> TlsIdentity::make() {
    const Key key(EVP_EC_gen("P-256"));
    const Certificate certificate(X509_new());
    if (!key || !certificate || X509_set_version(certificate.get(), X509_VERSION_3) != 1 ||
        !number(certificate.get()) || !name(certificate.get()) || !date(certificate.get()) ||
        X509_set_pubkey(certificate.get(), key.get()) != 1 ||
        X509_sign(certificate.get(), key.get(), EVP_sha256()) == 0) {
        return notMade();
    }
    const Bio certificateText(BIO_new(BIO_s_mem()));
    const Bio keyText(BIO_new(BIO_s_secmem()));
    if (!certificateText || !keyText ||
        PEM_write_bio_X509(certificateText.get(), certificate.get()) != 1 ||
        PEM_write_bio_PrivateKey(keyText.get(), key.get(), nullptr, nullptr, 0, nullptr, nullptr) !=
            1) {
        return notMade();
    }
    return fromPem(textOf(certificateText.get()), textOf(keyText.get()));
}

Result<TlsIdentity> TlsIdentity::fromPem(std::string certificatePem, std::string keyPem) {
    const Certificate certificate(
        PEM_read_bio_X509(bioOf(certificatePem).get(), nullptr, nullptr, nullptr));
    if (!certificate) {
        return Error{Fault::damaged, "the TLS certificate is not a readable PEM file"};
    }
    const Key key(PEM_read_bio_PrivateKey(bioOf(keyPem).get(), nullptr, nullptr, nullptr));
    if (!key) {
        return Error{Fault::damaged, "the TLS key is not a readable PEM file"};
    }
    if (X509_check_private_key(certificate.get(), key.get()) != 1) {
        return Error{Fault::damaged, "the TLS key and the TLS certificate do not belong together"};
    }
    TlsIdentity identity;
    identity.pin_ = pinOf(certificate.get());
    identity.certificatePem_ = std::move(certificatePem);
    identity.keyPem_ = std::move(keyPem);
    return identity;
}

}  // namespace xiangji
