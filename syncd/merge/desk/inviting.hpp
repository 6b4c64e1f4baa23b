#pragma once

#include "core/base/random.hpp"
#include "syncd/merge/desk/desk.hpp"
#include "syncd/merge/transaction.hpp"

namespace xiangji::syncd {

/// An order for an invitation, checked: unit, role, uses, hours and name, with words that list what
/// there is.
struct CheckedOrder {
    Id unit;
    std::string unitName;
    Role role = ROLE_UNSPECIFIED;
    std::string personName;
    std::uint32_t uses = 1;
    Instant lastingMs = 0;
};
[[nodiscard]] Result<CheckedOrder> checkOrder(const InviteOrder& order, Reader& reader,
                                              const Catalogue& catalogue);

/// Stores an invitation by the hash of its secret and returns what is handed over.
[[nodiscard]] Result<Invitation> writeInvitation(Transaction& transaction,
                                                 const CheckedOrder& order, const Bytes& secret,
                                                 const Address& reachedAt, const Id& server);

}  // namespace xiangji::syncd
