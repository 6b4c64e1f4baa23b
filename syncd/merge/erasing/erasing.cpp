#include "syncd/merge/erasing/erasing.hpp"

#include <algorithm>
#include <tuple>

#include "core/base/civil_time.hpp"
#include "syncd/central/log_chain.hpp"
#include "syncd/merge/effect.hpp"
#include "syncd/merge/server_pen.hpp"

namespace xiangji::syncd {

namespace {

constexpr const char* kPerson = "person";

}  // namespace

Error cannotErase() {
    return {Fault::unsupported, "this store cannot take values out of its log"};
}

ReachedRows namesOf(const std::vector<ErasurePlan::Row>& rows) {
    ReachedRows reached;
    for (const auto& one : rows) {
        reached[{one.type->number, one.row}] = one.depth;
    }
    return reached;
}

std::string tombstone(const Erasure& erasure) {
    return "已按要求删除（" + erasure.by + "，" + civilDate(erasure.atMs) + "）";
}

Result<ErasureView> Erasing::erase(const Erasure& erasure) {
    const RecordType* type = catalogue_.find(erasure.type);
    auto* traces = transaction_.central().traces();
    if (type == nullptr || !mayBeErased(*type) || traces == nullptr) {
        return cannotErase();
    }
    XIANGJI_LET(rows, ErasurePlan(transaction_, catalogue_).of(*type, erasure.row));
    XIANGJI_LET(view, viewOf(rows));
    XIANGJI_LET(written, carryOut(rows, tombstone(erasure)));
    view.written = written;
    if (written != 0) {
        view.lsn = transaction_.head().lsn;
    }
    forGood_.clear();
    for (const auto& one : rows) {
        if (one.depth == Depth::row) {
            forGood_.emplace_back(one.type->number, one.row);
        }
    }
    return view;
}

Result<std::uint64_t> Erasing::carryOut(const std::vector<ErasurePlan::Row>& rows,
                                        const std::string& words) {
    const auto reached = namesOf(rows);
    XIANGJI_TRY(aside(reached));
    XIANGJI_TRY(envelopes(reached));
    XIANGJI_TRY(recoveries(reached));
    std::uint64_t written = 0;
    for (const auto& row : rows) {
        XIANGJI_LET(lsn, one(row, words));
        written += lsn == 0 ? 0 : 1;
    }
    return written;
}

Result<Lsn> Erasing::one(const ErasurePlan::Row& planned, const std::string& words) {
    const RecordType& type = *planned.type;
    XIANGJI_TRY(proposals(type, planned.row));
    if (type.name == kPerson) {
        XIANGJI_TRY(invitations(planned.row));
    }
    XIANGJI_LET(open, isOpen(planned));
    if (!open) {
        return Lsn{0};
    }
    XIANGJI_LET(found, transaction_.central().row(type, planned.row));
    RowState row = std::move(found).value_or(RowState{});
    // What is void counts nowhere: nothing of it need stay.
    auto chosen = planned;
    chosen.depth = row.voided() ? Depth::row : planned.depth;
    XIANGJI_LET(erased, lines(chosen));
    ServerPen pen(transaction_, catalogue_, identity_, key_);
    XIANGJI_LET(lsn, pen.erase(type, planned.row, std::move(row),
                               chosen.depth == Depth::row ? words : "", erased));
    XIANGJI_TRY(transaction_.putErasure({lsn, type.number, planned.row}));
    return Lsn{lsn};
}

Result<std::vector<wire::ErasedLine>> Erasing::lines(const ErasurePlan::Row& row) {
    auto& traces = *transaction_.central().traces();
    XIANGJI_LET(written, traces.lines(*row.type, row.row));
    std::vector<wire::ErasedLine> erased;
    for (auto& line : written) {
        wire::Change change;
        if (!change.ParseFromString(line.change)) {
            return Error{Fault::damaged,
                         "a line of the log cannot be read; the database is damaged"};
        }
        line.change = redacted(change, row.type, row.depth).SerializeAsString();
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

Outcome Erasing::aside(const ReachedRows& reached) {
    XIANGJI_LET(all, transaction_.central().traces()->aside());
    for (const auto& one : all) {
        wire::Changeset changeset;
        if (!changeset.ParseFromString(one.changeset)) {
            continue;
        }
        const auto about = [&](const wire::Change& change) {
            return reached.contains(rowOf(change));
        };
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

Outcome Erasing::envelopes(const ReachedRows& reached) {
    auto& traces = *transaction_.central().traces();
    XIANGJI_LET(kept, traces.envelopes());
    const HowMuch goes = [&](const RecordType&,
                             const wire::Change& change) -> std::optional<Depth> {
        const auto found = reached.find(rowOf(change));
        return found == reached.end() ? std::nullopt : std::optional(found->second);
    };
    for (auto& one : kept) {
        const auto places = takeOut(one.envelope, catalogue_, goes);
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

Outcome Erasing::recoveries(const ReachedRows& reached) {
    XIANGJI_LET(all, transaction_.central().traces()->recoveries());
    for (const auto& one : all) {
        if (reached.contains({one.type, one.row})) {
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

}  // namespace xiangji::syncd
