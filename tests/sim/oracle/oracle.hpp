#pragma once

#include "tests/sim/findings.hpp"
#include "tests/sim/oracle/oracle_row.hpp"

namespace xiangji::sim {

/// Plays the admitted changes by DESIGN's definitions and compares the centre with what comes out:
/// P3 (each once), P4 (its rows), P6 (nobody beyond their rights).
class Oracle {
 public:
    Oracle(const Ledger& ledger, const syncd::test::MemoryStore& store, const Id& server,
           const Catalogue& catalogue, Findings& findings);

    void check();

 private:
    using RowKey = syncd::test::MemoryStore::RowKey;
    /// Takes every change in the log's order, asking of each whether its author was allowed.
    [[nodiscard]] bool play();
    [[nodiscard]] bool mayHave(const AdmittedChange& change, const RecordType& type,
                               const OracleRow* row, bool& office);
    /// Notes a proposal, or what becomes of one; an answer that accepts writes what was proposed.
    void takeBeside(AdmittedChange& change);
    [[nodiscard]] const wire::Proposal* answeredBy(const AdmittedChange& change) const;
    [[nodiscard]] std::vector<Role> rolesOf(const AdmittedChange& change, const Id& unit) const;
    [[nodiscard]] Id homeOf(const AdmittedChange& change, const RecordType& type) const;
    [[nodiscard]] const OracleRow* row(const RecordType& type, const Id& id) const;
    void compare();
    void compareProposals();
    void compareHeads(const RecordType& type, const Id& id, const OracleRow& row,
                      const RowState& state);

    const syncd::test::MemoryStore& store_;
    const Catalogue& catalogue_;
    Findings& findings_;
    Admitted admitted_;
    std::map<RowKey, OracleRow> rows_;
    std::map<Bytes, wire::Proposal> proposals_;
};

}  // namespace xiangji::sim
