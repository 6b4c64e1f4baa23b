#include "syncd/merge/erasing.hpp"

#include <algorithm>

#include "core/base/civil_time.hpp"
#include "syncd/central/log_chain.hpp"
#include "syncd/merge/erased_envelopes.hpp"
#include "syncd/merge/erased_values.hpp"
#include "syncd/merge/server_pen.hpp"

namespace xiangji::syncd {

namespace {

constexpr const char* kPerson = "person";

std::string tombstone(const Erasure& erasure) {
    return "已按要求删除（" + erasure.by + "，" + civilDate(erasure.atMs) + "）";
}

Error cannot() {
    return {Fault::unsupported, "this store cannot take values out of its log"};
}

}  // namespace

Result<ErasureView> Erasing::look(const RecordType& type, const Id& id) {
    if (!isPersonal(type)) {
        return Error{Fault::refused, type.name + ": such rows are about nobody; void it instead"};
    }
    auto* traces = transaction_.central().traces();
    if (traces == nullptr) {
        return cannot();
    }
    XIANGJI_LET(row, transaction_.central().row(type, id));
    if (!row) {
        return Error{Fault::notFound, "there is no row " + id.text()};
    }
    ErasureView view{.type = type.name, .row = id, .before = row->erased};
    for (const auto& field : type.fields) {
        if (isErased(type, field) && row->fields.contains(field.number)) {
            view.fields.push_back(field.name);
        }
    }
    XIANGJI_LET(written, traces->lines(type, id));
    view.lines = written.size();
    XIANGJI_TRY(links(type, id, view));
    return view;
}

Result<ErasureView> Erasing::erase(const Erasure& erasure) {
    const RecordType* type = catalogue_.find(erasure.type);
    auto* traces = transaction_.central().traces();
    if (type == nullptr || !isPersonal(*type) || traces == nullptr) {
        return cannot();
    }
    ErasureView view{.type = type->name, .row = erasure.row};
    XIANGJI_LET(found, transaction_.central().row(*type, erasure.row));
    RowState row = std::move(found).value_or(RowState{});
    if (row.lsn != 0) {
        XIANGJI_LET(seen, look(*type, erasure.row));
        view = std::move(seen);
    }
    XIANGJI_TRY(proposals(*type, erasure.row));
    XIANGJI_TRY(aside(*type, erasure.row));
    XIANGJI_TRY(envelopes(*type, erasure.row));
    XIANGJI_TRY(recoveries(*type, erasure.row));
    if (type->name == kPerson) {
        XIANGJI_TRY(invitations(erasure.row));
    }
    if (row.erased) {
        return view;
    }
    XIANGJI_LET(erased, lines(*type, erasure.row));
    ServerPen pen(transaction_, catalogue_, identity_, key_);
    XIANGJI_LET(lsn, pen.erase(*type, erasure.row, std::move(row), tombstone(erasure), erased));
    XIANGJI_TRY(traces->putErasure({lsn, type->number, erasure.row}));
    view.lsn = lsn;
    return view;
}

Result<std::vector<wire::ErasedLine>> Erasing::lines(const RecordType& type, const Id& row) {
    auto& traces = *transaction_.central().traces();
    XIANGJI_LET(written, traces.lines(type, row));
    std::vector<wire::ErasedLine> erased;
    for (auto& line : written) {
        wire::Change change;
        if (!change.ParseFromString(line.change)) {
            return Error{Fault::damaged,
                         "a line of the log cannot be read; the database is damaged"};
        }
        line.change = redacted(change, &type).SerializeAsString();
        XIANGJI_TRY(traces.rewriteLine(line.lsn, line.change));
        wire::ErasedLine vouched;
        vouched.set_lsn(line.lsn);
        vouched.set_digest(erasedDigest(line));
        erased.push_back(std::move(vouched));
    }
    return erased;
}

Outcome Erasing::proposals(const RecordType& type, const Id& row) {
    XIANGJI_LET(beside, transaction_.central().proposalsOf(type.number, row));
    for (auto& one : beside) {
        one.proposal.clear_cells();
        one.proposal.clear_reason();
        if (one.proposal.state() == wire::Proposal::STATE_OPEN) {
            one.proposal.set_state(wire::Proposal::STATE_DECLINED);
            one.proposal.set_answered_ms(transaction_.nowMs());
        }
        XIANGJI_TRY(transaction_.central().putProposal(one));
    }
    return {};
}

Outcome Erasing::aside(const RecordType& type, const Id& row) {
    XIANGJI_LET(all, transaction_.central().traces()->aside());
    for (const auto& one : all) {
        wire::Changeset changeset;
        if (!changeset.ParseFromString(one.changeset)) {
            continue;
        }
        const auto about = [&](const wire::Change& change) { return isAbout(change, type, row); };
        if (std::none_of(changeset.changes().begin(), changeset.changes().end(), about)) {
            continue;
        }
        // Of a group nothing is taken without the rest: its envelope keeps what is of others.
        XIANGJI_TRY(transaction_.central().dropAside(one.id));
        XIANGJI_LET(stored, transaction_.central().envelope(one.device, one.seq));
        wire::Receipt receipt;
        wire::ReceiptBody body;
        if (!stored || !receipt.ParseFromString(stored->receipt) ||
            !body.ParseFromString(receipt.body())) {
            continue;
        }
        for (int i = 0; i < changeset.changes_size(); ++i) {
            const int place = static_cast<int>(one.place) + i;
            if (place < body.changes_size()) {
                *body.mutable_changes(place) = verdictOf(
                    about(changeset.changes(i))
                        ? erasedRuling()
                        : Ruling::refused("group",
                                          "belongs together with a change that was not taken"));
            }
        }
        stored->receipt =
            receipts_.renewed(std::move(body), transaction_.head()).SerializeAsString();
        XIANGJI_TRY(transaction_.central().putEnvelope(*stored));
    }
    return {};
}

Outcome Erasing::envelopes(const RecordType& type, const Id& row) {
    auto& traces = *transaction_.central().traces();
    XIANGJI_LET(kept, traces.envelopes());
    for (auto& one : kept) {
        const auto places = takeOut(one.envelope, type, row);
        if (places.empty()) {
            continue;
        }
        wire::Receipt receipt;
        wire::ReceiptBody body;
        if (!one.beside && receipt.ParseFromString(one.receipt) &&
            body.ParseFromString(receipt.body())) {
            for (const int place : places) {
                // One verdict may stand for the whole envelope.
                const int said = body.changes_size() == 1 ? 0 : place;
                if (said < body.changes_size()) {
                    body.mutable_changes(said)->clear_words();
                }
            }
            one.receipt =
                receipts_.renewed(std::move(body), transaction_.head()).SerializeAsString();
        }
        XIANGJI_TRY(traces.rewriteEnvelope(one));
    }
    return {};
}

Outcome Erasing::recoveries(const RecordType& type, const Id& row) {
    XIANGJI_LET(all, transaction_.central().traces()->recoveries());
    for (const auto& one : all) {
        if (one.type == type.number && one.row == row) {
            XIANGJI_TRY(transaction_.central().dropRecovery(one.id));
        }
    }
    return {};
}

Outcome Erasing::invitations(const Id& person) {
    XIANGJI_LET(devices, transaction_.central().traces()->devices());
    for (const auto& device : devices) {
        if (device.person != person) {
            continue;
        }
        XIANGJI_LET(invitation, transaction_.central().invitation(device.secretHash));
        if (invitation) {
            invitation->personName.clear();
            XIANGJI_TRY(transaction_.central().putInvitation(*invitation));
        }
    }
    return {};
}

Outcome Erasing::links(const RecordType& type, const Id& row, ErasureView& view) {
    for (const auto& other : catalogue_.types()) {
        for (const auto& field : other.fields) {
            if (field.common || field.isSet || field.rules.ref() != type.name) {
                continue;
            }
            XIANGJI_LET(count, transaction_.central().traces()->referring(other, field, row));
            if (count != 0) {
                view.links.push_back({other.name, field.name, count});
            }
        }
    }
    return {};
}

Outcome eraseAgain(const Desk::Seats& seats, const CentralIdentity& identity,
                   Authority& authority) {
    if (seats.erasures == nullptr) {
        return {};
    }
    XIANGJI_LET(erasures, seats.erasures->all());
    for (const auto& erasure : erasures) {
        const RecordType* type = seats.catalogue.find(erasure.type);
        if (type == nullptr) {
            continue;
        }
        XIANGJI_LET(row, seats.central.rowNow(*type, erasure.row));
        if (row && row->erased) {
            continue;
        }
        XIANGJI_LET(transaction, Transaction::begin(seats.central, authority, seats.clock.nowMs()));
        Erasing hand(*transaction, seats.catalogue, identity, seats.serverKey);
        if (const auto done = hand.erase(erasure); !done) {
            return done.error();
        }
        XIANGJI_TRY(transaction->commit());
    }
    return {};
}

}  // namespace xiangji::syncd
