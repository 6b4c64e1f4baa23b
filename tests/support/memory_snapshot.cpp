#include "tests/support/memory_snapshot.hpp"

#include <algorithm>

namespace xiangji::syncd::test {

Outcome MemorySnapshot::lines(const OnLine& line) {
    (void)std::all_of(store_.log.begin(), store_.log.end(), line);
    return {};
}

Outcome MemorySnapshot::linesByRow(const OnLine& line) {
    auto sorted = store_.log;
    std::sort(sorted.begin(), sorted.end(), [](const LogLine& a, const LogLine& b) {
        return std::tie(a.type, a.row, a.lsn) < std::tie(b.type, b.row, b.lsn);
    });
    (void)std::all_of(sorted.begin(), sorted.end(), line);
    return {};
}

Result<std::optional<RowState>> MemorySnapshot::row(const RecordType& type, const Id& id) {
    const auto* row = store_.row(type.number, id);
    return row == nullptr ? std::nullopt : std::optional(*row);
}

Result<std::vector<Id>> MemorySnapshot::rowsWithoutLine(const RecordType& type) {
    std::vector<Id> without;
    for (const auto& [key, state] : store_.rows) {
        const bool spokenOf = std::any_of(
            store_.log.begin(), store_.log.end(),
            [&](const LogLine& line) { return line.type == key.first && line.row == key.second; });
        if (key.first == type.number && !spokenOf) {
            without.push_back(key.second);
        }
    }
    return without;
}

Result<std::optional<LogLine>> MemorySnapshot::line(Lsn lsn) {
    return lsn == 0 || lsn > store_.log.size() ? std::nullopt : std::optional(store_.log[lsn - 1]);
}

Outcome MemorySnapshot::envelopes(const OnEnvelope& envelope) {
    for (const auto& [key, kept] : store_.envelopes) {
        if (!envelope(kept)) {
            break;
        }
    }
    return {};
}

}  // namespace xiangji::syncd::test
