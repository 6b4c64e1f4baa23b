#include "tests/support/memory_reader.hpp"

#include <algorithm>

#include "core/base/civil_time.hpp"
#include "core/merge/showing.hpp"
#include "core/records/value_text.hpp"

namespace xiangji::syncd::test {

namespace {

Value valueAt(const Fields& fields, const Field* field) {
    const auto found = field == nullptr ? fields.end() : fields.find(field->number);
    return found == fields.end() ? Value{} : found->second;
}

std::string textAt(const Fields& fields, const Field* field) {
    const Value value = valueAt(fields, field);
    const auto* text = std::get_if<std::string>(&value);
    return text == nullptr ? std::string() : *text;
}

}  // namespace

std::string MemoryReader::nameOf(const Id& person) const {
    const RecordType& type = *catalogue_.find("person");
    const auto* row = store_.row(type.number, person);
    return row == nullptr ? std::string() : textAt(row->fields, type.field("name"));
}

bool MemoryReader::lies(const RecordType& type, const Id& id, const RowState& state,
                        const Id& below) const {
    constexpr int kDeepest = 16;
    const RecordType& unit = *catalogue_.find("unit");
    Id at = type.name == "unit" ? id : idIn(valueAt(state.fields, type.field(common::kHomeOrg)));
    for (int depth = 0; depth < kDeepest && !at.isNone(); ++depth) {
        if (at == below) {
            return true;
        }
        const auto* row = store_.row(unit.number, at);
        at = row == nullptr ? Id{} : idIn(valueAt(row->fields, unit.field("parent")));
    }
    return below.isNone();
}

std::optional<Value> MemoryReader::timeOf(const RecordType& type, const RowState& state) const {
    const Field* when = type.field(type.rules.when());
    if (when == nullptr) {
        return std::nullopt;
    }
    const Value value = valueAt(state.fields, when);
    return isUnset(value) && when->kind != Kind::text
               ? valueAt(state.fields, type.field(common::kCreatedDevMs))
               : value;
}

std::vector<SeenRow> MemoryReader::wantedRows(const RecordType& type,
                                              const RowsWanted& wanted) const {
    std::vector<std::pair<Value, SeenRow>> found;
    for (const auto& [key, state] : store_.rows) {
        if (key.first != type.number || (state.voided() && !wanted.voidedToo) ||
            !lies(type, key.second, state, wanted.unit)) {
            continue;
        }
        const auto time = timeOf(type, state);
        const auto edge = [&](Instant at) {
            return std::holds_alternative<std::string>(*time) ? Value(civilDate(at)) : Value(at);
        };
        if (time && ((wanted.fromMs && (isUnset(*time) || *time < edge(*wanted.fromMs))) ||
                     (wanted.toMs && (isUnset(*time) || *time >= edge(*wanted.toMs))))) {
            continue;
        }
        SeenRow row{.type = &type, .id = key.second, .fields = state.fields, .lsn = state.lsn};
        row.authorName = nameOf(idIn(valueAt(state.fields, type.field(common::kAuthorPerson))));
        row.voided = state.voided();
        row.editedAfterVoid = state.editedAfterVoid;
        row.conflict = !conflictsOf(state, type).empty();
        row.shown = shownToOthers(type, state);
        found.emplace_back(time.value_or(Value{}), std::move(row));
    }
    std::sort(found.begin(), found.end(), [](const auto& a, const auto& b) {
        return a.first != b.first ? b.first < a.first : a.second.id < b.second.id;
    });
    std::vector<SeenRow> rows;
    for (auto& [time, row] : found) {
        rows.push_back(std::move(row));
    }
    return rows;
}

Result<std::vector<SeenRow>> MemoryReader::rows(const RecordType& type, const RowsWanted& wanted) {
    auto rows = wantedRows(type, wanted);
    rows.erase(rows.begin(),
               rows.begin() + static_cast<std::ptrdiff_t>(std::min(wanted.skip, rows.size())));
    rows.resize(std::min(wanted.most, rows.size()));
    return rows;
}

Result<std::uint64_t> MemoryReader::count(const RecordType& type, const RowsWanted& wanted) {
    return std::uint64_t{wantedRows(type, wanted).size()};
}

SeenWrite MemoryReader::seen(const Head& head) const {
    SeenWrite write{.value = head.value, .atMs = msOf(head.mark.stamp.hlc)};
    if (const auto device = store_.devices.find(head.mark.stamp.device);
        device != store_.devices.end()) {
        write.author = device->second.person;
        write.authorName = nameOf(write.author);
    }
    return write;
}

Result<std::vector<SeenConflict>> MemoryReader::conflicts(const Id& unit) {
    std::vector<SeenConflict> found;
    for (auto at = store_.feed.rbegin(); at != store_.feed.rend(); ++at) {
        const RecordType& type = *catalogue_.find(at->second.first);
        const auto& state = store_.rows.at(at->second);
        if (state.voided() || !lies(type, at->second.second, state, unit)) {
            continue;
        }
        for (const Field* field : conflictsOf(state, type)) {
            const auto& heads = state.heads.at({field->number, {}});
            SeenConflict conflict{.type = &type,
                                  .row = at->second.second,
                                  .title = titleOf(type, at->second.second),
                                  .field = field,
                                  .shown = seen(heads.front())};
            for (const auto& head : heads) {
                if (head.value != heads.front().value) {
                    conflict.others.push_back(seen(head));
                }
            }
            found.push_back(std::move(conflict));
        }
    }
    return found;
}

Result<std::vector<SeenUnit>> MemoryReader::units() {
    const RecordType& type = *catalogue_.find("unit");
    std::vector<SeenUnit> units;
    for (const auto& row : wantedRows(type, {})) {
        const Value kind = valueAt(row.fields, type.field("kind"));
        const auto* number = std::get_if<std::int64_t>(&kind);
        const Choice* choice = number == nullptr ? nullptr : type.field("kind")->choice(*number);
        units.push_back({row.id, textAt(row.fields, type.field("area_code")),
                         textAt(row.fields, type.field("name")),
                         choice == nullptr ? "" : choice->name,
                         idIn(valueAt(row.fields, type.field("parent")))});
    }
    std::sort(units.begin(), units.end(), [](const auto& a, const auto& b) {
        return std::tie(a.code, a.id) < std::tie(b.code, b.id);
    });
    return units;
}

std::string MemoryReader::titleOf(const RecordType& type, const Id& id) {
    const Field* title = type.field(type.rules.title());
    const auto* row = store_.row(type.number, id);
    return title == nullptr || row == nullptr ? std::string()
                                              : display(*title, valueAt(row->fields, title), true);
}

}  // namespace xiangji::syncd::test
