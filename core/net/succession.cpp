#include "core/net/succession.hpp"

#include <openssl/crypto.h>
#include <openssl/x509.h>

#include <algorithm>
#include <memory>

#include "core/base/hash.hpp"

namespace xiangji {

namespace {

bool same(const Bytes& a, const Bytes& b) {
    return !a.empty() && a.size() == b.size() && CRYPTO_memcmp(a.data(), b.data(), a.size()) == 0;
}

bool signedBy(const X509* certificate, const X509* by) {
    // OpenSSL reads only, but says so nowhere.
    auto* checked = const_cast<X509*>(certificate);
    auto* key = X509_get0_pubkey(by);
    return key != nullptr && X509_verify(checked, key) == 1;
}

/// By its end only: the clocks of phones fall back to 1970, they do not run ahead by decades.
bool isOver(const X509* certificate) {
    return X509_cmp_current_time(X509_get0_notAfter(certificate)) < 0;
}

/// The way from the keys a phone knows, along the statements, to the newest it leads to.
class Way {
 public:
    explicit Way(const Pins& known) : known_{known.pin, known.backupPin} {}

    void go(const X509* certificate) {
        const Bytes pin = pinOf(certificate);
        if (leadsTo(pin)) {
            at_ = certificate;
        } else if (at_ != nullptr && !over_ && signedBy(certificate, at_)) {
            over_ = isOver(certificate);
            if (!over_) {
                known_.push_back(pin);
                at_ = certificate;
            }
        }
    }
    [[nodiscard]] bool leadsTo(const Bytes& pin) const {
        return std::ranges::any_of(known_, [&](const Bytes& one) { return same(one, pin); });
    }
    [[nodiscard]] bool began() const { return at_ != nullptr; }
    [[nodiscard]] bool over() const { return over_; }

 private:
    std::vector<Bytes> known_;
    const X509* at_ = nullptr;  ///< whose key is the last one reached
    bool over_ = false;
};

}  // namespace

Bytes pinOf(const x509_st* certificate) {
    unsigned char* spki = nullptr;
    const int length = i2d_X509_PUBKEY(X509_get_X509_PUBKEY(certificate), &spki);
    if (length <= 0) {
        return {};
    }
    Bytes pin = sha256({reinterpret_cast<const char*>(spki), static_cast<std::size_t>(length)});
    OPENSSL_free(spki);
    return pin;
}

Succession succession(const std::vector<const x509_st*>& shown, const Pins& known) {
    using Verdict = Succession::Verdict;
    if (shown.empty()) {
        return {};
    }
    const X509* own = shown.front();
    const Bytes pin = pinOf(own);
    Way way(known);
    for (std::size_t i = std::min(shown.size(), kMostShown); i-- > 1;) {
        way.go(shown[i]);
    }
    if (!way.leadsTo(pin)) {
        return {.verdict = way.over()    ? Verdict::overdue
                           : way.began() ? Verdict::forged
                                         : Verdict::foreign};
    }
    if (isOver(own)) {
        return {.verdict = Verdict::overdue};
    }
    Succession found{.verdict = Verdict::held, .pins = {.pin = pin}};
    // Only the present key says which one comes next.
    if (shown.size() > 1 && signedBy(shown[1], own) && !same(pinOf(shown[1]), pin)) {
        found.pins.backupPin = pinOf(shown[1]);
    } else if (same(pin, known.pin)) {
        found.pins.backupPin = known.backupPin;
    }
    return found;
}

}  // namespace xiangji
