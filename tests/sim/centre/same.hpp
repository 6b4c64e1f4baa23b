#pragma once

#include <string>

#include "syncd/central/central.hpp"

namespace xiangji::sim {

// Whether two stores gave the same answer.

[[nodiscard]] bool same(const RowState& a, const RowState& b);
[[nodiscard]] bool same(const syncd::FeedRow& a, const syncd::FeedRow& b);
[[nodiscard]] bool same(const syncd::AsideRow& a, const syncd::AsideRow& b);
[[nodiscard]] bool same(const syncd::ProposalRow& a, const syncd::ProposalRow& b);
[[nodiscard]] inline bool same(bool a, bool b) {
    return a == b;
}
[[nodiscard]] inline bool same(const syncd::LogPlace& a, const syncd::LogPlace& b) {
    return a == b;
}
[[nodiscard]] bool same(const syncd::LogHead& a, const syncd::LogHead& b);
[[nodiscard]] bool same(const syncd::DeviceRow& a, const syncd::DeviceRow& b);
[[nodiscard]] bool same(const syncd::InvitationRow& a, const syncd::InvitationRow& b);
[[nodiscard]] bool same(const syncd::EnvelopeRow& a, const syncd::EnvelopeRow& b);
[[nodiscard]] bool same(const syncd::LogLine& a, const syncd::LogLine& b);
[[nodiscard]] bool same(const syncd::RecoveryRow& a, const syncd::RecoveryRow& b);
[[nodiscard]] bool same(const Epoch& a, const Epoch& b);

template <typename T>
[[nodiscard]] bool same(const std::optional<T>& a, const std::optional<T>& b) {
    return a.has_value() == b.has_value() && (!a || same(*a, *b));
}
template <typename T>
[[nodiscard]] bool same(const std::vector<T>& a, const std::vector<T>& b) {
    if (a.size() != b.size()) {
        return false;
    }
    for (std::size_t i = 0; i < a.size(); ++i) {
        if (!same(a[i], b[i])) {
            return false;
        }
    }
    return true;
}

/// A row for a person who looks for a difference.
[[nodiscard]] std::string told(const RecordType& type, const Id& id, const RowState& row);

}  // namespace xiangji::sim
