// The part of CentralDesk that the township's own commands ask.
#include "syncd/merge/accessing.hpp"
#include "syncd/merge/central_desk.hpp"
#include "syncd/merge/device_view.hpp"
#include "syncd/merge/devices.hpp"
#include "syncd/merge/erasing.hpp"
#include "syncd/merge/inviting.hpp"
#include "syncd/merge/retrying.hpp"

namespace xiangji::syncd {

namespace {

constexpr std::size_t kSecretBytes = 16;

}  // namespace

Result<Invitation> CentralDesk::invite(const InviteOrder& order, const Address& reachedAt) {
    XIANGJI_LET(checked, checkOrder(order, seats_.central.reader(), seats_.catalogue));
    return writer_.wait([this, checked = checked, reachedAt](Transaction& transaction) {
        return writeInvitation(transaction, checked, seats_.random.bytes(kSecretBytes), reachedAt,
                               identity_.server);
    });
}

DeviceView CentralDesk::view(const DeviceRow& device) {
    return viewOf(device,
                  seats_.central.reader().titleOf(*seats_.catalogue.find("person"), device.person),
                  *board_.now());
}

Result<DeviceView> CentralDesk::confirm(const Id& id) {
    XIANGJI_LET(device, writer_.wait([this, id](Transaction& transaction) {
        return Devices(transaction, seats_.catalogue, identity_, seats_.serverKey).confirm(id);
    }));
    return view(device);
}

Result<DeviceView> CentralDesk::revoke(const Id& id) {
    const auto revoking = [this, id](Transaction& transaction) -> Result<DeviceRow> {
        XIANGJI_LET(devices, seats_.central.devices());
        XIANGJI_LET(device, Devices(transaction, seats_.catalogue, identity_, seats_.serverKey)
                                .revoke(id, hasOtherPhones(devices, id)));
        // Outside the database first: whoever asked must never hear of a revocation that a restore
        // would undo.
        if (seats_.revocations != nullptr) {
            XIANGJI_TRY(seats_.revocations->add({id, transaction.nowMs()}));
        }
        return device;
    };
    XIANGJI_LET(device, writer_.wait(revoking));
    return view(device);
}

Result<ErasureView> CentralDesk::lookErasure(const std::string& typeName, const Id& row) {
    XIANGJI_LET(type, seats_.catalogue.require(typeName));
    return writer_.wait([this, type, row](Transaction& transaction) {
        return Erasing(transaction, seats_.catalogue, identity_, seats_.serverKey).look(*type, row);
    });
}

Result<ErasureView> CentralDesk::erase(const std::string& typeName, const Id& row,
                                       const std::string& by, const std::string& reason) {
    XIANGJI_LET(type, seats_.catalogue.require(typeName));
    XIANGJI_TRY(lookErasure(typeName, row));
    const Erasure order{type->number, row, seats_.clock.nowMs(), by};
    auto promise = std::make_shared<std::promise<Result<ErasureView>>>();
    Writer::Job job;
    job.run = [this, order, reason, promise](Transaction& transaction) -> Result<Writer::After> {
        Erasing hand(transaction, seats_.catalogue, identity_, seats_.serverKey);
        XIANGJI_TRY(syncd::noteAccess(transaction, identity_.server, seats_.serverKey,
                                      {.who = order.by,
                                       .door = "command",
                                       .act = "erased",
                                       .type = seats_.catalogue.find(order.type)->name,
                                       .row = order.row,
                                       .reason = reason}));
        XIANGJI_LET(done, hand.erase(order));
        // Outside the database first: an erasure that was answered is one that no restore undoes.
        if (seats_.erasures != nullptr) {
            XIANGJI_TRY(seats_.erasures->add(order));
        }
        return Writer::After([this, promise, view = std::move(done)]() mutable {
            // Here nobody writes: the next group begins only afterwards.
            view.scrubbed = bool(seats_.central.scrub());
            promise->set_value(std::move(view));
        });
    };
    job.giveUp = [promise](const Error& error) { promise->set_value(error); };
    if (!writer_.offer(std::move(job))) {
        return Error{Fault::busy,
                     "syncd is answering very many phones just now; nothing was erased; try again "
                     "in a moment"};
    }
    return promise->get_future().get();
}

Outcome CentralDesk::noteAccess(const AccessEntry& entry) {
    return writer_.wait([this, entry](Transaction& transaction) {
        return syncd::noteAccess(transaction, identity_.server, seats_.serverKey, entry);
    });
}

Result<DeskStatus> CentralDesk::status() {
    return statusOf(seats_.central, seats_.catalogue, identity_,
                    Id::ofHash(seats_.serverKey.publicKey()), *board_.now(), contacts_);
}

Result<std::vector<AsideView>> CentralDesk::aside() {
    // What has waited too long goes first.
    const auto expire = [this](Transaction& transaction) -> Result<bool> {
        XIANGJI_TRY(heldChanges(transaction).expire());
        return true;
    };
    if (const auto expired = writer_.wait(expire); !expired) {
        return expired.error();
    }
    return asideViews(seats_.central, seats_.catalogue);
}

Result<std::vector<wire::ChangeVerdict>> CentralDesk::retryAside(const AsideView& aside) {
    return writer_.wait([this, aside](Transaction& transaction) {
        return Retrying(transaction, seats_.catalogue, identity_, receiptWriter_).retry(aside);
    });
}

}  // namespace xiangji::syncd
