#include "core/merge/heads.hpp"

#include <algorithm>

namespace xiangji {

namespace {

bool showsBefore(const Head& a, const Head& b, Meeting meeting) {
    if (meeting == Meeting::addWins && a.value != b.value) {
        return a.value == Value(std::int64_t{1});
    }
    if (a.mark.stamp != b.mark.stamp) {
        return a.mark.stamp > b.mark.stamp;
    }
    return a.mark.seq > b.mark.seq;
}

}  // namespace

bool hasSeen(const Writer& later, const Mark& earlier) {
    if (earlier.stamp.device == later.mark.stamp.device) {
        // Two changes of one envelope come in order, so the same seq counts as seen.
        return earlier.seq <= later.mark.seq;
    }
    return earlier.lsn <= later.seenLsn;
}

void mergeWrite(FieldHeads& heads, const Writer& writer, Value value, Meeting meeting) {
    if (meeting == Meeting::arrival) {
        heads.clear();
    } else {
        std::erase_if(heads, [&](const Head& head) { return hasSeen(writer, head.mark); });
    }
    Head head{writer.mark, std::move(value)};
    const auto place = std::find_if(heads.begin(), heads.end(), [&](const Head& other) {
        return showsBefore(head, other, meeting);
    });
    heads.insert(place, std::move(head));
}

bool inConflict(const FieldHeads& heads) {
    return std::any_of(heads.begin(), heads.end(),
                       [&](const Head& head) { return head.value != heads.front().value; });
}

}  // namespace xiangji
