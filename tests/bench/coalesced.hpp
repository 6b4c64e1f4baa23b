#pragma once

#include <map>
#include <vector>

#include "wire/envelope.pb.h"
#include "wire/session.pb.h"

namespace xiangji::bench {

/// Rows as a centre has them after some changes: what a phone pulls of those.
class Coalesced {
 public:
    void take(const std::vector<wire::Change>& changes);
    /// Rows that changed after an LSN, by LSN: each once.
    [[nodiscard]] std::vector<wire::PulledRow> after(std::uint64_t lsn) const;
    /// All rows in the order in which a scope is read whole.
    [[nodiscard]] std::vector<wire::PulledRow> whole() const;
    [[nodiscard]] std::uint64_t head() const { return head_; }

 private:
    std::map<std::pair<std::uint32_t, std::string>, wire::PulledRow> rows_;
    std::uint64_t head_ = 0;
};

}  // namespace xiangji::bench
