// The part of CentralDesk that answers questions about files.
#include <future>

#include "syncd/merge/desk/central_desk.hpp"
#include "syncd/merge/refusals.hpp"
#include "syncd/merge/server_pen.hpp"

namespace xiangji::syncd {

Result<std::variant<DeviceRow, wire::Reply>> CentralDesk::asker(const Caller& caller) {
    if (!caller.device) {
        return std::variant<DeviceRow, wire::Reply>(notProven());
    }
    XIANGJI_LET(device, seats_.central.deviceNow(*caller.device));
    if (device && device->state != DeviceState::revoked) {
        return std::variant<DeviceRow, wire::Reply>(*std::move(device));
    }
    return std::variant<DeviceRow, wire::Reply>(
        device ? refusing(wire::Refusal::CODE_REVOKED,
                          "this phone was taken out of service; ask the township's office")
               : refusing(wire::Refusal::CODE_UNKNOWN_DEVICE,
                          "the centre does not know this phone; join with an invitation"));
}

void CentralDesk::media(const Caller& caller, const wire::Request& request, const Done& done) {
    const auto known = asker(caller);
    const auto* device = known ? std::get_if<DeviceRow>(&*known) : nullptr;
    if (device == nullptr) {
        done(known ? std::get<wire::Reply>(*known) : failing(known.error()));
        return;
    }
    if (media_ == nullptr) {
        done(refusing(wire::Refusal::CODE_COME_BACK,
                      "this centre takes no files; they stay on the phone"));
        return;
    }
    const auto answer =
        media_->answer(*device, caller.exporter, request, board_.now(), seats_.clock.nowMs());
    if (!answer || answer->row.isNone()) {
        done(answer ? answer->reply : failing(answer.error()));
        return;
    }
    // The row says how far its file has come before the phone hears it: else a crash in between
    // would leave a row that never says so.
    enqueue(
        [this, noted = *answer](Transaction& transaction) -> Result<wire::Reply> {
            const RecordType& type = *seats_.catalogue.find("media");
            XIANGJI_LET(row, transaction.central().row(type, noted.row));
            if (row && !row->voided()) {
                ServerPen pen(transaction, seats_.catalogue, identity_, seats_.serverKey);
                pen.edit(type, noted.row,
                         {{type.field("upload_state")->number, noted.uploadState}});
                XIANGJI_TRY(pen.send());
            }
            return noted.reply;
        },
        done);
}

Outcome CentralDesk::dropErasedFiles() {
    if (media_ == nullptr) {
        return {};
    }
    // By the hand that takes files: none of them can be in the middle of arriving.
    std::promise<Outcome> done;
    if (!porter_.offer([&] { done.set_value(media_->dropErased(seats_.central)); })) {
        return Error{Fault::busy, "very many files are arriving; they go at the next start"};
    }
    return done.get_future().get();
}

Result<MediaView> CentralDesk::mediaView() {
    if (media_ == nullptr) {
        return MediaView{};
    }
    return media_->view(seats_.central.reader(), *seats_.catalogue.find("media"));
}

}  // namespace xiangji::syncd
