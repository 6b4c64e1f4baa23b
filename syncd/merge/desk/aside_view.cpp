#include "syncd/merge/desk/aside_view.hpp"

#include <algorithm>
#include <tuple>

#include "core/base/hash.hpp"
#include "core/sync/envelope.hpp"

namespace xiangji::syncd {

namespace {

void readFirst(AsideView& view, const Catalogue& catalogue) {
    wire::Changeset changeset;
    if (parseOutside(changeset, view.changeset) && !changeset.changes().empty()) {
        view.type = catalogue.find(TypeNumber{changeset.changes(0).type()});
        view.row = Id::fromBytes(changeset.changes(0).row()).value_or(Id{});
    }
}

AsideView viewOf(const AsideRow& aside, const Catalogue& catalogue) {
    AsideView view;
    view.id = aside.id;
    view.state = aside.state == AsideRow::State::held ? "held" : "quarantined";
    view.kind = aside.group ? "group" : "change";
    view.reason = aside.reason;
    view.words = aside.words;
    view.device = aside.device;
    view.seq = aside.seq;
    view.receivedMs = aside.receivedMs;
    view.type = catalogue.find(aside.type);
    view.row = aside.row;
    view.changeset = aside.changeset;
    if (const auto* type = catalogue.find(aside.awaitsType); type != nullptr) {
        view.awaits = type->name + " " + aside.awaitsRow.text();
    }
    return view;
}

AsideView viewOf(const WholeAside& whole, const Catalogue& catalogue) {
    AsideView view;
    view.id = Id::ofHash(
        hashOfParts({"whole", whole.device.bytes(), std::to_string(whole.seq), whole.hash}));
    view.state = whole.held ? "held" : "quarantined";
    view.kind = "envelope";
    view.device = whole.device;
    view.seq = whole.seq;
    view.receivedMs = whole.receivedMs;
    view.beside = whole.beside;
    view.reason = whole.reason;
    view.envelope = whole.envelope;
    wire::Receipt receipt;
    wire::ReceiptBody body;
    if (receipt.ParseFromString(whole.receipt) && body.ParseFromString(receipt.body()) &&
        !body.changes().empty()) {
        view.reason = body.changes(0).reason();
        view.words = body.changes(0).words();
    }
    wire::Envelope envelope;
    wire::EnvelopeBody said;
    if (parseOutside(envelope, whole.envelope) && parseOutside(said, envelope.body())) {
        view.changeset = said.changeset();
    }
    readFirst(view, catalogue);
    return view;
}

}  // namespace

Result<std::vector<AsideView>> asideViews(Central& central, const Catalogue& catalogue) {
    XIANGJI_LET(changes, central.asideNow());
    XIANGJI_LET(wholes, central.wholeAsideNow());
    std::vector<AsideView> views;
    for (const auto& aside : changes) {
        views.push_back(viewOf(aside, catalogue));
    }
    for (const auto& whole : wholes) {
        views.push_back(viewOf(whole, catalogue));
    }
    for (auto& view : views) {
        XIANGJI_LET(device, central.deviceNow(view.device));
        if (device) {
            view.person = central.reader().titleOf(*catalogue.find("person"), device->person);
        }
    }
    std::ranges::sort(views, [](const AsideView& a, const AsideView& b) {
        return std::tie(a.state, a.receivedMs, a.device, a.seq, a.id) <
               std::tie(b.state, b.receivedMs, b.device, b.seq, b.id);
    });
    return views;
}

}  // namespace xiangji::syncd
