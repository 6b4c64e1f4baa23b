#pragma once

#include "tests/planted/spoiled_central.hpp"

// Faults in what the centre makes of a row.

namespace xiangji::planted {

/// Spoils each row on its way into the store.
class SpoiledRows : public PassingWrite {
 public:
    using PassingWrite::PassingWrite;
    Outcome putRow(const RecordType& type, const Id& id, const RowState& state) override {
        RowState spoiled = state;
        const auto before = real().row(type, id);
        spoil(type, before && *before ? &**before : nullptr, spoiled);
        return PassingWrite::putRow(type, id, spoiled);
    }

 protected:
    virtual void spoil(const RecordType& type, const RowState* before, RowState& row) = 0;
};

/// Of two values written apart only the one that shows is kept.
class ConflictDropped final : public SpoiledRows {
    using SpoiledRows::SpoiledRows;
    void spoil(const RecordType&, const RowState*, RowState& row) override {
        for (auto& [cell, heads] : row.heads) {
            heads.resize(1);
        }
    }
};

/// Shows another head of a field than the first.
class OtherHeadShows : public SpoiledRows {
    using SpoiledRows::SpoiledRows;
    void spoil(const RecordType& type, const RowState*, RowState& row) override {
        for (auto& [cell, heads] : row.heads) {
            if (heads.size() < 2 || !canConflict(*type.field(cell.field))) {
                continue;
            }
            bringForward(heads);
            row.fields[cell.field] = heads.front().value;
            if (isUnset(heads.front().value)) {
                row.fields.erase(cell.field);
            }
        }
    }
    virtual void bringForward(FieldHeads& heads) = 0;
};

class OldestStampShows final : public OtherHeadShows {
    using OtherHeadShows::OtherHeadShows;
    void bringForward(FieldHeads& heads) override {
        std::sort(heads.begin(), heads.end(),
                  [](const Head& a, const Head& b) { return a.mark.stamp < b.mark.stamp; });
    }
};

class LastArrivalShows final : public OtherHeadShows {
    using OtherHeadShows::OtherHeadShows;
    void bringForward(FieldHeads& heads) override {
        std::sort(heads.begin(), heads.end(),
                  [](const Head& a, const Head& b) { return a.mark.lsn > b.mark.lsn; });
    }
};

/// An edit of a void row brings it back.
class VoidResurrected final : public SpoiledRows {
    using SpoiledRows::SpoiledRows;
    void spoil(const RecordType&, const RowState* before, RowState& row) override {
        if (before != nullptr && before->voided() && row.voided()) {
            row.fields.erase(common::kVoidReason);
            row.heads.erase({common::kVoidReason, {}});
        }
    }
};

class FlagLost final : public SpoiledRows {
    using SpoiledRows::SpoiledRows;
    void spoil(const RecordType&, const RowState*, RowState& row) override {
        row.editedAfterVoid = false;
    }
};

/// Where somebody settled a value, nothing counts as edited apart from a void.
class FlagSettled final : public PassingWrite {
 public:
    using PassingWrite::PassingWrite;
    Outcome putRow(const RecordType& type, const Id& id, const RowState& state) override {
        auto spoiled = state;
        if (state.editedAfterVoid) {
            XIANGJI_LET(lines, linesOf(type, id));
            for (const auto& line : lines) {
                wire::Change change;
                spoiled.editedAfterVoid =
                    spoiled.editedAfterVoid &&
                    !(change.ParseFromString(line.change) && change.verb() == wire::VERB_SETTLE);
            }
        }
        return PassingWrite::putRow(type, id, spoiled);
    }
};

/// A later state of the lifecycle gives way to an earlier one.
class StateStays final : public SpoiledRows {
    using SpoiledRows::SpoiledRows;
    void spoil(const RecordType&, const RowState* before, RowState& row) override {
        if (before != nullptr && before->fields.contains(common::kStatus)) {
            row.fields[common::kStatus] = before->fields.at(common::kStatus);
        }
    }
};

/// An element stays out of a set once somebody took it out, whoever adds it.
class RemoveWins final : public SpoiledRows {
    using SpoiledRows::SpoiledRows;
    void spoil(const RecordType& type, const RowState*, RowState& row) override {
        for (auto& [cell, heads] : row.heads) {
            if (heads.size() > 1 && type.field(cell.field)->isSet) {
                heads.erase(std::remove_if(heads.begin(), heads.end(),
                                           [](const Head& head) {
                                               return head.value == Value(std::int64_t{1});
                                           }),
                            heads.end());
                if (heads.empty()) {
                    continue;
                }
                row.fields.erase(cell.field);
            }
        }
        for (auto entry = row.heads.begin(); entry != row.heads.end();) {
            entry = entry->second.empty() ? row.heads.erase(entry) : std::next(entry);
        }
    }
};

}  // namespace xiangji::planted
