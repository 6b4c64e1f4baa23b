#pragma once

#include "core/store/phone_database.hpp"
#include "core/sync/shelf.hpp"

namespace xiangji {

/// What a phone knows of its centre's lives and heads. Runs in the caller's transaction; throws
/// SqlFault.
class PhoneHistory {
 public:
    explicit PhoneHistory(PhoneDatabase& database) : database_(database) {}

    /// Fills lineage, witnesses, certificate and the last envelope with a receipt.
    void tell(PhoneState& state);
    /// Records that are checked.
    void learn(const google::protobuf::RepeatedPtrField<wire::EpochRecord>& records);
    /// Under another key the centre tells its lives anew.
    void forgetLineage();
    /// A head of the log; kept if it is the greatest of its life.
    void witness(const Bytes& epoch, std::uint64_t lsn, const Bytes& hash);
    /// Rows pulled behind an LSN are lost rows; their places mean nothing any more.
    void loseBehind(std::uint64_t lsn);

 private:
    PhoneDatabase& database_;
};

}  // namespace xiangji
