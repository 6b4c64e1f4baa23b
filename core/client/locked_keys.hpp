#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/random.hpp"
#include "core/client/key_seat.hpp"

namespace xiangji {

/// Under which the lock itself lies.
inline constexpr std::string_view kLockName = "lock.key";

/// A home's keys behind a passphrase or PIN. Several people share a phone, each with a home of his
/// own: without the passphrase a home has no device key, so it neither opens nor sends, and its
/// sealed fields stay sealed. Argon2id (libsodium, 64 MiB) makes a key of the passphrase; it wraps
/// one master key, which wraps the rest, so that a new passphrase rewrites one file. Below lies any
/// other seat.
class LockedKeys final : public KeySeat {
 public:
    LockedKeys(KeySeat& below, Random& random) : below_(below), random_(random) {}

    /// Whether there is a lock at all.
    [[nodiscard]] Result<bool> isLocked() const;
    /// Faults: refused (wrong passphrase), damaged. Takes about a tenth of a second, on purpose.
    [[nodiscard]] Outcome unlock(const Bytes& passphrase);

    /// Puts a lock on, or changes it once unlocked; what lies there in the clear is wrapped and
    /// overwritten. Faults: invalid (fewer than 4 characters), refused (locked by another one).
    [[nodiscard]] Outcome lock(const Bytes& passphrase, const std::vector<std::string>& names);
    /// Takes the lock off. Faults: refused (not unlocked).
    [[nodiscard]] Outcome open(const std::vector<std::string>& names);

    /// Fault::refused while locked.
    [[nodiscard]] Result<std::optional<Bytes>> load(const std::string& name) override;
    [[nodiscard]] Outcome save(const std::string& name, const Bytes& secret) override;
    [[nodiscard]] Outcome drop(const std::string& name) override { return below_.drop(name); }

 private:
    [[nodiscard]] Result<std::optional<Bytes>> wrapping() const;
    [[nodiscard]] Bytes wrapped(std::string_view key, const Bytes& secret) const;

    KeySeat& below_;
    Random& random_;
    Bytes master_;  ///< empty: locked, or no lock
};

}  // namespace xiangji
