#include "tests/support/memory_central.hpp"

#include <algorithm>
#include <map>

#include "tests/support/memory_snapshot.hpp"

namespace xiangji::syncd::test {

Result<std::unique_ptr<CentralWrite>> MemoryCentral::begin() {
    if (writing_) {
        return Error{Fault::busy, "the central database is being written already"};
    }
    writing_ = true;
    return std::unique_ptr<CentralWrite>(
        std::make_unique<MemoryWrite>(store_, [this] { writing_ = false; }));
}

Result<FeedPage> MemoryCentral::feed(const FeedScope& scope, Lsn after, std::size_t mostRows,
                                     std::size_t) {
    FeedPage page;
    page.head = store_.head();
    page.next = std::max(page.head.lsn, after);
    for (const auto& place : store_.after(catalogue_, scope, after)) {
        if (page.rows.size() == mostRows) {
            page.more = true;
            ++page.left;
            continue;
        }
        page.rows.push_back({place.type, place.id, place.lsn,
                             place.left ? RowState{} : *place.state,
                             place.left ? std::vector<ProposalRow>()
                                        : store_.proposalsOf(place.type->number, place.id),
                             place.left});
    }
    if (page.more) {
        page.next = page.rows.empty() ? after : page.rows.back().lsn;
    }
    return page;
}

Result<std::vector<LogLine>> MemoryCentral::history(TypeNumber type, const Id& row) {
    std::vector<LogLine> lines;
    std::copy_if(store_.log.begin(), store_.log.end(), std::back_inserter(lines),
                 [&](const LogLine& line) { return line.type == type && line.row == row; });
    return lines;
}

Result<std::optional<Bytes>> MemoryCentral::hashAt(Lsn lsn) {
    return lsn == 0 || lsn > store_.log.size() ? std::nullopt
                                               : std::optional(store_.log[lsn - 1].hash);
}

Result<std::vector<RecoveryRow>> MemoryCentral::recoveries() {
    std::vector<RecoveryRow> found;
    for (const auto& [id, recovery] : store_.recoveries) {
        found.push_back(recovery);
    }
    std::sort(found.begin(), found.end(), [](const RecoveryRow& a, const RecoveryRow& b) {
        return std::tie(a.atMs, a.from.lsn, a.id) < std::tie(b.atMs, b.from.lsn, b.id);
    });
    return found;
}

Result<std::unique_ptr<CentralSnapshot>> MemoryCentral::snapshot() {
    return std::unique_ptr<CentralSnapshot>(std::make_unique<MemorySnapshot>(store_));
}

Result<std::vector<DeviceRow>> MemoryCentral::devices() {
    std::vector<DeviceRow> devices;
    for (const auto& [id, device] : store_.devices) {
        devices.push_back(device);
    }
    return devices;
}

Result<std::optional<DeviceRow>> MemoryCentral::deviceNow(const Id& id) {
    const auto found = store_.devices.find(id);
    return found == store_.devices.end() ? std::nullopt : std::optional(found->second);
}

namespace {

/// The rows of some parts in the order of (type, unit, row).
std::map<std::tuple<TypeNumber, Id, Id>, FeedRow> rowsOf(const MemoryStore& store,
                                                         const std::vector<WholePart>& parts) {
    std::map<std::tuple<TypeNumber, Id, Id>, FeedRow> found;
    for (const auto& part : parts) {
        const auto number = part.type->number;
        for (auto at = store.rows.lower_bound({number, Id{}});
             at != store.rows.end() && at->first.first == number; ++at) {
            const auto& [key, state] = *at;
            const auto home = state.fields.find(common::kHomeOrg);
            const Id unit = part.anyHome || home == state.fields.end() ? Id{} : idIn(home->second);
            if (part.anyHome || std::count(part.units.begin(), part.units.end(), unit) != 0) {
                found[{number, unit, key.second}] = {part.type, key.second, state.lsn, state,
                                                     store.proposalsOf(number, key.second)};
            }
        }
    }
    return found;
}

}  // namespace

Result<WholePage> MemoryCentral::whole(const std::vector<WholePart>& parts, const WholePlace& after,
                                       std::size_t mostRows, std::size_t) {
    WholePage page{.reached = after, .head = store_.head()};
    for (auto& [place, row] : rowsOf(store_, parts)) {
        if (place <= std::tuple(after.type, after.unit, after.row)) {
            continue;
        }
        if (page.rows.size() == mostRows) {
            page.more = true;
            break;
        }
        page.reached = {std::get<0>(place), std::get<1>(place), std::get<2>(place)};
        page.rows.push_back(row);
    }
    return page;
}

Result<std::uint64_t> MemoryCentral::countWhole(const std::vector<WholePart>& parts) {
    return std::uint64_t{rowsOf(store_, parts).size()};
}

Result<std::vector<WholeAside>> MemoryCentral::wholeAsideNow() {
    std::vector<WholeAside> numbered;
    for (const auto& [key, envelope] : store_.envelopes) {
        if (envelope.state != EnvelopeState::decided) {
            numbered.push_back({.device = envelope.device,
                                .seq = envelope.seq,
                                .hash = envelope.hash,
                                .held = envelope.state == EnvelopeState::held,
                                .envelope = envelope.envelope,
                                .receipt = envelope.receipt,
                                .receivedMs = envelope.receivedMs});
        }
    }
    std::vector<WholeAside> beside;
    for (const auto& [key, aside] : store_.aside) {
        beside.push_back({.device = std::get<0>(key),
                          .seq = std::get<1>(key),
                          .hash = std::get<2>(key),
                          .beside = true,
                          .reason = aside.reason,
                          .envelope = aside.envelope,
                          .receivedMs = aside.atMs});
    }
    const auto older = [](const WholeAside& a, const WholeAside& b) {
        return std::tie(a.receivedMs, a.device, a.seq, a.hash) <
               std::tie(b.receivedMs, b.device, b.seq, b.hash);
    };
    std::sort(numbered.begin(), numbered.end(), older);
    std::sort(beside.begin(), beside.end(), older);
    numbered.insert(numbered.end(), beside.begin(), beside.end());
    return numbered;
}

Result<CentralCounts> MemoryCentral::counts() {
    CentralCounts counts;
    std::map<TypeNumber, std::uint64_t> rows;
    for (const auto& [key, state] : store_.rows) {
        counts.conflicts += conflictsOf(state, *catalogue_.find(key.first)).size();
        rows[key.first] += state.voided() ? 0 : 1;
    }
    for (const auto& [key, envelope] : store_.envelopes) {
        counts.held += envelope.state == EnvelopeState::held ? 1 : 0;
        counts.quarantined += envelope.state == EnvelopeState::quarantined ? 1 : 0;
    }
    counts.quarantined += store_.aside.size();
    for (const auto& [id, aside] : store_.changesAside) {
        ++(aside.state == AsideRow::State::held ? counts.held : counts.quarantined);
    }
    for (const auto& [id, proposal] : store_.proposals) {
        counts.proposals += proposal.proposal.state() == wire::Proposal::STATE_OPEN ? 1 : 0;
    }
    for (const auto& type : catalogue_.types()) {
        counts.rows.emplace_back(&type, rows[type.number]);
    }
    return counts;
}

Result<std::optional<RowState>> MemoryCentral::rowNow(const RecordType& type, const Id& id) {
    const auto* row = store_.row(type.number, id);
    return row == nullptr ? std::nullopt : std::optional(*row);
}

}  // namespace xiangji::syncd::test
