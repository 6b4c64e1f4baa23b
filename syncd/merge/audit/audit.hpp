#pragma once

#include <optional>
#include <string>
#include <vector>

#include "core/base/signing_key.hpp"
#include "core/records/catalogue.hpp"
#include "syncd/central/central.hpp"
#include "syncd/merge/sealed_cells.hpp"

namespace xiangji::syncd {

/// A place where the history is not what it was.
struct AuditFinding {
    Lsn lsn = 0;       ///< 0 where no line of the log is meant
    std::string type;  ///< of the row; empty where none is meant
    Id row;
    std::string what;  ///< in words: what differs
};

struct AuditReport {
    LogHead head;
    std::uint64_t lines = 0;
    std::uint64_t receipts = 0;          ///< whose signature and head were checked
    std::uint64_t rows = 0;              ///< merged again from the log and compared
    std::uint64_t erased = 0;            ///< lines whose values were erased by order
    std::uint64_t accesses = 0;          ///< lines of the access book
    std::uint64_t segments = 0;          ///< of the archive, each read whole
    std::uint64_t unseen = 0;            ///< lines in segments that are away or are others' files
    std::uint64_t unreplayable = 0;      ///< rows with lines of before what they had seen was kept
    std::vector<AuditFinding> findings;  ///< the first place first; kMostFindings at most
    static constexpr std::size_t kMostFindings = 20;
};

/// Walks the whole history, the archive's segments first: every line's hash over the one before;
/// every line named by the signed receipt of its envelope, and every receipt's head in the log;
/// every epoch's fork; every row as it shows against what merging its lines gives. `outside` is a
/// head that somebody wrote down elsewhere. `seals`: what lies in the clear, from before its field
/// was sealed, is compared with it as sealed. Reads one snapshot. An Error means that it could not
/// be done.
[[nodiscard]] Result<AuditReport> auditHistory(Central& central, const Catalogue& catalogue,
                                               const std::vector<Bytes>& serverKeys,
                                               const SealedCells& seals,
                                               const std::optional<LogHead>& outside = {});

}  // namespace xiangji::syncd
