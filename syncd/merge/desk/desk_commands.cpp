// The part of CentralDesk that the township's own commands ask.
#include "syncd/merge/desk/accessing.hpp"
#include "syncd/merge/desk/central_desk.hpp"
#include "syncd/merge/desk/device_view.hpp"
#include "syncd/merge/desk/devices.hpp"
#include "syncd/merge/desk/inviting.hpp"
#include "syncd/merge/desk/retrying.hpp"
#include "syncd/merge/erasing/erasing_again.hpp"

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
                                       const std::string& by, const std::string& reason,
                                       Scrub scrub) {
    XIANGJI_LET(type, seats_.catalogue.require(typeName));
    XIANGJI_TRY(lookErasure(typeName, row));
    const Erasure order{type->number, row, seats_.clock.nowMs(), by};
    auto promise = std::make_shared<std::promise<Result<ErasureView>>>();
    Writer::Job job;
    job.run = [this, order, reason, scrub,
               promise](Transaction& transaction) -> Result<Writer::After> {
        Erasing hand(transaction, seats_.catalogue, identity_, seats_.serverKey);
        XIANGJI_LET(done, hand.erase(order));
        XIANGJI_TRY(syncd::noteAccess(transaction, identity_.server, seats_.serverKey,
                                      {.who = order.by,
                                       .door = "command",
                                       .act = "erased",
                                       .type = seats_.catalogue.find(order.type)->name,
                                       .row = order.row,
                                       .rows = std::max<std::uint64_t>(done.written, 1),
                                       .reason = reason}));
        XIANGJI_TRY(bookErased(seats_.erasures, order, hand));
        return Writer::After([this, scrub, promise, view = std::move(done)]() mutable {
            // Here nobody writes: the next group begins only afterwards.
            if (scrub == Scrub::now) {
                view.scrubbed = bool(seats_.central.scrub());
            } else {
                (void)seats_.central.emptyLog();  // Where somebody reads, the scrub does it.
            }
            promise->set_value(std::move(view));
        });
    };
    job.giveUp = [promise](const Error& error) { promise->set_value(error); };
    if (!writer_.offer(std::move(job))) {
        return Error{Fault::busy,
                     "syncd is answering very many phones just now; nothing was erased; try again "
                     "in a moment"};
    }
    auto view = promise->get_future().get();
    if (view && type->rules.erasable()) {
        const bool dropped = bool(dropErasedFiles());
        view->scrubbed = view->scrubbed && dropped;
    }
    return view;
}

Result<std::optional<Id>> CentralDesk::rowOfFile(const Bytes& sha256) {
    const RecordType& media = *seats_.catalogue.find("media");
    return writer_.wait([&](Transaction& transaction) -> Result<std::optional<Id>> {
        auto* traces = transaction.central().traces();
        if (traces == nullptr) {
            return std::optional<Id>();
        }
        XIANGJI_LET(rows, traces->showing(media, *media.field("sha256"), Blob{sha256}));
        return rows.empty() ? std::optional<Id>() : std::optional(rows.front());
    });
}

Result<bool> CentralDesk::scrubErased() {
    auto promise = std::make_shared<std::promise<Result<bool>>>();
    Writer::Job job;
    job.run = [this, promise](Transaction&) -> Result<Writer::After> {
        return Writer::After([this, promise] {
            const auto due = seats_.central.scrubDue();
            const auto scrubbed = due && *due ? seats_.central.scrub() : Outcome();
            promise->set_value(!due        ? Result<bool>(due.error())
                               : !scrubbed ? Result<bool>(scrubbed.error())
                                           : Result<bool>(*due));
        });
    };
    job.giveUp = [promise](const Error& error) { promise->set_value(error); };
    if (!writer_.offer(std::move(job))) {
        return Error{Fault::busy,
                     "syncd is answering very many phones just now; try again in a moment"};
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
