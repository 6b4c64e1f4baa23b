#pragma once

#include "core/base/signing_key.hpp"
#include "syncd/merge/audit/audit.hpp"
#include "syncd/merge/transaction.hpp"

namespace xiangji::syncd {

/// Puts a line into the access book (central/access_book.hpp) and signs its new end. Fault invalid
/// where it does not say who or why.
[[nodiscard]] Outcome noteAccess(Transaction& transaction, const Id& server, const SigningKey& key,
                                 AccessEntry entry);

/// Every line over the one before, and the signed end. `found` is told the first lines that are not
/// what was written.
void auditAccess(const AccessBook& book, const Id& server, const std::vector<Bytes>& serverKeys,
                 AuditReport& report, const std::function<void(AuditFinding)>& found);

}  // namespace xiangji::syncd
