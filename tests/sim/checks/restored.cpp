#include "tests/sim/checks/restored.hpp"

#include <algorithm>

#include "core/store/row_table.hpp"
#include "syncd/merge/decision.hpp"
#include "tests/sim/checks/scope.hpp"
#include "tests/sim/levels.hpp"
#include "tests/sim/oracle/last_word.hpp"

namespace xiangji::sim {

namespace {

using syncd::test::MemoryStore;
using RowKey = MemoryStore::RowKey;

std::set<RowKey> insertedBy(const Id& device, const Ledger& ledger) {
    std::set<RowKey> rows;
    for (const auto& [name, saved] : ledger.saved()) {
        for (const auto& change : saved.changeset.changes()) {
            if (std::get<0>(name) == device && change.verb() == wire::VERB_INSERT) {
                rows.insert({change.type(), Id::fromBytes(change.row()).value_or(Id{})});
            }
        }
    }
    return rows;
}

/// DESIGN §5: they come back by certificates, or are given anew.
bool isProposedAgain(const RecordType& type) {
    return type.name != "role_grant" && type.name != "device";
}

bool isMade(const MemoryStore& store, const RowKey& key) {
    const auto* row = store.row(key.first, key.second);
    return row != nullptr && row->fields.contains(common::kHomeOrg);
}

std::string nameOf(const Ledger::Name& name) {
    return "envelope " + std::to_string(std::get<1>(name)) + " of " + std::get<0>(name).text();
}

/// What an earlier life said of an envelope and the present one says otherwise; empty = nothing.
std::string otherwise(const wire::ReceiptBody& before, const wire::ReceiptBody& now) {
    if (before.effective_hlc() != now.effective_hlc()) {
        return "has another stamp";
    }
    for (int i = 0; i < std::min(before.changes_size(), now.changes_size()); ++i) {
        const auto& was = before.changes(i);
        const auto& is = now.changes(i);
        if (!isDecidedBefore(now, i)) {
            continue;
        }
        const bool took = was.lsn() != 0;
        // What was there already had its effect, and no line of its own.
        const bool turnedAway = !syncd::takesEffect(was.verdict());
        const bool waits = is.verdict() == wire::VERDICT_HELD;
        const bool answer = waits || is.reason() != was.reason();
        if (took && is.lsn() == 0 && !answer) {
            return "no longer has change " + std::to_string(i);
        }
        if (turnedAway && is.lsn() != 0) {
            return "has change " + std::to_string(i) + ", which was not taken";
        }
        if (took && is.lsn() != 0 && was.proposed() != is.proposed()) {
            return "has change " + std::to_string(i) + " in another place";
        }
    }
    return {};
}

/// Put aside because another envelope has its number: it comes back when its phone joins anew,
/// under other numbers, not by being asked for.
bool isFork(const wire::ReceiptBody& receipt) {
    return receipt.changes_size() == 1 && receipt.changes(0).reason() == "forked";
}

}  // namespace

void Keepsakes::note(Phone& phone, const MemoryStore& store, const Ledger& ledger) {
    // What waited in the life that ends has the word that it waits in place of its first receipt.
    forget(phone.device());
    const auto own = insertedBy(phone.device(), ledger);
    const auto noted = guarded([&] {
        auto& sql = phone.database().connection();
        for (const auto& type : phone.database().catalogue().types()) {
            if (!isProposedAgain(type)) {
                continue;
            }
            for (const auto& row : RowTable(sql, type).rows({.voidedToo = true})) {
                if (const RowKey key{type.number, row.id};
                    !store.rows.contains(key) && !own.contains(key)) {
                    pulled_[phone.device()].insert(key);
                }
            }
        }
        auto query = sql.statement("SELECT seq, hash FROM _sent WHERE length(receipt) > 0");
        while (query.step()) {
            const Ledger::Name name(phone.device(), query.unsignedInteger(0), query.blob(1));
            if (!ledger.receipts().contains(name)) {
                receipted_.insert(name);  // only the phone knows by now what was decided
            }
        }
    });
    (void)noted;  // A phone that is dead by now holds nothing that could be asked for.
}

void Keepsakes::beginLife(const MemoryStore& store) {
    waited_.clear();
    noteWaiting(store);
}

void Keepsakes::noteWaiting(const MemoryStore& store) {
    for (const auto& [id, aside] : store.changesAside) {
        if (aside.state == syncd::AsideRow::State::held) {
            waited_.insert({aside.device, aside.seq});
        }
    }
}

void Keepsakes::forget(const Id& device) {
    pulled_.erase(device);
    std::erase_if(receipted_, [&](const auto& name) { return std::get<0>(name) == device; });
}

bool Keepsakes::hasWaited(const Ledger::Name& name) const {
    return waited_.contains({std::get<0>(name), std::get<1>(name)});
}

void Keepsakes::check(Centre& centre, const Ledger& ledger, Findings& findings) const {
    const auto& store = centre.store();
    for (const auto& device : revoked) {
        const auto found = store.devices.find(device);
        if (found != store.devices.end() && found->second.state != syncd::DeviceState::revoked) {
            findings.add("P8 revoked",
                         device.text() + " was taken out of service and is back after a restore");
        }
    }
    for (const auto& [name, receipted] : ledger.receipts()) {
        const auto before = ledger.former().find(name);
        const bool again = !receipted.body.first_epoch().empty();
        if (before == ledger.former().end()) {
            if (again) {
                findings.add("P8 verdicts", nameOf(name) + " names a life that never had it");
            }
            continue;
        }
        // Where the whole envelope had one verdict (its phone was out of service), that is no
        // change's: it gets another of the same kind.
        const auto saved = ledger.saved().find(name);
        const bool each =
            saved != ledger.saved().end() &&
            before->second.body.changes_size() == saved->second.changeset.changes_size();
        // A younger backup, put back over an older one, has what an earlier life decided.
        const bool same = Id::fromBytes(receipted.body.epoch()) != store.identity->epoch;
        const bool lay = !same && each && receipted_.contains(name) && !carried.contains(name) &&
                         !before->second.held;
        for (int i = 0; lay && i < saved->second.changeset.changes_size(); ++i) {
            if (!isDecidedBefore(receipted.body, i) && !hasWaited(name)) {
                findings.add("P8 verdicts", "change " + std::to_string(i) + " of " + nameOf(name) +
                                                " was decided anew although its receipt came "
                                                "with it");
                return;
            }
        }
        if (const auto words = again && !before->second.held
                                   ? otherwise(before->second.body, receipted.body)
                                   : std::string();
            !words.empty()) {
            findings.add("P8 verdicts", "after a restore " + nameOf(name) + ' ' + words);
            return;
        }
    }
    const Scope scope(store, centreCatalogue(), centre.clock().nowMs());
    for (const auto& [device, rows] : pulled_) {
        const auto holder = store.devices.find(device);
        if (holder == store.devices.end() || holder->second.state != syncd::DeviceState::active) {
            continue;
        }
        for (const auto& key : rows) {
            const bool proposed = std::any_of(
                store.recoveries.begin(), store.recoveries.end(), [&](const auto& entry) {
                    return entry.second.type == key.first && entry.second.row == key.second;
                });
            if (!isMade(store, key) && !proposed && !dismissed.contains(key)) {
                findings.add("P8 recall", "a row that " + device.text() +
                                              " had pulled before a restore is neither back nor "
                                              "proposed: " +
                                              centreCatalogue().find(key.first)->name + ' ' +
                                              key.second.text());
                return;
            }
        }
    }
}

void Keepsakes::checkGivenBack(Phone& phone, Centre&, const Ledger& ledger,
                               Findings& findings) const {
    if (phone.isCopied()) {
        return;  // it gives nothing back under a key that is another home's too
    }
    for (const auto& [seq, hash] : phone.keptHashes()) {
        const Ledger::Name name(phone.device(), seq, hash);
        const auto before = ledger.former().find(name);
        if (before != ledger.former().end() && !isFork(before->second.body) &&
            !ledger.receipts().contains(name)) {
            findings.add("P8 back", phone.machine() + " holds envelope " + std::to_string(seq) +
                                        ", which the restored centre has not got back");
            return;
        }
    }
}

}  // namespace xiangji::sim
