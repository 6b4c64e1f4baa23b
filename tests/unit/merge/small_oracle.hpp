#pragma once

#include <bit>
#include <cstdint>
#include <optional>
#include <utility>
#include <vector>

namespace xiangji::test {

/// What must come out of a few writes of one row, straight from the definition and from nothing
/// else: it knows who had seen what as plain sets, not log places, and looks at every pair.
class SmallOracle {
 public:
    using Set = std::uint32_t;  ///< of writes, one bit each

    enum class Kind { insert, edit, voiding, settle };
    struct Write {
        Kind kind = Kind::edit;
        int field = 0;
        int value = 0;
        int device = 0;
        std::int64_t time = 0;
        Set replaces = 0;  ///< what it has seen of its field: a settlement names it, others know it
        Set knew = 0;      ///< what its author knew of the row
    };

    Set add(const Write& write) {
        writes_.push_back(write);
        return Set{1} << (writes_.size() - 1);
    }
    void forgetLast() { writes_.pop_back(); }
    [[nodiscard]] std::size_t size() const { return writes_.size(); }

    /// Writes of a field, among some, that no other of them has seen.
    [[nodiscard]] Set heads(int field, Set among) const {
        Set seen = 0;
        Set all = 0;
        each(among, [&](std::size_t i, const Write& write) {
            if (writesField(write, field)) {
                all |= Set{1} << i;
                seen |= write.replaces;
            }
        });
        return all & ~seen;
    }
    [[nodiscard]] Set heads(int field) const { return heads(field, everything()); }

    /// The value of the latest head; none = never written.
    [[nodiscard]] std::optional<int> shown(int field) const {
        const Write* latest = nullptr;
        each(heads(field), [&](std::size_t, const Write& write) {
            if (latest == nullptr ||
                std::pair(write.time, write.device) > std::pair(latest->time, latest->device)) {
                latest = &write;
            }
        });
        return latest == nullptr ? std::nullopt : std::optional(latest->value);
    }

    [[nodiscard]] bool conflict(int field, Set among) const {
        Set values = 0;
        each(heads(field, among),
             [&](std::size_t, const Write& write) { values |= Set{1} << write.value; });
        return std::popcount(values) > 1;
    }
    [[nodiscard]] bool conflict(int field) const { return conflict(field, everything()); }

    [[nodiscard]] bool voided() const { return any(Kind::voiding); }

    /// Some edit and some void have not seen each other.
    [[nodiscard]] bool editedAfterVoid() const {
        bool found = false;
        each(everything(), [&](std::size_t i, const Write& one) {
            each(everything(), [&](std::size_t j, const Write& other) {
                found |= one.kind == Kind::voiding && other.kind != Kind::voiding &&
                         (one.knew >> j & 1) == 0 && (other.knew >> i & 1) == 0;
            });
        });
        return found;
    }

    /// Of the earliest insert: who made the row.
    [[nodiscard]] std::optional<int> author() const {
        const Write* first = nullptr;
        each(everything(), [&](std::size_t, const Write& write) {
            if (write.kind == Kind::insert &&
                (first == nullptr ||
                 std::pair(write.time, write.device) < std::pair(first->time, first->device))) {
                first = &write;
            }
        });
        return first == nullptr ? std::nullopt : std::optional(first->device);
    }

 private:
    [[nodiscard]] static bool writesField(const Write& write, int field) {
        return write.kind != Kind::voiding && write.field == field;
    }
    [[nodiscard]] Set everything() const { return (Set{1} << writes_.size()) - 1; }
    [[nodiscard]] bool any(Kind kind) const {
        for (const auto& write : writes_) {
            if (write.kind == kind) {
                return true;
            }
        }
        return false;
    }
    template <typename Visit>
    void each(Set among, Visit visit) const {
        for (std::size_t i = 0; i < writes_.size(); ++i) {
            if ((among >> i & 1) != 0) {
                visit(i, writes_[i]);
            }
        }
    }

    std::vector<Write> writes_;
};

}  // namespace xiangji::test
