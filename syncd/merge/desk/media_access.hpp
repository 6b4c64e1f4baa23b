#pragma once

#include <memory>
#include <optional>
#include <string>

#include "syncd/central/central.hpp"
#include "syncd/merge/authority.hpp"

namespace xiangji::syncd {

/// A media row as far as its file is concerned.
struct MediaRow {
    Id id;
    Bytes sha256;
    std::uint64_t bytes = 0;  ///< 0 = the row does not say
    Id author;
    Id home;
    std::int64_t uploadState = 0;
    bool voided = false;
    bool mayShowMinors = true;  ///< everything but "none": nobody looked is no "none"
    Id consent;
};

/// Whose eyes and hands a media row's file is for. Decided by the rows as they are now; any thread.
class MediaAccess {
 public:
    MediaAccess(Central& central, const Catalogue& catalogue)
        : central_(central),
          catalogue_(catalogue),
          media_(*catalogue.find("media")),
          consents_(*catalogue.find("guardian_consent")) {}

    [[nodiscard]] Result<std::optional<MediaRow>> row(const Id& id);

    /// Its author's active phones send it, nobody else.
    [[nodiscard]] static bool maySend(const MediaRow& row, const DeviceRow& device);
    /// Who sees the row may fetch its file: nothing. Else the words that say why not; empty words
    /// where the row itself is out of scope, so that the answer does not tell that it exists.
    [[nodiscard]] Result<std::optional<std::string>> whyNotFetch(
        const MediaRow& row, const DeviceRow& device, std::shared_ptr<const Authority> authority,
        Instant nowMs);

 private:
    /// DOMAIN §2.5: a picture with a minor stays in its township until `photo_publish` is agreed
    /// to.
    [[nodiscard]] Result<bool> maybePublished(const MediaRow& row);

    Central& central_;
    const Catalogue& catalogue_;
    const RecordType& media_;
    const RecordType& consents_;
};

}  // namespace xiangji::syncd
