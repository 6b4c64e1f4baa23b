#pragma once

#include <map>

#include "syncd/central/central.hpp"
#include "syncd/merge/authority.hpp"
#include "syncd/merge/sealed_cells.hpp"
#include "wire/session.pb.h"

namespace xiangji::syncd {

/// Answers pulls and questions after a row's history, from one snapshot each. Any thread; makes no
/// changes.
class Pulling {
 public:
    Pulling(Central& central, const Catalogue& catalogue, const CentralIdentity& identity,
            const SealedCells& seals)
        : central_(central), catalogue_(catalogue), identity_(identity), seals_(seals) {}

    [[nodiscard]] Result<wire::Page> page(const DeviceRow& device, const wire::Pull& pull,
                                          std::shared_ptr<const Authority> authority,
                                          Instant nowMs);

    /// Empty for a row that is not there or not for this device's eyes: the answer does not tell
    /// which.
    [[nodiscard]] Result<wire::History> history(const DeviceRow& device,
                                                const wire::HistoryWanted& wanted,
                                                std::shared_ptr<const Authority> authority,
                                                Instant nowMs);

 private:
    /// To whom an answer goes, as far as sealed fields ask.
    struct Reading {
        const DeviceRow& device;
        const Authority& authority;
        Instant nowMs;
    };
    [[nodiscard]] Result<wire::PulledRow> pulled(const FeedRow& row, const Reading& reading);
    [[nodiscard]] Result<wire::Write> write(const FeedRow& row, const Field& field,
                                            const Head& head, const Reading& reading);
    /// False: this field of this row is not for this device.
    static bool leaves(const FeedRow& row, const Field& field, const Reading& reading);
    void put(wire::Cell& cell, const FeedRow& row, const Field& field, const Value& value,
             const Reading& reading) const;
    [[nodiscard]] Result<Id> authorOf(const Id& device);
    [[nodiscard]] Result<std::string> nameOf(const Id& person);

    Central& central_;
    const Catalogue& catalogue_;
    const CentralIdentity& identity_;
    const SealedCells& seals_;
    std::map<Id, Id> authors_;  ///< device → person, as met in this answer
    std::map<Id, std::string> names_;
};

}  // namespace xiangji::syncd
