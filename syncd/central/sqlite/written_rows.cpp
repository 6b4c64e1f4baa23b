#include "syncd/central/sqlite/written_rows.hpp"

#include "syncd/central/row_marks.hpp"
#include "syncd/central/sqlite/tables.hpp"

namespace xiangji::syncd {

namespace {

const Value& valueAt(const Fields& fields, FieldNumber number) {
    static const Value kUnset;
    const auto found = fields.find(number);
    return found == fields.end() ? kUnset : found->second;
}

std::string selectOf(const MarkedRows& rows, const RecordType& type) {
    return "SELECT " + rows.columns() + " FROM \"" + type.name + "\" WHERE id = ?1";
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
      select_(connection, selectOf(rows_, type)),
      insert_(connection, insertOf(rows_, type)) {}

std::optional<RowState> WrittenRows::row(const Id& id) {
    auto query = select_.use();
    query.bindView(1, id);
    if (!query.step()) {
        read_[id] = {};
        return std::nullopt;
    }
    auto state = rows_.stateAt(query);
    const bool conflicted = !conflictsOf(state, type_).empty();
    read_[id] = {{state.lsn, feedUnit(type_, id, state.fields), conflicted}, state.fields};
    return state;
}

WrittenRows::Read WrittenRows::take(const Id& id) {
    auto found = read_.find(id);
    if (found == read_.end()) {
        (void)row(id);
        found = read_.find(id);
    }
    Read read = std::move(found->second);
    read_.erase(found);
    return read;
}

WrittenRows::Before WrittenRows::put(const Id& id, const RowState& state) {
    const Read read = take(id);
    if (read.before.lsn == 0) {
        insert(id, state);
    } else {
        update(id, state, read.fields);
    }
    return read.before;
}

void WrittenRows::insert(const Id& id, const RowState& state) {
    const Bytes marks = packMarks(state, type_);
    auto query = insert_.use();
    query.bindView(1, id);
    int place = 2;
    for (const auto& field : type_.fields) {
        query.bindView(place++, valueAt(state.fields, field.number));
    }
    query.bindBlobView(place, marks).bind(place + 1, state.lsn).run();
}

void WrittenRows::update(const Id& id, const RowState& state, const Fields& before) {
    std::string columns;
    for (std::size_t i = 0; i < type_.fields.size(); ++i) {
        const auto number = type_.fields[i].number;
        if (valueAt(before, number) != valueAt(state.fields, number)) {
            columns.push_back(static_cast<char>(i));
        }
    }
    const Bytes marks = packMarks(state, type_);
    auto query = updateOf(columns).use();
    query.bindView(1, id).bindBlobView(2, marks).bind(3, state.lsn);
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
    return updates_.emplace(columns, Prepared(connection_, sql + " WHERE id = ?1")).first->second;
}

WrittenRows& WrittenTables::of(const RecordType& type) {
    const auto found = types_.find(type.number);
    return found != types_.end() ? found->second
                                 : types_.try_emplace(type.number, connection_, type).first->second;
}

void WrittenTables::forget() {
    for (auto& [number, rows] : types_) {
        rows.forget();
    }
}

}  // namespace xiangji::syncd
