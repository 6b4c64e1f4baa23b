#pragma once

#include "core/base/clock.hpp"
#include "core/base/random.hpp"
#include "core/base/signing_key.hpp"
#include "core/sync/bundle.hpp"
#include "core/sync/satchel.hpp"
#include "core/sync/shelf.hpp"

namespace xiangji {

/// What went into a bundle.
struct BundleMade {
    std::uint64_t envelopes = 0;  ///< own ones without a receipt
    std::uint64_t carried = 0;    ///< others' parcels, passed on
    std::uint64_t bytes = 0;
    bool copied = false;  ///< this phone's key is a fork: nothing of its own went in
};

/// What was found in one.
struct BundleTaken {
    std::vector<Verdict> verdicts;  ///< of this phone's own envelopes
    std::uint64_t receipts = 0;     ///< own envelopes that are settled now
    std::uint64_t carried = 0;      ///< others' parcels, kept to be handed on
    std::uint64_t full = 0;         ///< others' parcels for which there is no room
    std::uint64_t foreign = 0;      ///< of another centre: of no use here
    std::uint64_t unsound = 0;      ///< receipts that this phone's centre did not sign
    BundleFound found;
};

/// A phone's part in what travels without a network: its own post, others' and the answers. Holds
/// nothing between calls; thread: the caller's.
class Carrying {
 public:
    Carrying(Shelf& shelf, Satchel& satchel, const Clock& clock, const SigningKey& key,
             Random& random)
        : shelf_(shelf), satchel_(satchel), clock_(clock), key_(key), random_(random) {}

    /// Everything that waits, sealed to the centre, and what is carried for others. It stays here
    /// until its receipts come. Faults: refused (has not joined), those of `sink`.
    [[nodiscard]] Result<BundleMade> write(const BundleSink& sink);

    /// Takes the receipts that are this phone's and keeps what is others'. Faults: invalid (no
    /// bundle), refused (has not joined).
    [[nodiscard]] Result<BundleTaken> read(const BundleSource& source);

 private:
    [[nodiscard]] Outcome writeOwn(const PhoneState& state, const BundleSink& sink,
                                   BundleMade& made);
    [[nodiscard]] Outcome take(const wire::Parcel& parcel, const PhoneState& state,
                               BundleTaken& taken);

    Shelf& shelf_;
    Satchel& satchel_;
    const Clock& clock_;
    const SigningKey& key_;
    Random& random_;
};

/// A post of envelopes that wait, in device order.
[[nodiscard]] wire::Post postOf(const PhoneState& state, const std::vector<Waiting>& batch,
                                const SigningKey& key);

}  // namespace xiangji
