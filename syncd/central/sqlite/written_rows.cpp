#include "syncd/central/sqlite/written_rows.hpp"

#include <algorithm>

#include "syncd/central/packed.hpp"
#include "syncd/central/row_marks.hpp"
#include "syncd/central/sqlite/tables.hpp"

namespace xiangji::syncd {

namespace {

const Value& valueAt(const Fields& fields, FieldNumber number) {
    static const Value kUnset;
    const auto found = fields.find(number);
    return found == fields.end() ? kUnset : found->second;
}

/// Room left in a new row's marks: another device's first write fits without making the row longer,
/// for which its page seldom has the space.
constexpr std::size_t kRoomBytes = 40;
/// A few megabytes of one record type's.
constexpr std::size_t kMostHomes = 65'536;
constexpr std::size_t kLeastPlaced = 4'096;

/// Marks in the room they had, or more where they must.
Bytes marksIn(std::size_t room, const RowState& state, const RecordType& type) {
    Bytes marks = packMarks(state, type);
    marks.resize(std::max(marks.size(), room), '\0');
    return marks;
}

std::string selectOf(const MarkedRows& rows, const RecordType& type, const std::string& by) {
    return "SELECT " + rows.columns() + ", rowid FROM \"" + type.name + "\" WHERE " + by + " = ?1";
}

std::string insertOf(const MarkedRows& rows, const RecordType& type) {
    std::string places = "?1";
    for (std::size_t place = 2; place <= type.fields.size() + 3; ++place) {
        places += ", ?" + std::to_string(place);
    }
    return "INSERT INTO \"" + type.name + "\" (" + rows.columns() + ") VALUES (" + places + ")";
}

}  // namespace

WrittenRows::WrittenRows(Connection& connection, const RecordType& type)
    : connection_(connection),
      type_(type),
      rows_(connection, type),
      selectAt_(connection, selectOf(rows_, type, "rowid")),
      select_(connection, selectOf(rows_, type, "id")),
      home_(connection,
            "SELECT home_org FROM \"" + type.name + "\" WHERE id = ?1 AND home_org IS NOT NULL"),
      insert_(connection, insertOf(rows_, type)) {}

std::string_view WrittenRows::Columns::at(std::size_t column) const {
    const std::size_t from = column == 0 ? 0 : ends[column - 1];
    return std::string_view(packed).substr(from, ends[column] - from);
}

WrittenRows::Columns WrittenRows::columnsOf(const Fields& fields) const {
    Packer packer;
    Columns columns;
    columns.ends.reserve(type_.fields.size());
    auto cell = fields.begin();
    for (const auto& field : type_.fields) {
        for (; cell != fields.end() && cell->first <= field.number; ++cell) {
            packer.value(cell->second);
        }
        columns.ends.push_back(static_cast<std::uint32_t>(packer.sizeBytes()));
    }
    columns.packed = packer.take();
    return columns;
}

PlacedIds& WrittenRows::placed() {
    if (placed_ && !placed_->full()) {
        return *placed_;
    }
    auto count = connection_.statement("SELECT count(*) FROM \"" + type_.name + '"');
    count.step();
    const auto rows = static_cast<std::size_t>(count.integer(0));
    placed_.reset();
    // All of them or none: reading may fail, and what it lacked it would deny.
    PlacedIds placed(std::max(kLeastPlaced, rows + rows / 2));
    auto query = connection_.statement("SELECT id, rowid FROM \"" + type_.name + '"');
    while (query.step()) {
        placed.add(query.id(0), query.integer(1));
    }
    return placed_.emplace(std::move(placed));
}

std::optional<RowState> WrittenRows::row(const Id& id) {
    const auto place = placed().placeOf(id);
    if (!place) {
        remember(id, {});
        return std::nullopt;
    }
    {
        auto query = selectAt_.use();
        query.bind(1, *place);
        if (query.step() && query.blobView(0) == id.view()) {
            return read(id, query);
        }
    }
    auto query = select_.use();
    query.bindView(1, id);
    if (!query.step()) {
        remember(id, {});
        return std::nullopt;
    }
    return read(id, query);
}

RowState WrittenRows::read(const Id& id, const Statement& query) {
    auto state = rows_.stateAt(query);
    const bool conflicted = !conflictsOf(state, type_).empty();
    const int last = static_cast<int>(type_.fields.size()) + 3;  // after id, fields, marks and LSN
    remember(id, {{state.lsn, feedUnit(type_, id, state.fields), conflicted},
                  columnsOf(state.fields),
                  query.blobView(last - 2).size(),
                  query.integer(last)});
    return state;
}

std::optional<Id> WrittenRows::home(const Id& id) {
    homesAsked_ = true;
    const auto found = homes_.find(id);
    if (found != homes_.end()) {
        return found->second;
    }
    auto query = home_.use();
    query.bindView(1, id);
    return homes_[id] = query.step() ? std::optional(query.id(0)) : std::nullopt;
}

void WrittenRows::next() {
    forgetRead();
    if (homes_.size() > kMostHomes) {
        homes_.clear();
    }
}

void WrittenRows::remember(const Id& id, Read read) {
    if (last_ && last_->first != id) {
        read_[last_->first] = std::move(last_->second);
    }
    last_.emplace(id, std::move(read));
}

WrittenRows::Read WrittenRows::take(const Id& id) {
    if (!last_ || last_->first != id) {
        if (auto before = read_.extract(id)) {
            return std::move(before.mapped());
        }
        (void)row(id);
    }
    read_.erase(id);
    Read read = std::move(last_->second);
    last_.reset();
    return read;
}

WrittenRows::Before WrittenRows::put(const Id& id, const RowState& state) {
    const Read read = take(id);
    if (homesAsked_) {
        const auto& home = valueAt(state.fields, common::kHomeOrg);
        homes_[id] = isUnset(home) ? std::nullopt : std::optional(idIn(home));
    }
    if (read.before.lsn == 0) {
        insert(id, state);
    } else {
        update(state, read);
    }
    return read.before;
}

void WrittenRows::insert(const Id& id, const RowState& state) {
    Bytes marks = packMarks(state, type_);
    marks.resize(marks.size() + kRoomBytes, '\0');
    auto query = insert_.use();
    query.bindView(1, id);
    // What is not bound is unset; both lists are by number.
    int place = 1;
    auto cell = state.fields.begin();
    for (const auto& field : type_.fields) {
        ++place;
        for (; cell != state.fields.end() && cell->first <= field.number; ++cell) {
            query.bindView(place, cell->second);
        }
    }
    query.bindBlobView(place + 1, marks).bind(place + 2, state.lsn).run();
    placed().add(id, connection_.lastRowid());
}

void WrittenRows::update(const RowState& state, const Read& before) {
    const Columns now = columnsOf(state.fields);
    std::string columns;
    for (std::size_t i = 0; i < type_.fields.size(); ++i) {
        if (before.columns.at(i) != now.at(i)) {
            columns.push_back(static_cast<char>(i));
        }
    }
    const Bytes marks = marksIn(before.marksBytes, state, type_);
    auto query = updateOf(columns).use();
    query.bind(1, before.place).bindBlobView(2, marks).bind(3, state.lsn);
    int place = 4;
    for (const char column : columns) {
        query.bindView(place++, valueAt(state.fields,
                                        type_.fields[static_cast<unsigned char>(column)].number));
    }
    query.run();
}

const Prepared& WrittenRows::updateOf(const std::string& columns) {
    const auto found = updates_.find(columns);
    if (found != updates_.end()) {
        return found->second;
    }
    std::string sql = "UPDATE \"" + type_.name + "\" SET _marks = ?2, _lsn = ?3";
    int place = 4;
    for (const char column : columns) {
        sql += ", \"" + type_.fields[static_cast<unsigned char>(column)].name + "\" = ?" +
               std::to_string(place++);
    }
    return updates_.emplace(columns, Prepared(connection_, sql + " WHERE rowid = ?1"))
        .first->second;
}

WrittenRows& WrittenTables::of(const RecordType& type) {
    const auto found = types_.find(type.number);
    return found != types_.end() ? found->second
                                 : types_.try_emplace(type.number, connection_, type).first->second;
}

void WrittenTables::next() {
    for (auto& [number, rows] : types_) {
        rows.next();
    }
}

void WrittenTables::forget() {
    forgetRows();
    feed_.forget();
}

void WrittenTables::backToMark() {
    forgetRows();
    feed_.backToMark();
}

void WrittenTables::forgetRows() {
    for (auto& [number, rows] : types_) {
        rows.forget();
    }
}

void WrittenTables::forgetPlaces() {
    for (auto& [number, rows] : types_) {
        rows.forgetPlaces();
    }
}

}  // namespace xiangji::syncd
