#include "syncd/central/row_marks.hpp"

#include <algorithm>

#include "core/records/set_value.hpp"
#include "syncd/central/packed.hpp"

namespace xiangji::syncd {

namespace {

constexpr std::uint64_t kVersion = 1;
constexpr std::uint64_t kEditedAfterVoid = 1;
constexpr std::uint64_t kHasProposals = 2;
constexpr std::uint64_t kShown = 0;
constexpr std::uint64_t kSpelled = 1;

const Error& damaged() {
    static const Error error{Fault::damaged,
                             "the marks beside a row cannot be read; the database is damaged"};
    return error;
}

/// What a cell shows: a plain field's value, or 1 for an element that is in the set.
Value shownAt(const RowState& row, const CellKey& key,
              const std::map<FieldNumber, Elements>& sets) {
    if (isUnset(key.element)) {
        const auto found = row.fields.find(key.field);
        return found == row.fields.end() ? Value{} : found->second;
    }
    const auto set = sets.find(key.field);
    return std::int64_t{set != sets.end() && set->second.contains(key.element)};
}

std::map<FieldNumber, Elements> setsOf(const RowState& row, const RecordType& type) {
    std::map<FieldNumber, Elements> sets;
    for (const auto& [number, value] : row.fields) {
        if (const Field* field = type.field(number); field != nullptr && field->isSet) {
            sets[number] = elementsOf(value, field->kind == Kind::reference).valueOr({});
        }
    }
    return sets;
}

/// Every cell that the first mark covers unless an entry says otherwise.
std::vector<CellKey> shownCells(const RowState& row, const std::map<FieldNumber, Elements>& sets) {
    std::vector<CellKey> cells;
    for (const auto& [number, value] : row.fields) {
        const auto set = sets.find(number);
        if (set == sets.end()) {
            cells.push_back({number, {}});
            continue;
        }
        for (const auto& element : set->second) {
            cells.push_back({number, element});
        }
    }
    return cells;
}

class Marks {
 public:
    explicit Marks(const Heads& heads) {
        for (const auto& [key, list] : heads) {
            for (const auto& head : list) {
                ++uses_[placeOf(head.mark)];
            }
        }
        // The commonest mark comes first: it needs no entries.
        if (!marks_.empty()) {
            const auto most = std::max_element(uses_.begin(), uses_.end()) - uses_.begin();
            std::swap(marks_.front(), marks_[static_cast<std::size_t>(most)]);
        }
    }

    std::size_t placeOf(const Mark& mark) {
        const auto found = std::find(marks_.begin(), marks_.end(), mark);
        if (found != marks_.end()) {
            return static_cast<std::size_t>(found - marks_.begin());
        }
        marks_.push_back(mark);
        uses_.push_back(0);
        return marks_.size() - 1;
    }

    [[nodiscard]] const std::vector<Mark>& all() const { return marks_; }

 private:
    std::vector<Mark> marks_;
    std::vector<std::size_t> uses_;
};

void packHeads(Packer& packer, const FieldHeads& heads, const Value& shown, Marks& marks) {
    packer.number(heads.size());
    for (const auto& head : heads) {
        packer.number(marks.placeOf(head.mark));
        const bool same = head.value == shown;
        packer.number(same ? kShown : kSpelled);
        if (!same) {
            packer.value(head.value);
        }
    }
}

}  // namespace

Bytes packMarks(const RowState& row, const RecordType& type) {
    const auto sets = setsOf(row, type);
    Marks marks(row.heads);
    std::map<CellKey, const FieldHeads*> entries;
    static const FieldHeads kNone;
    for (const auto& key : shownCells(row, sets)) {
        if (!row.heads.contains(key)) {
            entries[key] = &kNone;  // shown, yet never written: nothing may stand for it
        }
    }
    const auto shows = shownCells(row, sets);
    for (const auto& [key, heads] : row.heads) {
        const Value shown = shownAt(row, key, sets);
        const bool plain = heads.size() == 1 && heads.front().value == shown &&
                           marks.placeOf(heads.front().mark) == 0 &&
                           std::find(shows.begin(), shows.end(), key) != shows.end();
        if (!plain) {
            entries[key] = &heads;
        }
    }
    Packer packer;
    packer.number(kVersion);
    packer.number((row.editedAfterVoid ? kEditedAfterVoid : 0) |
                  (row.hasProposals ? kHasProposals : 0));
    packer.number(marks.all().size());
    for (const auto& mark : marks.all()) {
        packer.number(mark.lsn);
        packer.id(mark.stamp.device);
        packer.number(mark.seq);
        packer.fixed(mark.stamp.hlc);
    }
    packer.number(entries.size());
    for (const auto& [key, heads] : entries) {
        packer.number(key.field);
        packer.value(key.element);
        packHeads(packer, *heads, shownAt(row, key, sets), marks);
    }
    return packer.take();
}

Outcome unpackMarks(std::string_view bytes, const RecordType& type, RowState& row) {
    Unpacker unpacker(bytes);
    if (unpacker.number() != kVersion) {
        return damaged();
    }
    const auto sets = setsOf(row, type);
    row.heads.clear();
    const auto flags = unpacker.number();
    row.editedAfterVoid = (flags & kEditedAfterVoid) != 0;
    row.hasProposals = (flags & kHasProposals) != 0;
    std::vector<Mark> marks;
    for (auto count = unpacker.number(); count > 0 && !unpacker.broken(); --count) {
        Mark mark;
        mark.lsn = unpacker.number();
        mark.stamp.device = unpacker.id();
        mark.seq = unpacker.number();
        mark.stamp.hlc = unpacker.fixed();
        marks.push_back(mark);
    }
    if (!marks.empty()) {
        for (const auto& key : shownCells(row, sets)) {
            row.heads[key] = {{marks.front(), shownAt(row, key, sets)}};
        }
    }
    for (auto count = unpacker.number(); count > 0 && !unpacker.broken(); --count) {
        CellKey key;
        key.field = static_cast<FieldNumber>(unpacker.number());
        key.element = unpacker.value();
        FieldHeads heads;
        for (auto left = unpacker.number(); left > 0 && !unpacker.broken(); --left) {
            const auto place = unpacker.number();
            const bool spelled = unpacker.number() == kSpelled;
            Value value = spelled ? unpacker.value() : shownAt(row, key, sets);
            if (place >= marks.size()) {
                return damaged();
            }
            heads.push_back({marks[place], std::move(value)});
        }
        if (heads.empty()) {
            row.heads.erase(key);
        } else {
            row.heads[key] = std::move(heads);
        }
    }
    return unpacker.broken() || !unpacker.atEnd() ? Outcome(damaged()) : Outcome();
}

}  // namespace xiangji::syncd
