#pragma once

#include <set>
#include <vector>

#include "syncd/merge/erasing/erased_envelopes.hpp"

namespace xiangji::syncd {

/// What an order to erase one row reaches: from the references of the catalogue alone
/// (options.proto, OnErasure and Brings), over the rows as they are, the history of whom it names,
/// and what is kept of changes that are in no row yet.
class ErasurePlan {
 public:
    ErasurePlan(Transaction& transaction, const Catalogue& catalogue)
        : transaction_(transaction), catalogue_(catalogue) {}

    struct Row {
        const RecordType* type = nullptr;
        Id row;
        Depth depth = Depth::row;
    };
    /// The row itself first; nothing is changed. Where a row is named but not here it is among them
    /// all the same: what is kept of it must go, and nothing of it may be taken later.
    [[nodiscard]] Result<std::vector<Row>> of(const RecordType& type, const Id& row);

    /// Whether rows that are not among those reached name somebody who is known through them alone.
    [[nodiscard]] Result<bool> isNamed(const RecordType& type, const Id& row);

 private:
    struct Kept {
        RowName row;
        Fields references;
    };
    void add(const RecordType& type, const Id& row, Depth depth);
    [[nodiscard]] Outcome readKept();
    void keep(const Bytes& changeset);
    [[nodiscard]] Outcome visit(const RecordType& type, const Id& row);
    [[nodiscard]] Outcome addNaming(const RecordType& type, const Id& row);
    /// Of a photo every row that names the same file.
    [[nodiscard]] Outcome addSameFile(const RecordType& type, const Id& row);
    [[nodiscard]] Outcome addKept(const RecordType& type, const Id& row);
    [[nodiscard]] Outcome addNamed(const RecordType& type, const Id& row);
    [[nodiscard]] Result<std::set<Id>> everNamed(const RecordType& type, const Id& row,
                                                 const Field& field);

    Transaction& transaction_;
    const Catalogue& catalogue_;
    std::vector<Row> order_;
    ReachedRows reached_;
    std::vector<RowName> through_;  ///< who is named by rows reached, and perhaps by others
    std::vector<Kept> kept_;
    bool keptRead_ = false;
};

}  // namespace xiangji::syncd
