#include "syncd/central/sqlite/tables.hpp"

#include "core/store/schema.hpp"
#include "syncd/central/sqlite/log_lines.hpp"
#include "syncd/central/sqlite/older_schema.hpp"

namespace xiangji::syncd {

namespace {

constexpr std::string_view kTables = R"(
CREATE TABLE IF NOT EXISTS _identity (one INTEGER PRIMARY KEY CHECK (one = 1), server BLOB NOT NULL, epoch BLOB NOT NULL) STRICT;
CREATE TABLE IF NOT EXISTS _written (one INTEGER PRIMARY KEY CHECK (one = 1), level INTEGER NOT NULL) STRICT;
CREATE TABLE IF NOT EXISTS _feed (
    unit BLOB NOT NULL, last_lsn INTEGER NOT NULL, count INTEGER NOT NULL, places BLOB NOT NULL,
    PRIMARY KEY (unit, last_lsn)) STRICT, WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS _swept (unit BLOB NOT NULL PRIMARY KEY, lsn INTEGER NOT NULL) STRICT, WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS _left (
    type INTEGER NOT NULL, row BLOB NOT NULL, unit BLOB NOT NULL, lsn INTEGER NOT NULL,
    PRIMARY KEY (type, row, unit)) STRICT, WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS left_lsn ON _left (lsn);
CREATE TABLE IF NOT EXISTS _segment (
    last INTEGER PRIMARY KEY, first INTEGER NOT NULL, before BLOB NOT NULL, hash BLOB NOT NULL, signature BLOB NOT NULL,
    file TEXT NOT NULL, checksum BLOB NOT NULL) STRICT;
CREATE TABLE IF NOT EXISTS _rewritten (lsn INTEGER PRIMARY KEY, change BLOB NOT NULL) STRICT;
CREATE TABLE IF NOT EXISTS _device (
    id BLOB NOT NULL PRIMARY KEY, public_key BLOB NOT NULL, person BLOB NOT NULL, unit BLOB NOT NULL, role INTEGER NOT NULL,
    state INTEGER NOT NULL, secret_hash BLOB NOT NULL, joined_ms INTEGER NOT NULL, last_contact_ms INTEGER NOT NULL,
    cursor INTEGER NOT NULL, last_seq INTEGER NOT NULL, last_hash BLOB NOT NULL) STRICT, WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS _invitation (
    secret_hash BLOB NOT NULL PRIMARY KEY, unit BLOB NOT NULL, role INTEGER NOT NULL, person_name TEXT NOT NULL,
    uses INTEGER NOT NULL, used INTEGER NOT NULL, until_ms INTEGER NOT NULL) STRICT, WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS _envelope (
    device BLOB NOT NULL, seq INTEGER NOT NULL, hash BLOB NOT NULL, state INTEGER NOT NULL, envelope BLOB NOT NULL,
    receipt BLOB NOT NULL, received_ms INTEGER NOT NULL, PRIMARY KEY (device, seq)) STRICT;
CREATE INDEX IF NOT EXISTS envelope_waiting ON _envelope (state, device, seq) WHERE state <> 0;
CREATE TABLE IF NOT EXISTS _quarantine (
    device BLOB NOT NULL, seq INTEGER NOT NULL, hash BLOB NOT NULL, envelope BLOB NOT NULL, reason TEXT NOT NULL,
    at_ms INTEGER NOT NULL, PRIMARY KEY (device, seq, hash)) STRICT, WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS _aside (
    id BLOB NOT NULL PRIMARY KEY, state INTEGER NOT NULL, device BLOB NOT NULL, seq INTEGER NOT NULL, place INTEGER NOT NULL,
    grouped INTEGER NOT NULL, type INTEGER NOT NULL, row BLOB NOT NULL, awaits_type INTEGER NOT NULL, awaits_row BLOB NOT NULL,
    reason TEXT NOT NULL, words TEXT NOT NULL, effective INTEGER NOT NULL, device_hlc INTEGER NOT NULL,
    seen_lsn INTEGER NOT NULL, received_ms INTEGER NOT NULL, changeset BLOB NOT NULL) STRICT, WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS aside_awaits ON _aside (awaits_type, awaits_row) WHERE state = 0;
CREATE INDEX IF NOT EXISTS aside_device ON _aside (device) WHERE state = 0;
CREATE TABLE IF NOT EXISTS _turned_away (
    device BLOB NOT NULL, type INTEGER NOT NULL, row BLOB NOT NULL, PRIMARY KEY (device, type, row)) STRICT, WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS _proposal (
    id BLOB NOT NULL PRIMARY KEY, type INTEGER NOT NULL, row BLOB NOT NULL, lsn INTEGER NOT NULL, open INTEGER NOT NULL,
    proposal BLOB NOT NULL) STRICT, WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS proposal_row ON _proposal (type, row, lsn);
CREATE INDEX IF NOT EXISTS proposal_open ON _proposal (open) WHERE open = 1;
CREATE TABLE IF NOT EXISTS _conflict (
    type INTEGER NOT NULL, row BLOB NOT NULL, field INTEGER NOT NULL, PRIMARY KEY (type, row, field)) STRICT, WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS _epoch (
    place INTEGER PRIMARY KEY, epoch BLOB NOT NULL UNIQUE, parent BLOB NOT NULL, fork_lsn INTEGER NOT NULL,
    fork_hash BLOB NOT NULL, began_ms INTEGER NOT NULL, record BLOB NOT NULL) STRICT;
CREATE TABLE IF NOT EXISTS _recovery (
    id BLOB NOT NULL PRIMARY KEY, type INTEGER NOT NULL, row BLOB NOT NULL, pulled BLOB NOT NULL, device BLOB NOT NULL,
    epoch BLOB NOT NULL, lsn INTEGER NOT NULL, at_ms INTEGER NOT NULL) STRICT, WITHOUT ROWID;
)";

std::int64_t schemaOf(Connection& connection) {
    auto query = connection.statement("PRAGMA user_version");
    query.step();
    return query.integer(0);
}

/// 0 = it does not say.
std::int64_t recordsLevelOf(Connection& connection) {
    auto table = connection.statement("SELECT 1 FROM sqlite_schema WHERE name = '_written'");
    if (!table.step()) {
        return 0;
    }
    auto query = connection.statement("SELECT level FROM _written");
    return query.step() ? query.integer(0) : 0;
}

void indexRecords(Connection& connection, const Catalogue& catalogue) {
    for (const auto& type : catalogue.types()) {
        const auto index = [&](std::string_view name, const std::string& columns) {
            connection.execute("CREATE INDEX IF NOT EXISTS \"" + type.name + "_by_" +
                               std::string(name) + "\" ON \"" + type.name + "\" (" + columns + ")");
        };
        index("home", "home_org, id");
        // Times are looked for through what stands in for a missing one (RowQuery): only dates are
        // found by an index.
        if (const Field* when = type.field(type.rules.when());
            when != nullptr && when->kind == Kind::text) {
            index("when", '"' + when->name + '"');
        }
        if (type.name == "unit") {
            index("parent", "parent");
        }
    }
}

}  // namespace

std::string beyondUs(Connection& connection, std::uint32_t level) {
    const auto words = [](const char* what, std::int64_t has, std::int64_t known) {
        return has <= known ? std::string()
                            : std::string("its ") + what + " is " + std::to_string(has) +
                                  ", this program knows " + std::to_string(known);
    };
    const auto schema = words("schema", schemaOf(connection), kCentralSchema);
    return schema.empty() ? words("records' level", recordsLevelOf(connection), level) : schema;
}

void furnishCentral(Connection& connection, const Catalogue& catalogue) {
    if (const auto beyond = beyondUs(connection, catalogue.level()); !beyond.empty()) {
        throw SqlFault({Fault::unsupported, "the central database was written by a newer syncd (" +
                                                beyond +
                                                "); nothing was changed; start the newer program"});
    }
    const OlderSchema older(connection, catalogue, static_cast<int>(schemaOf(connection)));
    older.setAside();
    connection.execute(kTables);
    connection.execute(logTable());
    furnishRecords(connection, catalogue, "_marks BLOB, _lsn INTEGER", RowOrder::asTheyCame);
    older.takeOver();
    indexRecords(connection, catalogue);
    connection.execute("INSERT INTO _written (one, level) VALUES (1, " +
                       std::to_string(catalogue.level()) +
                       ") ON CONFLICT (one) DO UPDATE SET level = excluded.level WHERE level <> "
                       "excluded.level");
    connection.execute("PRAGMA user_version = " + std::to_string(kCentralSchema));
}

const Id& everyone() {
    static const Id id = Id::ofHash("everyone");
    return id;
}

Id feedUnit(const RecordType& type, const Id& row, const Id& home) {
    if (type.rules.scope() == SCOPE_EVERYONE) {
        return everyone();
    }
    return type.name == "unit" ? row : home;
}

Id feedUnit(const RecordType& type, const Id& row, const Fields& fields) {
    const auto home = fields.find(common::kHomeOrg);
    return feedUnit(type, row, home == fields.end() ? Id{} : idIn(home->second));
}

}  // namespace xiangji::syncd
