#pragma once

#include <map>

#include "syncd/central/central.hpp"
#include "syncd/merge/authority.hpp"
#include "syncd/merge/pulling/reference_labels.hpp"
#include "syncd/merge/sealed_cells.hpp"
#include "wire/session.pb.h"

namespace xiangji::syncd {

/// Answers pulls and questions after a row's history, from one snapshot each. Any thread; makes no
/// changes.
class Pulling {
 public:
    /// `level` is the phone's schema level: it gets what it knows.
    Pulling(Central& central, const Catalogue& catalogue, const CentralIdentity& identity,
            const SealedCells& seals, std::uint32_t level)
        : central_(central),
          catalogue_(catalogue),
          identity_(identity),
          seals_(seals),
          level_(level) {}

    [[nodiscard]] Result<wire::Page> page(const DeviceRow& device, const wire::Pull& pull,
                                          std::shared_ptr<const Authority> authority,
                                          Instant nowMs);

    /// The rows a phone recalls, as they are here, in its order; gone where they are not for it.
    [[nodiscard]] Result<wire::Recalled> recalled(const DeviceRow& device,
                                                  const wire::Recall& recall,
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
    /// To whom an answer goes, as far as sealed fields ask.
    struct Reading {
        const DeviceRow& device;
        const Authority& authority;
        Instant nowMs;
    };
    [[nodiscard]] Result<wire::PulledRow> pulled(const FeedRow& row, const Reading& reading);
    [[nodiscard]] Result<wire::Write> write(const FeedRow& row, const Field& field,
                                            const Head& head, const Reading& reading);
    /// For which sealed fields of a unit's rows leave: of nobody known, none.
    [[nodiscard]] static std::vector<Role> rolesAt(const Id& unit, const Reading& reading);
    /// A scope's bytes, as its phone holds them.
    [[nodiscard]] Bytes stated(const FeedScope& scope, const Reading& reading) const;
    /// Whether the device's person made the row.
    [[nodiscard]] static bool isOwn(const FeedRow& row, const DeviceRow& device);
    /// False: this field of this row is not for this device.
    [[nodiscard]] bool leaves(const FeedRow& row, const Field& field, const Reading& reading) const;
    /// The same of what a line of its history says: of a row of which others see the title alone
    /// they read what people quarrel over now, and nothing that was said of it before.
    [[nodiscard]] bool isTold(const FeedRow& row, const Field& field, Lsn line,
                              const Reading& reading) const;
    void put(wire::Cell& cell, const FeedRow& row, const Field& field, const Value& value,
             const Reading& reading) const;
    [[nodiscard]] static bool sees(const FeedScope& scope, const FeedRow& row);
    [[nodiscard]] Result<Id> authorOf(const Id& device);
    [[nodiscard]] FeedScope scopeFor(const DeviceRow& device,
                                     std::shared_ptr<const Authority> authority, Instant nowMs);
    /// Neither sealed nor kept from that phone.
    [[nodiscard]] bool isPlain(const FeedRow& row, const Field& field,
                               const Reading& reading) const;

    Central& central_;
    const Catalogue& catalogue_;
    const CentralIdentity& identity_;
    const SealedCells& seals_;
    std::uint32_t level_;
    std::map<Id, Id> authors_;  ///< device → person, as met in this answer
};

}  // namespace xiangji::syncd
