#pragma once

#include <map>

#include "syncd/central/central.hpp"
#include "syncd/merge/authority.hpp"
#include "syncd/merge/reference_labels.hpp"
#include "wire/session.pb.h"

namespace xiangji::syncd {

/// Answers pulls and questions after a row's history, from one snapshot each. Any thread; makes no
/// changes.
class Pulling {
 public:
    /// `level` is the phone's schema level: it gets what it knows.
    Pulling(Central& central, const Catalogue& catalogue, const CentralIdentity& identity,
            std::uint32_t level)
        : central_(central), catalogue_(catalogue), identity_(identity), level_(level) {}

    [[nodiscard]] Result<wire::Page> page(const DeviceRow& device, const wire::Pull& pull,
                                          std::shared_ptr<const Authority> authority,
                                          Instant nowMs);

    /// A part of the scope, page by page, whole.
    [[nodiscard]] Result<wire::SnapshotPage> snapshot(const DeviceRow& device,
                                                      const wire::SnapshotWanted& wanted,
                                                      std::shared_ptr<const Authority> authority,
                                                      Instant nowMs);

    /// Empty for a row that is not there or not for this device's eyes: the answer does not tell
    /// which.
    [[nodiscard]] Result<wire::History> history(const DeviceRow& device,
                                                const wire::HistoryWanted& wanted,
                                                std::shared_ptr<const Authority> authority,
                                                Instant nowMs);

 private:
    [[nodiscard]] Result<wire::PulledRow> pulled(const FeedRow& row);
    [[nodiscard]] Result<wire::Write> write(const Field& field, const Head& head);
    [[nodiscard]] Result<Id> authorOf(const Id& device);
    [[nodiscard]] FeedScope scopeFor(const DeviceRow& device,
                                     std::shared_ptr<const Authority> authority, Instant nowMs);
    [[nodiscard]] bool leaves(const Field& field) const;

    Central& central_;
    const Catalogue& catalogue_;
    const CentralIdentity& identity_;
    std::uint32_t level_;
    std::map<Id, Id> authors_;  ///< device → person, as met in this answer
};

}  // namespace xiangji::syncd
