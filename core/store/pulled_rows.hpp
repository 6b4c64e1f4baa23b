#pragma once

#include <google/protobuf/repeated_ptr_field.h>

#include <optional>
#include <unordered_map>
#include <unordered_set>

#include "core/store/phone_database.hpp"
#include "core/store/row_upsert.hpp"
#include "wire/session.pb.h"

namespace xiangji {

/// Rows as the centre has them, written over a phone's own: cells with an own edit that the
/// centre's row does not contain yet keep it, the centre's value lies beside them. Made for one
/// page: what a row has beside it is looked up once for all of them, so that a row of which the
/// phone has nothing costs one statement. Runs in the caller's transaction; throws SqlFault.
class PulledRows {
 public:
    explicit PulledRows(PhoneDatabase& database);

    using Rows = google::protobuf::RepeatedPtrField<wire::PulledRow>;
    using Labels = google::protobuf::RepeatedPtrField<wire::RowLabel>;

    /// A page's rows, and the public names of rows outside the scope that they refer to.
    void take(const Rows& rows, const Labels& labels = {});

 private:
    void take(const wire::PulledRow& sent);
    void takeOpened(const RecordType& type, const wire::PulledRow& row);
    void take(const wire::RowLabel& label);
    struct Key {
        TypeNumber type = 0;
        Id row;
        bool operator==(const Key&) const = default;
    };
    struct KeyHash {
        std::size_t operator()(const Key& key) const {
            return std::hash<Id>()(key.row) ^ (std::size_t{key.type} * 0x9E3779B97F4A7C15U);
        }
    };
    using Keys = std::unordered_set<Key, KeyHash>;

    [[nodiscard]] Keys keysIn(const char* table);
    void write(const RecordType& type, const wire::PulledRow& row);
    void writeUnder(const RecordType& type, const Key& key, const wire::PulledRow& row);
    void takeConflicts(const Key& key, const wire::PulledRow& row);
    void takeProposals(const wire::PulledRow& row);

    PhoneDatabase& database_;
    std::uint32_t level_ = 0;  ///< of the rows; 0 = this program's own
    Keys overlaid_;
    Keys disputed_;
    Keys flagged_;
    std::optional<bool> anyProposals_;  ///< on this phone; most have none
    std::unordered_map<TypeNumber, RowUpsert> upserts_;
};

}  // namespace xiangji
