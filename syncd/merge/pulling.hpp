#pragma once

#include <map>

#include "syncd/central/central.hpp"
#include "syncd/merge/authority.hpp"
#include "wire/session.pb.h"

namespace xiangji::syncd {

/// Answers pulls and questions after a row's history, from one snapshot each. Any thread; makes no
/// changes.
class Pulling {
 public:
    Pulling(Central& central, const Catalogue& catalogue, const CentralIdentity& identity)
        : central_(central), catalogue_(catalogue), identity_(identity) {}

    [[nodiscard]] Result<wire::Page> page(const DeviceRow& device, const wire::Pull& pull,
                                          std::shared_ptr<const Authority> authority,
                                          Instant nowMs);

    /// The rows a phone recalls, as they are here, in its order; gone where they are not for it.
    [[nodiscard]] Result<wire::Recalled> recalled(const DeviceRow& device,
                                                  const wire::Recall& recall,
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
    [[nodiscard]] static bool sees(const FeedScope& scope, const RecordType& type, const Id& row,
                                   const RowState& state);
    [[nodiscard]] Result<wire::Write> write(const Field& field, const Head& head);
    [[nodiscard]] Result<Id> authorOf(const Id& device);
    [[nodiscard]] Result<std::string> nameOf(const Id& person);

    Central& central_;
    const Catalogue& catalogue_;
    const CentralIdentity& identity_;
    std::map<Id, Id> authors_;  ///< device → person, as met in this answer
    std::map<Id, std::string> names_;
};

}  // namespace xiangji::syncd
