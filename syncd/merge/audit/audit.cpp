#include "syncd/merge/audit/audit.hpp"

#include <limits>
#include <map>

#include "syncd/merge/audit/chain_audit.hpp"
#include "syncd/merge/audit/row_audit.hpp"
#include "syncd/merge/desk/accessing.hpp"

namespace xiangji::syncd {

Result<AuditReport> auditHistory(Central& central, const Catalogue& catalogue,
                                 const std::vector<Bytes>& serverKeys, const SealedCells& seals,
                                 const std::optional<LogHead>& outside) {
    XIANGJI_LET(identity, central.identity());
    if (!identity || serverKeys.empty()) {
        return Error{Fault::notFound, "there is no township here to be audited"};
    }
    XIANGJI_LET(snapshot, central.snapshot());
    AuditReport report;
    report.head = snapshot->head();
    // The first place first; what stands at no place of the log comes last.
    std::multimap<Lsn, AuditFinding> all;
    const auto found = [&all](AuditFinding finding) {
        const Lsn place = finding.lsn == 0 ? std::numeric_limits<Lsn>::max() : finding.lsn;
        all.emplace(place, std::move(finding));
    };
    ChainAudit chain(*snapshot, catalogue, report, found);
    XIANGJI_TRY(chain.segments(*identity, serverKeys));
    XIANGJI_TRY(chain.lines());
    XIANGJI_TRY(chain.receipts(*identity, serverKeys));
    XIANGJI_TRY(chain.epochs(*identity, serverKeys));
    if (outside) {
        XIANGJI_TRY(chain.outside(*outside));
    }
    XIANGJI_LET(book, central.accessBook());
    auditAccess(book, identity->server, serverKeys, report, found);
    XIANGJI_LET(epochs, snapshot->epochs());
    XIANGJI_TRY(RowAudit(*snapshot, catalogue, seals, Lineage(std::move(epochs)), identity->epoch,
                         report, found, [&chain](Lsn lsn) { return chain.isUnseen(lsn); })
                    .walk());
    for (auto& [place, finding] : all) {
        if (report.findings.size() < AuditReport::kMostFindings) {
            report.findings.push_back(std::move(finding));
        }
    }
    return report;
}

}  // namespace xiangji::syncd
