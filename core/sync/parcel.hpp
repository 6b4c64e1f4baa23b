#pragma once

#include <string_view>

#include "core/base/id.hpp"
#include "core/base/random.hpp"
#include "core/base/result.hpp"
#include "core/base/signing_key.hpp"
#include "wire/bundle.pb.h"

namespace xiangji {

/// Bodies that go into one parcel: with seals and signatures it still fits a frame.
inline constexpr std::size_t kParcelBodyBytes = 256 * 1024;
inline constexpr std::size_t kParcelEnvelopes = 200;
inline constexpr std::size_t kParcelAnswerBytes = 700 * 1024;

/// A phone's post as the centre finds it in a parcel; not yet known to be that phone's.
struct OpenedPost {
    Id device;
    wire::Post post;
    wire::SignedPost sealed;
    [[nodiscard]] bool holds(std::string_view devicePublicKey) const;
};

/// Signed by the phone, sealed to the centre by its signing key: nobody between the two learns
/// whose it is or what it says. Faults: invalid (no such key).
[[nodiscard]] Result<wire::Parcel> sealedPost(const wire::Post& post, const SigningKey& device,
                                              std::string_view serverKey, Random& random);
/// Faults: refused (for another centre, or no post), untrusted (changed or cut on its way),
/// damaged.
[[nodiscard]] Result<OpenedPost> openedPost(const wire::Parcel& parcel, const Id& server,
                                            const SigningKey& serverKey);

/// Receipts for one phone, by its key. Faults: invalid.
[[nodiscard]] Result<wire::Parcel> sealedAnswers(const wire::Answers& answers, const Id& server,
                                                 std::string_view devicePublicKey, Random& random);
/// Faults: untrusted (for another phone, or changed), damaged.
[[nodiscard]] Result<wire::Answers> openedAnswers(const wire::Parcel& parcel,
                                                  const SigningKey& device);

}  // namespace xiangji
