#pragma once

#include <functional>
#include <map>

#include "syncd/merge/audit/audit.hpp"

namespace xiangji::syncd {

/// The log itself: hashes and numbers line by line, the signed receipts that vouch for the lines,
/// the forks of the database's lives.
class ChainAudit {
 public:
    using Found = std::function<void(AuditFinding)>;
    ChainAudit(CentralSnapshot& snapshot, const Catalogue& catalogue, AuditReport& report,
               Found found)
        : snapshot_(snapshot), catalogue_(catalogue), report_(report), found_(std::move(found)) {}

    /// Every segment's place in the chain, signature and file. First of all: what it could not look
    /// at is left out by the others.
    [[nodiscard]] Outcome segments(const CentralIdentity& identity,
                                   const std::vector<Bytes>& serverKeys);
    /// Whether a line lies where it cannot be read.
    [[nodiscard]] bool isUnseen(Lsn lsn) const;
    [[nodiscard]] Outcome lines();
    [[nodiscard]] Outcome receipts(const CentralIdentity& identity,
                                   const std::vector<Bytes>& serverKeys);
    [[nodiscard]] Outcome epochs(const CentralIdentity& identity,
                                 const std::vector<Bytes>& serverKeys);
    /// A head held outside.
    [[nodiscard]] Outcome outside(const LogHead& head);

 private:
    [[nodiscard]] Outcome voucher(const EnvelopeRow& envelope, const wire::ReceiptBody& receipt);
    void at(const LogLine& line, std::string what);
    /// A line whose hash is not that of its content: changed by hand, or erased by an order that a
    /// line further on tells of.
    void doubt(const LogLine& line, std::string what);
    void vouchErased(const LogLine& line);
    /// The chain goes on behind segments that could not be looked at.
    void passUnseen(LogHead& before) const;
    struct Doubt {
        LogLine line;
        std::string what;
    };

    CentralSnapshot& snapshot_;
    const Catalogue& catalogue_;
    AuditReport& report_;
    Found found_;
    std::vector<Segment> unseen_;  ///< by LSN
    std::map<Lsn, Doubt> doubts_;
    std::vector<bool> vouched_;  ///< by LSN
    Lsn lastGood_ = 0;           ///< greatest head of a receipt that is in the log
    Lsn firstBad_ = 0;           ///< least head of a receipt that is not; 0 = none
};

}  // namespace xiangji::syncd
