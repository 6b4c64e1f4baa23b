#pragma once

#include <filesystem>

#include "core/client/client.hpp"

namespace xiangji {

/// What waits, written to a file that appears whole or not at all (0600) and is durable when this
/// returns. Faults: those of Client::writeBundle, diskFull, failed.
[[nodiscard]] Result<BundleWritten> writeBundleFile(Client& client,
                                                    const std::filesystem::path& file);

/// Faults: notFound, those of Client::readBundle.
[[nodiscard]] Result<BundleRead> readBundleFile(Client& client, const std::filesystem::path& file);

/// The same for a home whose database is damaged and which nobody has open: what of its outbox can
/// be read. The database is left as it is. Faults: busy, damaged (nothing can be read), notFound
/// (the device's key, or the database's, is not there), untrusted, unsupported, diskFull.
[[nodiscard]] Result<BundleWritten> rescueBundleFile(const std::filesystem::path& home,
                                                     ClientSeats seats,
                                                     const std::filesystem::path& file,
                                                     int lockWaitMs = 10'000);

}  // namespace xiangji
