#pragma once

#include <map>

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
    /// One change; false where something is wrong with it.
    [[nodiscard]] bool take(AdmittedChange& change);

    // Rows that move: oracle_moving.cpp.
    /// The unit of what names `named` as what it belongs to; nothing: that is not there.
    [[nodiscard]] std::optional<Id> unitUnder(const RecordType& type, const Id& named) const;
    /// Where an edit moves its row; nothing: it does not, or names what is not there.
    [[nodiscard]] std::optional<Id> movesTo(const AdmittedChange& change,
                                            const RecordType& type) const;
    [[nodiscard]] std::string forbiddenMove(const AdmittedChange& change, const RecordType& type,
                                            bool office) const;
    /// What belongs to a row that moved must come along, line by line, right behind it.
    void expectFollowers(const RecordType& type, const Id& row, const Id& from, const Id& to);
    void noteStranded(const AdmittedChange& change, const RecordType& type);
    /// What came back after a restore goes where it belongs by now.
    void expectCatchingUp(const RecordType& type, const Id& id);
    /// Every row stands where what it belongs to stands.
    void compareHomes();
    [[nodiscard]] std::string wrongFollower(const AdmittedChange& change);
    [[nodiscard]] bool liesBelow(Id unit, const Id& top) const;

    void compare();
    void compareProposals();
    void compareHeads(const RecordType& type, const Id& id, const OracleRow& row, RowState state);

    const syncd::test::MemoryStore& store_;
    const Catalogue& catalogue_;
    const Opened& opened_;
    Findings& findings_;
    Admitted admitted_;
    std::map<RowKey, OracleRow> rows_;
    std::map<Bytes, wire::Proposal> proposals_;
    std::map<RowKey, Id> following_;  ///< rows that have still to come along, and where to
    /// Rows of which something said, in another life, that they belong to what is not back yet.
    std::set<RowKey> stranded_;
};

}  // namespace xiangji::sim
