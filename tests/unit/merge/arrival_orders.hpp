#pragma once

#include <algorithm>
#include <optional>
#include <set>
#include <vector>

#include "core/merge/heads.hpp"

namespace xiangji::test {

/// Writes of some devices at one field or row, as they happened: who made each, and what it had
/// seen. Which arrival orders could have been follows from that: a device's own writes come in
/// their order, and what a device had pulled was the beginning of the log.
struct Happening {
    struct Made {
        int device = 0;
        std::set<std::size_t> seen;  ///< by index: pulled ones and the device's own before
    };
    std::vector<Made> writes;

    /// From one history: write i was made by `devices[i]`, which had pulled the first `pulled[i]`
    /// writes.
    static Happening of(const std::vector<int>& devices, const std::vector<std::size_t>& pulled) {
        Happening happening;
        std::vector<std::size_t> cursor(8, 0);
        for (std::size_t i = 0; i < devices.size(); ++i) {
            const auto device = static_cast<std::size_t>(devices[i]);
            cursor[device] = std::max(cursor[device], std::min(pulled[i], i));
            Made made;
            made.device = devices[i];
            for (std::size_t j = 0; j < i; ++j) {
                if (j < cursor[device] || devices[j] == devices[i]) {
                    made.seen.insert(j);
                }
            }
            happening.writes.push_back(made);
        }
        return happening;
    }

    /// The greatest beginning of `order` that write `order[place]` had pulled, if this order could
    /// have been.
    [[nodiscard]] std::optional<std::size_t> pulledIn(const std::vector<std::size_t>& order,
                                                      std::size_t place) const {
        const auto& made = writes[order[place]];
        const auto isOwn = [&](std::size_t write) { return writes[write].device == made.device; };
        std::size_t prefix = 0;
        while (prefix < place && made.seen.contains(order[prefix])) {
            ++prefix;
        }
        for (const auto write : made.seen) {
            const auto at = static_cast<std::size_t>(std::find(order.begin(), order.end(), write) -
                                                     order.begin());
            if (at >= place || (at >= prefix && !isOwn(write))) {
                return std::nullopt;
            }
        }
        return prefix;
    }

    [[nodiscard]] bool couldBe(const std::vector<std::size_t>& order) const {
        for (std::size_t place = 0; place < order.size(); ++place) {
            if (!pulledIn(order, place)) {
                return false;
            }
        }
        return true;
    }

    /// The writer of `order[place]` when writes arrive in this order, one a place of the log.
    /// Clocks of the devices are `skew` apart.
    [[nodiscard]] Writer writerAt(const std::vector<std::size_t>& order, std::size_t place,
                                  const std::vector<std::uint64_t>& clocks) const {
        const auto write = order[place];
        const auto device = writes[write].device;
        std::uint64_t seq = 1;
        for (std::size_t i = 0; i < write; ++i) {
            seq += writes[i].device == device ? 1 : 0;
        }
        const Stamp stamp{clocks[static_cast<std::size_t>(device)] + seq,
                          Id::ofHash(std::string(1, static_cast<char>('a' + device)))};
        return {{place + 1, stamp, seq}, pulledIn(order, place).value_or(0)};
    }

    /// Calls `visit(order)` for every arrival order that could have been.
    template <typename Visit>
    void forEachOrder(Visit visit) const {
        std::vector<std::size_t> order(writes.size());
        for (std::size_t i = 0; i < order.size(); ++i) {
            order[i] = i;
        }
        do {
            if (couldBe(order)) {
                visit(order);
            }
        } while (std::next_permutation(order.begin(), order.end()));
    }
};

/// Counts through all tuples of digits, each below its base; false when all were visited.
inline bool nextTuple(std::vector<int>& digits, const std::vector<int>& bases) {
    for (std::size_t i = 0; i < digits.size(); ++i) {
        if (++digits[i] < bases[i]) {
            return true;
        }
        digits[i] = 0;
    }
    return false;
}

}  // namespace xiangji::test
