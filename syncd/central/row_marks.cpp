#include "syncd/central/row_marks.hpp"

#include <algorithm>
#include <boost/container/small_vector.hpp>
#include <span>

#include "core/records/set_value.hpp"
#include "syncd/central/packed.hpp"

namespace xiangji::syncd {

namespace {

constexpr std::uint64_t kVersion = 1;
constexpr std::uint64_t kEditedAfterVoid = 1;
constexpr std::uint64_t kHasProposals = 2;
constexpr std::uint64_t kErased = 4;
constexpr std::uint64_t kShown = 0;
constexpr std::uint64_t kSpelled = 1;

/// Few have written into most rows, each a few of its fields.
constexpr std::size_t kUsualMarks = 4;
constexpr std::size_t kUsualEntries = 8;

const Error& damaged() {
    static const Error error{Fault::damaged,
                             "the marks beside a row cannot be read; the database is damaged"};
    return error;
}

const Value kUnset;
const Value kNotInSet = std::int64_t{0};
const Value kInSet = std::int64_t{1};

/// One cell that shows: a plain field, or one element of a set, which shows 1.
struct ShownCell {
    CellKey key;
    const Value* value;
};

/// What a row shows, by field and element; while the row lives.
std::vector<ShownCell> shownCells(const RowState& row, const RecordType& type) {
    std::vector<ShownCell> cells;
    cells.reserve(row.fields.size());
    for (const auto& [number, value] : row.fields) {
        const Field* field = type.field(number);
        if (field == nullptr || !field->isSet) {
            cells.push_back({{number, {}}, &value});
            continue;
        }
        for (const auto& element : elementsOf(value, field->kind == Kind::reference).valueOr({})) {
            cells.push_back({{number, element}, &kInSet});
        }
    }
    return cells;
}

/// What a cell that does not show has in its place: nothing, or 0 for an element.
const Value& hiddenAt(const CellKey& key) {
    return isUnset(key.element) ? kUnset : kNotInSet;
}

class Marks {
 public:
    /// `ofRest`: how many cells follow from the row's `rest`.
    explicit Marks(const RowState& row, std::size_t ofRest) {
        if (ofRest > 0) {
            marks_.push_back(*row.rest);
            uses_.push_back(ofRest);
        }
        for (const auto& [key, list] : row.heads) {
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

    [[nodiscard]] std::span<const Mark> all() const { return {marks_.data(), marks_.size()}; }

 private:
    boost::container::small_vector<Mark, kUsualMarks> marks_;
    boost::container::small_vector<std::size_t, kUsualMarks> uses_;
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

/// What must be spelled out of one cell.
struct Entry {
    const CellKey* key;
    const FieldHeads* heads;
    const Value* shown;
};
using Entries = boost::container::small_vector<Entry, kUsualEntries>;

/// How many cells that show follow from `rest`.
std::size_t ofRest(const RowState& row, const std::vector<ShownCell>& cells) {
    return row.rest ? static_cast<std::size_t>(std::ranges::count_if(
                          cells,
                          [&](const ShownCell& cell) {
                              return isUnset(cell.key.element) && !row.heads.contains(cell.key);
                          }))
                    : 0;
}

/// Of the cells that show and of the heads, both by key, those that the first mark does not cover.
Entries entriesOf(const RowState& row, const std::vector<ShownCell>& cells, Marks& marks) {
    static const FieldHeads kNone;
    Entries entries;
    auto cell = cells.begin();
    const auto shownWithoutHeads = [&](const CellKey* before) {
        for (; cell != cells.end() && (before == nullptr || cell->key < *before); ++cell) {
            if (!row.rest || !isUnset(cell->key.element)) {
                entries.push_back({&cell->key, &kNone, cell->value});
            }
        }
    };
    for (const auto& [key, heads] : row.heads) {
        shownWithoutHeads(&key);
        const bool shows = cell != cells.end() && cell->key == key;
        const bool plain = shows && heads.size() == 1 && heads.front().value == *cell->value &&
                           marks.placeOf(heads.front().mark) == 0;
        if (!plain) {
            entries.push_back({&key, &heads, shows ? cell->value : &hiddenAt(key)});
        }
        if (shows) {
            ++cell;
        }
    }
    shownWithoutHeads(nullptr);
    return entries;
}

void packBeginning(Packer& packer, const RowState& row, std::span<const Mark> marks) {
    packer.number(kVersion);
    packer.number((row.editedAfterVoid ? kEditedAfterVoid : 0) |
                  (row.hasProposals ? kHasProposals : 0) | (row.erased ? kErased : 0));
    packer.number(marks.size());
    for (const auto& mark : marks) {
        packer.number(mark.lsn);
        packer.id(mark.stamp.device);
        packer.number(mark.seq);
        packer.fixed(mark.stamp.hlc);
    }
}

/// The elements that a row's sets show, as the first mark covers them.
void spellElements(RowState& row, const RecordType& type, const Mark& mark) {
    for (const auto& [number, value] : row.fields) {
        const Field* field = type.field(number);
        if (field == nullptr || !field->isSet) {
            continue;
        }
        for (const auto& element : elementsOf(value, field->kind == Kind::reference).valueOr({})) {
            row.heads[{number, element}] = FieldHeads(1, {mark, kInSet});
        }
    }
}

const Value& shownAt(const RowState& row, const CellKey& key) {
    if (!isUnset(key.element)) {
        return row.heads.contains(key) ? kInSet : kNotInSet;
    }
    const auto shown = row.fields.find(key.field);
    return shown == row.fields.end() ? kUnset : shown->second;
}

}  // namespace

Bytes packMarks(const RowState& row, const RecordType& type) {
    Packer packer;
    if (row.rest && row.heads.empty()) {
        packBeginning(packer, row, {&*row.rest, 1});
        packer.number(0);
        return packer.take();
    }
    const auto cells = shownCells(row, type);
    Marks marks(row, ofRest(row, cells));
    if (row.rest && (marks.all().empty() || marks.all().front() != *row.rest)) {
        // Another write covers more of it by now.
        RowState all = row;
        spellOut(all);
        return packMarks(all, type);
    }
    const auto entries = entriesOf(row, cells, marks);
    packBeginning(packer, row, marks.all());
    packer.number(entries.size());
    for (const auto& [key, heads, shown] : entries) {
        packer.number(key->field);
        packer.value(key->element);
        packHeads(packer, *heads, *shown, marks);
    }
    return packer.take();
}

Outcome unpackMarks(std::string_view bytes, const RecordType& type, RowState& row) {
    Unpacker unpacker(bytes);
    if (unpacker.number() != kVersion) {
        return damaged();
    }
    row.heads.clear();
    row.rest.reset();
    const auto flags = unpacker.number();
    row.editedAfterVoid = (flags & kEditedAfterVoid) != 0;
    row.hasProposals = (flags & kHasProposals) != 0;
    row.erased = (flags & kErased) != 0;
    boost::container::small_vector<Mark, kUsualMarks> marks;
    for (auto count = unpacker.number(); count > 0 && !unpacker.broken(); --count) {
        Mark mark;
        mark.lsn = unpacker.number();
        mark.stamp.device = unpacker.id();
        mark.seq = unpacker.number();
        mark.stamp.hlc = unpacker.fixed();
        marks.push_back(mark);
    }
    if (!marks.empty()) {
        row.rest = marks.front();
        spellElements(row, type, marks.front());
    }
    for (auto count = unpacker.number(); count > 0 && !unpacker.broken(); --count) {
        CellKey key;
        key.field = static_cast<FieldNumber>(unpacker.number());
        key.element = unpacker.value();
        const Value& shown = shownAt(row, key);
        FieldHeads heads;
        for (auto left = unpacker.number(); left > 0 && !unpacker.broken(); --left) {
            const auto place = unpacker.number();
            const bool spelled = unpacker.number() == kSpelled;
            Value value = spelled ? unpacker.value() : shown;
            if (place >= marks.size()) {
                return damaged();
            }
            heads.push_back({marks[place], std::move(value)});
        }
        if (heads.empty() && (!row.rest || shown == hiddenAt(key))) {
            row.heads.erase(key);
        } else {
            row.heads[key] = std::move(heads);
        }
    }
    return unpacker.broken() || !unpacker.onlyRoomLeft() ? Outcome(damaged()) : Outcome();
}

}  // namespace xiangji::syncd
