#include "tests/cipher/canaries.hpp"

#include <bit>
#include <cstdint>
#include <vector>

namespace xiangji::test {

namespace {

/// SQLite keeps numbers with their first byte first.
std::uint64_t number() {
    std::uint64_t value = 0;
    for (const char* at = kCanary; *at != '\0'; ++at) {
        value = value * 256 + static_cast<unsigned char>(*at);
    }
    return value;
}

Value valueFor(const std::string& declared) {
    if (declared == "INTEGER") {
        return static_cast<std::int64_t>(number());
    }
    if (declared == "REAL") {
        return std::bit_cast<double>(number());
    }
    if (declared == "BLOB") {
        return Blob{std::string(kCanary) + kCanary};
    }
    return std::string("金丝雀 ") + kCanary;
}

}  // namespace

std::set<std::string> tablesOf(Connection& sql) {
    std::set<std::string> names;
    auto query = sql.statement(
        "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%'");
    while (query.step()) {
        names.insert(query.text(0));
    }
    return names;
}

std::set<std::string> fillEveryTable(Connection& sql) {
    std::set<std::string> filled;
    SqlTransaction transaction(sql);
    for (const auto& table : tablesOf(sql)) {
        std::vector<Value> values;
        std::string places;
        {
            auto query = sql.statement("SELECT type FROM pragma_table_info(?1) ORDER BY cid");
            query.bindText(1, table);
            while (query.step()) {
                values.push_back(valueFor(query.text(0)));
                places += (places.empty() ? "?" : ", ?") + std::to_string(values.size());
            }
        }
        auto query = sql.statement("INSERT INTO \"" + table + "\" VALUES (" + places + ")");
        for (std::size_t i = 0; i < values.size(); ++i) {
            query.bind(static_cast<int>(i) + 1, values[i]);
        }
        query.run();
        filled.insert(table);
    }
    transaction.commit();
    return filled;
}

}  // namespace xiangji::test
