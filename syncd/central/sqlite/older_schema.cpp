#include "syncd/central/sqlite/older_schema.hpp"

#include <map>
#include <string>
#include <vector>

#include "syncd/central/sqlite/feed_line.hpp"

namespace xiangji::syncd {

namespace {

constexpr std::string_view kAside = "_older_";

/// Name → kind.
std::map<std::string, std::string> columnsOf(Connection& connection, const std::string& table) {
    std::map<std::string, std::string> columns;
    auto query = connection.statement("SELECT name, type FROM pragma_table_info(?1)");
    query.bindText(1, table);
    while (query.step()) {
        columns.emplace(query.text(0), query.text(1));
    }
    return columns;
}

std::string asideNameOf(const std::string& table) {
    return std::string(kAside) + table;
}

void rename(Connection& connection, const std::string& table) {
    if (!columnsOf(connection, table).empty()) {
        connection.execute("ALTER TABLE \"" + table + "\" RENAME TO \"" + asideNameOf(table) + '"');
    }
}

}  // namespace

void OlderSchema::setAside() const {
    if (second_) {
        rename(connection_, "_feed");
    }
    if (!first_) {
        return;
    }
    rename(connection_, "_feed");
    rename(connection_, "_envelope");
    connection_.execute("DROP INDEX IF EXISTS feed_unit; DROP INDEX IF EXISTS envelope_waiting");
    for (const auto& type : catalogue_.types()) {
        rename(connection_, type.name);
        for (const char* index : {"home", "when", "parent"}) {
            connection_.execute("DROP INDEX IF EXISTS \"" + type.name + "_by_" + index + '"');
        }
    }
    widenLog();
}

void OlderSchema::packFeed(const std::string& before) const {
    const FeedLines lines(connection_);
    Id unit;
    std::vector<FeedPlace> places;
    auto query = connection_.statement("SELECT unit, lsn, type, row, " + before +
                                       " FROM _older__feed ORDER BY unit, lsn");
    while (query.step()) {
        if (places.size() == kMostPlacesALine || query.id(0) != unit) {
            lines.write(unit, places);
            places.clear();
        }
        unit = query.id(0);
        places.push_back({query.unsignedInteger(1), static_cast<TypeNumber>(query.integer(2)),
                          query.id(3), query.unsignedInteger(4)});
    }
    lines.write(unit, places);
    query.reset();
    connection_.execute("DROP TABLE _older__feed");
}

void OlderSchema::takeOver() const {
    if (second_) {
        packFeed("before_lsn");
    }
    if (!first_) {
        return;
    }
    packFeed("0");
    copy("_envelope");
    for (const auto& type : catalogue_.types()) {
        copy(type.name);
    }
    // A database of before epochs were listed has one: its first.
    connection_.execute(
        "INSERT INTO _epoch (epoch, parent, fork_lsn, fork_hash, began_ms, record) "
        "SELECT epoch, zeroblob(16), 0, x'', 0, x'' FROM _identity "
        "WHERE NOT EXISTS (SELECT 1 FROM _epoch)");
}

void OlderSchema::widenLog() const {
    const auto columns = columnsOf(connection_, "_log");
    for (const auto& [name, kind] :
         {std::pair("origin_epoch", "BLOB"), std::pair("origin_lsn", "INTEGER"),
          std::pair("before_lsn", "INTEGER NOT NULL DEFAULT 0")}) {
        if (!columns.contains(name)) {
            connection_.execute(std::string("ALTER TABLE _log ADD COLUMN ") + name + " " + kind);
        }
    }
    connection_.execute(
        "UPDATE _log SET before_lsn = coalesce((SELECT max(earlier.lsn) FROM _log AS earlier WHERE "
        "earlier.type = _log.type AND earlier.row = _log.row AND earlier.lsn < _log.lsn), 0); "
        "DROP INDEX IF EXISTS log_row");
}

void OlderSchema::copy(const std::string& table) const {
    const std::string aside = asideNameOf(table);
    const auto now = columnsOf(connection_, table);
    std::string list;
    for (const auto& [column, kind] : columnsOf(connection_, aside)) {
        list += (list.empty() ? "\"" : ", \"") + column + '"';
        if (!now.contains(column)) {  // a newer program's
            connection_.execute("ALTER TABLE \"" + table + "\" ADD COLUMN \"" + column + "\" " +
                                kind);
        }
    }
    if (!list.empty()) {
        connection_.execute("INSERT INTO \"" + table + "\" (" + list + ") SELECT " + list +
                            " FROM \"" + aside + "\"; DROP TABLE \"" + aside + '"');
    }
}

}  // namespace xiangji::syncd
