#pragma once

#include "core/store/phone_database.hpp"
#include "core/sync/shelf.hpp"

namespace xiangji {

/// What this home sent under keys it had before, kept for a restored centre as `_sent` is. Runs in
/// the caller's transaction; throws SqlFault.
class FormerEnvelopes {
 public:
    explicit FormerEnvelopes(PhoneDatabase& database) : database_(database) {}

    /// The home is about to go on under another key: the centre's word for this one is kept.
    void keepCertificate();
    /// Another life of the centre, which may lack them.
    void lose();
    [[nodiscard]] FormerPost after(std::uint64_t place, std::size_t mostBytes);
    void givenBack();
    /// What was receipted before that is kept no longer.
    void forgetBefore(Instant receiptedMs);
    /// With the last envelope of a former key goes what the centre had certified of it: it names
    /// its holder.
    void forgetUnused();

 private:
    [[nodiscard]] Bytes certificateOf(const Id& device);

    PhoneDatabase& database_;
};

}  // namespace xiangji
