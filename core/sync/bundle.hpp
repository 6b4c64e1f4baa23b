#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>

#include "core/base/bytes.hpp"
#include "core/base/result.hpp"
#include "wire/bundle.pb.h"

namespace xiangji {

// A bundle's bytes, whatever carries them: a mark, a row of parcels, each after its length (4
// bytes, big-endian, 1 MiB at most), and a length of 0 as the end. Written and read parcel by
// parcel, so one of any size needs little memory.

/// Takes the next piece of a bundle that is being written.
using BundleSink = std::function<Outcome(std::string_view)>;
/// Gives the next piece of one that is being read; empty at the end.
using BundleSource = std::function<Result<Bytes>()>;

[[nodiscard]] Bytes bundleHead();
/// Faults: invalid (larger than a parcel may be).
[[nodiscard]] Result<Bytes> bundlePart(const wire::Parcel& parcel);
[[nodiscard]] Bytes bundleEnd();

/// How a bundle was found.
struct BundleFound {
    std::uint64_t parcels = 0;
    std::uint64_t spoiled = 0;  ///< pieces that are no parcels
    bool whole = false;         ///< false: it ends before its end, or something follows it
};

/// Reads a bundle and hands over each parcel in turn; an Error of `take` ends the reading. What is
/// spoiled in it does not keep the rest from being read. Faults: invalid (this is no bundle),
/// unsupported (a newer form).
[[nodiscard]] Result<BundleFound> readBundle(
    const BundleSource& source, const std::function<Outcome(const wire::Parcel&)>& take);

/// What to tell a person of a bundle that is not as it was written; empty where it is.
[[nodiscard]] std::string wordsFor(const BundleFound& found);

}  // namespace xiangji
