// The part of PhoneClient that takes an invitation where the home has joined before.
#include "core/base/hash.hpp"
#include "core/client/device_key.hpp"
#include "core/client/next_key.hpp"
#include "core/client/phone_client.hpp"
#include "core/client/views.hpp"
#include "core/sync/invitation.hpp"

namespace xiangji {

Result<JoinReport> PhoneClient::joinAgain(const Invitation& invitation) {
    const Me before = me();
    XIANGJI_LET(state, shelf_.state());
    XIANGJI_LET(
        by, locked([](PhoneDatabase& database) { return database.knownBytes(known::kJoinedBy); }));
    if (by == hashOf(invitation.secret) && !isCopied()) {
        return JoinReport{.me = before, .firstSync = sync(nullptr)};
    }
    // Where all is well there is nothing to renew: what the invitation says of unit and role must
    // not be swallowed.
    const bool own = invitation.server == state.server;
    const bool answers = own && sync(nullptr).end == SyncEnd::done;
    if (own && isCopied()) {
        return joinAnew(invitation);
    }
    if (!own || answers) {
        return Error{Fault::refused,
                     "this phone already belongs to " + before.unitName + " as " +
                         before.personName +
                         "; an invitation for somebody else needs a new home, and one of this "
                         "centre is of use only where it does not answer any more; nothing was "
                         "changed"};
    }
    XIANGJI_TRY(syncer().rejoin(invitation.address, invitation.secret));
    XIANGJI_TRY(keepCentre(seats_.keys, *database_));
    JoinReport report{.renewed = true, .firstSync = sync(nullptr)};
    report.me = me();
    return report;
}

Result<JoinReport> PhoneClient::joinAnew(const Invitation& invitation) {
    const Me before = me();
    if (syncing_.exchange(true)) {
        return Error{Fault::busy, "a sync is under way; try again when it has ended"};
    }
    const auto again = changeKey(invitation);
    syncing_ = false;
    if (!again) {
        return again.error();
    }
    JoinReport report{.anew = true, .again = *again, .former = before, .firstSync = sync(nullptr)};
    report.me = me();
    return report;
}

Result<std::uint64_t> PhoneClient::changeKey(const Invitation& invitation) {
    XIANGJI_TRY(settleKey(seats_.keys, *database_));
    XIANGJI_LET(next, nextKey(seats_.keys, seats_.random));
    const SigningKey& former = *key_;
    Syncer newcomer(shelf_, seats_.links, seats_.clock, next, database_->catalogue().level());
    XIANGJI_LET(state, newcomer.joinInPlaceOf(former, invitation.address, invitation.secret));
    XIANGJI_LET(again, shelf_.goesOnUnder(next, former, state, [&] {
        keys_.push_back(next);
        key_ = &keys_.back();
        device_ = Id::ofHash(next.publicKey());
        database_->useSeal(next);
    }));
    // Cut here, the next opening does it.
    XIANGJI_TRY(settleKey(seats_.keys, *database_));
    return again;
}

bool PhoneClient::isCopied() const {
    return locked([](PhoneDatabase& database) { return viewCopied(database); }).valueOr(false);
}

}  // namespace xiangji
