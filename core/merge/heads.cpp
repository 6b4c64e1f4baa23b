#include "core/merge/heads.hpp"

#include <algorithm>
#include <tuple>

namespace xiangji {

namespace {

/// A total order of the writes of a field that could stand beside each other.
bool isEarlier(const Mark& a, const Mark& b) {
    return std::tie(a.stamp, a.seq) < std::tie(b.stamp, b.seq);
}

bool showsBefore(const Head& a, const Head& b, Meeting meeting) {
    if (meeting == Meeting::earliest) {
        return isEarlier(a.mark, b.mark);
    }
    if (meeting == Meeting::addWins && a.value != b.value) {
        return a.value == Value(std::int64_t{1});
    }
    return isEarlier(b.mark, a.mark);
}

void put(FieldHeads& heads, const Mark& mark, Value value, Meeting meeting) {
    Head head{mark, std::move(value)};
    const auto place = std::find_if(heads.begin(), heads.end(), [&](const Head& other) {
        return showsBefore(head, other, meeting);
    });
    heads.insert(place, std::move(head));
}

template <typename Which>
void takeOut(FieldHeads& heads, Which which) {
    heads.erase(std::remove_if(heads.begin(), heads.end(), which), heads.end());
}

bool isNamed(const Mark& mark, std::span<const WriteName> named) {
    return std::find(named.begin(), named.end(), WriteName{mark.stamp.device, mark.seq}) !=
           named.end();
}

bool isOwn(const Writer& writer, const Mark& mark) {
    return mark.stamp.device == writer.mark.stamp.device && mark.seq <= writer.mark.seq;
}

}  // namespace

bool hasSeen(const Writer& later, const Mark& earlier) {
    // Two changes of one envelope come in order, so the same seq counts as seen.
    return earlier.stamp.device == later.mark.stamp.device ? earlier.seq <= later.mark.seq
                                                           : earlier.lsn <= later.seenLsn;
}

void mergeWrite(FieldHeads& heads, const Writer& writer, Value value, Meeting meeting) {
    if (meeting == Meeting::arrival) {
        heads.clear();
    } else {
        takeOut(heads, [&](const Head& head) { return hasSeen(writer, head.mark); });
    }
    put(heads, writer.mark, std::move(value), meeting);
}

void mergeSettlement(FieldHeads& heads, const Writer& writer, std::span<const WriteName> named,
                     Value value) {
    takeOut(heads, [&](const Head& head) {
        return isNamed(head.mark, named) || isOwn(writer, head.mark);
    });
    put(heads, writer.mark, std::move(value), Meeting::perField);
}

bool inConflict(const FieldHeads& heads) {
    return std::any_of(heads.begin(), heads.end(),
                       [&](const Head& head) { return head.value != heads.front().value; });
}

}  // namespace xiangji
