#include "core/client/locked_keys.hpp"

#include <sodium.h>

#include "core/base/text.hpp"

namespace xiangji {

namespace {

constexpr std::string_view kLockMark = "xj lock 1";        // then salt, then the wrapped master key
constexpr std::string_view kWrappedMark = "xj wrapped 1";  // then nonce and secretbox
constexpr std::size_t kSaltBytes = crypto_pwhash_SALTBYTES;
constexpr std::size_t kMasterBytes = crypto_secretbox_KEYBYTES;
constexpr std::size_t kFewestCharacters = 4;

unsigned char* raw(Bytes& bytes) {
    return reinterpret_cast<unsigned char*>(bytes.data());
}

Error closed() {
    return {Fault::refused,
            "this home is locked; give its passphrase (--passphrase-file, or when asked); nothing "
            "was changed"};
}

Result<Bytes> keyOf(const Bytes& passphrase, std::string_view salt) {
    Bytes key(kMasterBytes, '\0');
    if (crypto_pwhash(raw(key), key.size(), passphrase.data(), passphrase.size(),
                      octets(salt).data(), crypto_pwhash_OPSLIMIT_INTERACTIVE,
                      crypto_pwhash_MEMLIMIT_INTERACTIVE, crypto_pwhash_ALG_ARGON2ID13) != 0) {
        return Error{Fault::failed, "there are not 64 MiB of memory to check the passphrase with"};
    }
    return key;
}

std::optional<Bytes> unwrapped(std::string_view key, std::string_view wrapped) {
    constexpr std::size_t kHead = crypto_secretbox_NONCEBYTES;
    if (!wrapped.starts_with(kWrappedMark)) {
        return std::nullopt;
    }
    wrapped.remove_prefix(kWrappedMark.size());
    if (wrapped.size() < kHead + crypto_secretbox_MACBYTES) {
        return std::nullopt;
    }
    Bytes secret(wrapped.size() - kHead - crypto_secretbox_MACBYTES, '\0');
    const auto box = octets(wrapped).subspan(kHead);
    return crypto_secretbox_open_easy(raw(secret), box.data(), box.size(), octets(wrapped).data(),
                                      octets(key).data()) == 0
               ? std::optional(std::move(secret))
               : std::nullopt;
}

}  // namespace

Bytes LockedKeys::wrapped(std::string_view key, const Bytes& secret) const {
    const Bytes nonce = random_.bytes(crypto_secretbox_NONCEBYTES);
    Bytes box(secret.size() + crypto_secretbox_MACBYTES, '\0');
    crypto_secretbox_easy(raw(box), octets(secret).data(), secret.size(), octets(nonce).data(),
                          octets(key).data());
    return Bytes(kWrappedMark) + nonce + box;
}

Result<std::optional<Bytes>> LockedKeys::wrapping() const {
    XIANGJI_LET(kept, below_.load(std::string(kLockName)));
    if (kept && (!kept->starts_with(kLockMark) || kept->size() < kLockMark.size() + kSaltBytes)) {
        return Error{Fault::damaged,
                     "the lock of this home cannot be read; put keys/lock.key back "
                     "from a copy"};
    }
    return kept;
}

Result<bool> LockedKeys::isLocked() const {
    XIANGJI_LET(kept, wrapping());
    return kept.has_value();
}

Outcome LockedKeys::unlock(const Bytes& passphrase) {
    XIANGJI_LET(kept, wrapping());
    if (!kept) {
        return {};
    }
    const std::string_view rest = std::string_view(*kept).substr(kLockMark.size());
    XIANGJI_LET(key, keyOf(passphrase, rest.substr(0, kSaltBytes)));
    auto master = unwrapped(key, rest.substr(kSaltBytes));
    if (!master) {
        return Error{Fault::refused,
                     "this is not the passphrase of this home; nothing was changed"};
    }
    master_ = *std::move(master);
    return {};
}

Outcome LockedKeys::lock(const Bytes& passphrase, const std::vector<std::string>& names) {
    if (codePoints(passphrase) < kFewestCharacters) {
        return Error{Fault::invalid, "a passphrase needs at least 4 characters"};
    }
    XIANGJI_LET(locked, isLocked());
    if (locked && master_.empty()) {
        return closed();
    }
    const Bytes master = locked ? master_ : random_.bytes(kMasterBytes);
    const Bytes salt = random_.bytes(kSaltBytes);
    XIANGJI_LET(key, keyOf(passphrase, salt));
    // The lock first: what it wraps can be wrapped again, what only a lost key opens cannot.
    XIANGJI_TRY(
        below_.save(std::string(kLockName), Bytes(kLockMark) + salt + wrapped(key, master)));
    master_ = master;
    for (const auto& name : names) {
        XIANGJI_LET(secret, load(name));
        if (secret) {
            XIANGJI_TRY(save(name, *secret));
        }
    }
    return {};
}

Outcome LockedKeys::open(const std::vector<std::string>& names) {
    XIANGJI_LET(locked, isLocked());
    if (!locked) {
        return {};
    }
    if (master_.empty()) {
        return closed();
    }
    for (const auto& name : names) {
        XIANGJI_LET(secret, load(name));
        if (secret) {
            XIANGJI_TRY(below_.save(name, *secret));
        }
    }
    XIANGJI_TRY(below_.drop(std::string(kLockName)));
    master_.clear();
    return {};
}

Result<std::optional<Bytes>> LockedKeys::load(const std::string& name) {
    XIANGJI_LET(kept, below_.load(name));
    if (!kept || !kept->starts_with(kWrappedMark)) {
        XIANGJI_LET(locked, isLocked());
        return locked && master_.empty() ? Result<std::optional<Bytes>>(closed()) : kept;
    }
    if (master_.empty()) {
        return closed();
    }
    auto secret = unwrapped(master_, *kept);
    if (!secret) {
        return Error{Fault::damaged, "a key of this home does not belong to its lock"};
    }
    return secret;
}

Outcome LockedKeys::save(const std::string& name, const Bytes& secret) {
    XIANGJI_LET(locked, isLocked());
    if (!locked) {
        return below_.save(name, secret);
    }
    return master_.empty() ? Outcome(closed()) : below_.save(name, wrapped(master_, secret));
}

}  // namespace xiangji
