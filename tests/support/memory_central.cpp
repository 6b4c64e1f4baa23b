#include "tests/support/memory_central.hpp"

#include <algorithm>

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
        page.rows.push_back({place.type, place.id, place.lsn, *place.state});
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

Result<std::vector<Bytes>> MemoryCentral::receipts(const Id& device,
                                                   const std::vector<std::uint64_t>& seqs) {
    std::vector<Bytes> receipts;
    for (const auto seq : seqs) {
        if (const auto found = store_.envelopes.find({device, seq});
            found != store_.envelopes.end()) {
            receipts.push_back(found->second.receipt);
        }
    }
    return receipts;
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
