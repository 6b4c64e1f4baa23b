#pragma once

#include <functional>
#include <map>

#include "syncd/merge/audit/audit.hpp"
#include "syncd/merge/effect.hpp"

namespace xiangji::syncd {

/// Every row merged again from its lines, as the desk did it, and compared with what is stored.
class RowAudit {
 public:
    /// `unseen` tells which lines cannot be looked at: of their rows nothing is said.
    RowAudit(CentralSnapshot& snapshot, const Catalogue& catalogue, const SealedCells& seals,
             Lineage lineage, const Id& epoch, AuditReport& report,
             std::function<void(AuditFinding)> found, std::function<bool(Lsn)> unseen)
        : snapshot_(snapshot),
          catalogue_(catalogue),
          seals_(seals),
          lineage_(std::move(lineage)),
          epoch_(epoch),
          report_(report),
          found_(std::move(found)),
          unseen_(std::move(unseen)) {}

    [[nodiscard]] Outcome walk();

 private:
    void begin(const LogLine& line);
    void replay(const LogLine& line);
    /// False: no phone could have said this.
    bool merge(wire::Change change, const LogLine& line);
    [[nodiscard]] Outcome compare();
    [[nodiscard]] Overtaken overtakenBy(const LogLine& line) const;
    void find(std::string what);

    CentralSnapshot& snapshot_;
    const Catalogue& catalogue_;
    const SealedCells& seals_;
    Lineage lineage_;
    Id epoch_;
    AuditReport& report_;
    std::function<void(AuditFinding)> found_;
    std::function<bool(Lsn)> unseen_;

    // The row under way.
    const RecordType* type_ = nullptr;
    TypeNumber number_ = 0;
    Id row_;
    Lsn last_ = 0;  ///< its last line
    RowState state_;
    std::map<Lsn, LogPlace> origins_;
    bool replayable_ = true;
    bool whole_ = true;  ///< every line of it was looked at
};

}  // namespace xiangji::syncd
