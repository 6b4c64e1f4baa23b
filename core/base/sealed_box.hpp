#pragma once

#include <string_view>

#include "core/base/bytes.hpp"
#include "core/base/random.hpp"
#include "core/base/result.hpp"
#include "core/base/signing_key.hpp"

namespace xiangji {

inline constexpr std::size_t kSealBytes = 48;  ///< by how much a sealed box is longer than its text

/// A sealed box (libsodium's `crypto_box_seal` format) for the holder of an Ed25519 key: X25519 to
/// the curve form of that key from a key made for this box alone, so that not even the sender can
/// open it. Whoever knows a name (a server, a device) can seal to it; no second key has to be
/// spread. Fault::invalid where `publicKey` is no point of the curve.
[[nodiscard]] Result<Bytes> sealedFor(std::string_view publicKey, std::string_view text,
                                      Random& random);

inline constexpr std::size_t kBoxSeedBytes = 32;
/// The same with the passing key made from a secret `seed`: equal inputs give an equal box, so what
/// did not change stays as it is. Whoever knows the seed can open the box.
[[nodiscard]] Result<Bytes> sealedFor(std::string_view publicKey, std::string_view text,
                                      std::string_view seed);

/// Fault::untrusted where it is sealed to another key or was changed on its way.
[[nodiscard]] Result<Bytes> openedBox(const SigningKey& key, std::string_view sealed);

}  // namespace xiangji
