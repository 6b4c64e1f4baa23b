#include "core/store/phone_database.hpp"

#include "core/store/row_places.hpp"
#include "core/store/schema.hpp"

namespace xiangji {

namespace {

/// 2: an envelope's line in `_made` keeps overlays too. 3: places of rows are kept page by page. 4:
/// it says of which level its records are.
constexpr std::int64_t kSchema = 4;
constexpr std::int64_t kTellsWhatIsOpen = 3;
constexpr std::size_t kPlacesALine = 1'000;

constexpr std::string_view kTables = R"sql(
CREATE TABLE IF NOT EXISTS _phone (name TEXT PRIMARY KEY, value ANY) STRICT, WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS _outbox (
    seq INTEGER PRIMARY KEY, body BLOB NOT NULL, hash BLOB NOT NULL, made_ms INTEGER NOT NULL,
    held INTEGER NOT NULL DEFAULT 0) STRICT;
CREATE TABLE IF NOT EXISTS _sent (
    seq INTEGER PRIMARY KEY, body BLOB NOT NULL, hash BLOB NOT NULL, made_ms INTEGER NOT NULL,
    receipt BLOB NOT NULL, receipted_ms INTEGER NOT NULL) STRICT;
CREATE TABLE IF NOT EXISTS _former (
    seq INTEGER PRIMARY KEY, body BLOB NOT NULL, hash BLOB NOT NULL, made_ms INTEGER NOT NULL,
    receipt BLOB NOT NULL, receipted_ms INTEGER NOT NULL, signature BLOB NOT NULL) STRICT;
CREATE TABLE IF NOT EXISTS _overlay (
    type INTEGER NOT NULL, row BLOB NOT NULL, cells BLOB NOT NULL, PRIMARY KEY (type, row)) STRICT, WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS _made (
    seq INTEGER PRIMARY KEY, rows BLOB NOT NULL, overlaid BLOB NOT NULL DEFAULT x'') STRICT;
CREATE TABLE IF NOT EXISTS _conflict (
    type INTEGER NOT NULL, row BLOB NOT NULL, field INTEGER NOT NULL, heads BLOB NOT NULL,
    PRIMARY KEY (type, row, field)) STRICT, WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS _flag (
    type INTEGER NOT NULL, row BLOB NOT NULL, edited_after_void INTEGER NOT NULL,
    PRIMARY KEY (type, row)) STRICT, WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS _verdict (
    seq INTEGER NOT NULL, place INTEGER NOT NULL, type INTEGER NOT NULL, row BLOB NOT NULL, verdict INTEGER NOT NULL,
    reason TEXT NOT NULL, words TEXT NOT NULL, at_ms INTEGER NOT NULL, PRIMARY KEY (seq, place)) STRICT, WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS _epoch (epoch BLOB NOT NULL PRIMARY KEY, record BLOB NOT NULL) STRICT, WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS _witness (
    epoch BLOB NOT NULL PRIMARY KEY, lsn INTEGER NOT NULL, hash BLOB NOT NULL) STRICT, WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS _places (
    page INTEGER PRIMARY KEY, last_lsn INTEGER NOT NULL, places BLOB NOT NULL) STRICT;
CREATE TABLE IF NOT EXISTS _lost (
    place INTEGER PRIMARY KEY, type INTEGER NOT NULL, row BLOB NOT NULL, epoch BLOB NOT NULL, lsn INTEGER NOT NULL,
    UNIQUE (type, row)) STRICT;
CREATE TABLE IF NOT EXISTS _proposal (
    id BLOB NOT NULL PRIMARY KEY, type INTEGER NOT NULL, row BLOB NOT NULL, proposal BLOB NOT NULL,
    seq INTEGER NOT NULL, answer INTEGER NOT NULL, answer_seq INTEGER NOT NULL) STRICT, WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS proposal_row ON _proposal (type, row);
CREATE TABLE IF NOT EXISTS _settling (
    type INTEGER NOT NULL, row BLOB NOT NULL, field INTEGER NOT NULL, seq INTEGER NOT NULL, lsn INTEGER NOT NULL,
    PRIMARY KEY (type, row, field)) STRICT, WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS _carried (
    number INTEGER PRIMARY KEY AUTOINCREMENT, hash BLOB NOT NULL UNIQUE, kind INTEGER NOT NULL, size INTEGER NOT NULL,
    parcel BLOB NOT NULL, came_ms INTEGER NOT NULL) STRICT;
CREATE TABLE IF NOT EXISTS _draft (name TEXT PRIMARY KEY, json TEXT NOT NULL) STRICT, WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS _erased (type INTEGER NOT NULL, row BLOB NOT NULL, PRIMARY KEY (type, row)) STRICT, WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS _label (
    type INTEGER NOT NULL, row BLOB NOT NULL, label TEXT NOT NULL, PRIMARY KEY (type, row)) STRICT, WITHOUT ROWID;
)sql";

/// The greatest level of a program that wrote the file: an older one would show as they lie what
/// that has sealed. 0 = it does not say.
std::int64_t recordsLevelOf(Connection& sql) {
    auto table = sql.statement("SELECT 1 FROM sqlite_schema WHERE name = '_phone'");
    if (!table.step()) {
        return 0;
    }
    auto query = sql.statement("SELECT value FROM _phone WHERE name = 'level'");
    return query.step() ? query.integer(0) : 0;
}

bool has(Connection& sql, const char* table, const char* column) {
    auto query = sql.statement("SELECT 1 FROM pragma_table_info(?1) WHERE name = ?2");
    query.bindText(1, table).bindText(2, column);
    return query.step();
}

/// A home of the first two schemas kept a line a row of where it stood.
void packPlaces(Connection& sql) {
    std::vector<RowPlaces::Place> places;
    {
        auto query = sql.statement("SELECT lsn, type, row FROM _place WHERE lsn > 0 ORDER BY lsn");
        while (query.step()) {
            places.push_back(
                {query.unsignedInteger(0), static_cast<TypeNumber>(query.integer(1)), query.id(2)});
            if (places.size() == kPlacesALine) {
                RowPlaces(sql).note(places);
                places.clear();
            }
        }
    }
    RowPlaces(sql).note(places);
    sql.execute("DROP TABLE _place");
}

/// What an app of before kept of its scope without heeding it, it must be told again.
void forgetWhatIsOpen(Connection& sql) {
    wire::Scope scope;
    {
        auto query = sql.statement("SELECT value FROM _phone WHERE name = ?1");
        query.bindText(1, known::kScope);
        if (!query.step() || !scope.ParseFromString(query.blob(0))) {
            return;
        }
    }
    scope.clear_tells_open();
    for (auto& part : *scope.mutable_parts()) {
        part.clear_open();
    }
    auto query = sql.statement("UPDATE _phone SET value = ?2 WHERE name = ?1");
    query.bindText(1, known::kScope).bindBlob(2, scope.SerializeAsString()).run();
}

void bringForward(Connection& sql, std::int64_t version) {
    if (!has(sql, "_made", "overlaid")) {
        sql.execute("ALTER TABLE _made ADD COLUMN overlaid BLOB NOT NULL DEFAULT x''");
    }
    if (has(sql, "_place", "lsn")) {
        packPlaces(sql);
    }
    if (version < kTellsWhatIsOpen) {
        forgetWhatIsOpen(sql);
    }
}

}  // namespace

Result<std::unique_ptr<PhoneDatabase>> PhoneDatabase::open(const std::filesystem::path& file,
                                                           const Catalogue& catalogue,
                                                           const FileKey* key) {
    XIANGJI_LET(connection, Connection::open(file, Connection::Mode::write, key));
    std::unique_ptr<PhoneDatabase> database(new PhoneDatabase(std::move(connection), catalogue));
    XIANGJI_TRY(guarded([&] {
        auto& sql = *database->connection_;
        sql.execute("PRAGMA secure_delete = ON");
        SqlTransaction transaction(sql);
        std::int64_t version = 0;
        {
            auto query = sql.statement("PRAGMA user_version");
            query.step();
            version = query.integer(0);
        }
        if (version > kSchema || recordsLevelOf(sql) > catalogue.level()) {
            throw SqlFault({Fault::unsupported,
                            "this home was written by a newer Xiangji; install the newer version "
                            "again, nothing was changed"});
        }
        sql.execute(kTables);
        bringForward(sql, version);
        furnishRecords(sql, catalogue, "");
        sql.execute("INSERT INTO _phone (name, value) VALUES ('level', " +
                    std::to_string(catalogue.level()) +
                    ") ON CONFLICT (name) DO UPDATE SET value = excluded.value WHERE value <> "
                    "excluded.value");
        sql.execute("PRAGMA user_version = " + std::to_string(kSchema));
        transaction.commit();
    }));
    return database;
}

std::optional<Value>& PhoneDatabase::remembered(std::string_view name) {
    if (rollbacks_ != connection_->rollbacks()) {
        known_.clear();
        rollbacks_ = connection_->rollbacks();
    }
    auto found = known_.find(name);
    if (found == known_.end()) {
        auto query = connection_->statement("SELECT value FROM _phone WHERE name = ?1");
        query.bindTextView(1, name);
        auto value = query.step() ? std::optional(query.value(0)) : std::nullopt;
        found = known_.emplace(name, std::move(value)).first;
    }
    return found->second;
}

std::optional<Value> PhoneDatabase::known(std::string_view name) {
    return remembered(name);
}

void PhoneDatabase::know(std::string_view name, Value value) {
    auto& before = remembered(name);
    auto query =
        connection_->statement(before ? "UPDATE _phone SET value = ?2 WHERE name = ?1"
                                      : "INSERT INTO _phone (name, value) VALUES (?1, ?2)");
    query.bindTextView(1, name).bindView(2, value);
    query.run();
    before = std::move(value);
}

std::string PhoneDatabase::knownText(std::string_view name) {
    const auto& value = remembered(name);
    const auto* text = value ? std::get_if<std::string>(&*value) : nullptr;
    return text == nullptr ? std::string() : *text;
}

Bytes PhoneDatabase::knownBytes(std::string_view name) {
    const auto& value = remembered(name);
    const auto* blob = value ? std::get_if<Blob>(&*value) : nullptr;
    return blob == nullptr ? Bytes() : Bytes(blob->bytes());
}

std::int64_t PhoneDatabase::knownInteger(std::string_view name) {
    const auto& value = remembered(name);
    const auto* integer = value ? std::get_if<std::int64_t>(&*value) : nullptr;
    return integer == nullptr ? 0 : *integer;
}

Id PhoneDatabase::knownId(std::string_view name) {
    return Id::fromBytes(knownBytes(name)).value_or(Id{});
}

std::uint32_t PhoneDatabase::servedLevel() {
    wire::Scope scope;
    scope.ParseFromString(knownBytes(known::kScope));
    return scope.level();
}

PhoneDatabase::Names& PhoneDatabase::alone() {
    if (alone_ && aloneRollbacks_ == connection_->rollbacks()) {
        return *alone_;
    }
    alone_.emplace();
    auto query = connection_->statement("SELECT type, row FROM _overlay");
    while (query.step()) {
        alone_->insert({static_cast<TypeNumber>(query.integer(0)), query.id(1)});
    }
    aloneRollbacks_ = connection_->rollbacks();
    return *alone_;
}

std::optional<wire::Overlay> PhoneDatabase::overlay(TypeNumber type, const Id& row) {
    if (!standsAlone({type, row})) {
        return made_.overlay({type, row});
    }
    auto query = connection_->statement("SELECT cells FROM _overlay WHERE type = ?1 AND row = ?2");
    query.bind(1, std::int64_t{type}).bindView(2, row);
    wire::Overlay overlay;
    if (!query.step() || !overlay.ParseFromString(query.blob(0))) {
        throw SqlFault({Fault::damaged, "what this phone kept beside a row cannot be read"});
    }
    return overlay;
}

void PhoneDatabase::tellApart(std::uint64_t seq) {
    for (const auto& [name, overlay] : made_.take(seq)) {
        // One that was written again meanwhile has its overlay.
        if (!alone().insert(name).second) {
            continue;
        }
        auto query =
            connection_->statement("INSERT INTO _overlay (type, row, cells) VALUES (?1, ?2, ?3)");
        query.bind(1, std::int64_t{name.type}).bindView(2, name.row).bindBlobView(3, overlay);
        query.run();
    }
}

void PhoneDatabase::tellAllApart() {
    std::vector<std::uint64_t> lines;
    {
        auto query = connection_->statement("SELECT seq FROM _made");
        while (query.step()) {
            lines.push_back(query.unsignedInteger(0));
        }
    }
    for (const auto seq : lines) {
        tellApart(seq);
    }
}

void PhoneDatabase::dropOverlay(TypeNumber type, const Id& row) {
    // No line may say anything of it any more.
    for (const auto seq : made_.envelopes({type, row})) {
        tellApart(seq);
    }
    if (alone().erase({type, row}) == 0) {
        return;
    }
    auto query = connection_->statement("DELETE FROM _overlay WHERE type = ?1 AND row = ?2");
    query.bind(1, std::int64_t{type}).bindView(2, row);
    query.run();
}

void PhoneDatabase::putOverlay(TypeNumber type, const Id& row, const wire::Overlay& overlay) {
    if (overlay.cells_size() == 0 && overlay.inserted_seq() == 0 && !overlay.gone()) {
        dropOverlay(type, row);
        return;
    }
    alone().insert({type, row});
    const auto cells = overlay.SerializeAsString();
    auto query = connection_->statement(
        "INSERT INTO _overlay (type, row, cells) VALUES (?1, ?2, ?3) ON CONFLICT (type, row) DO "
        "UPDATE SET cells = excluded.cells");
    query.bind(1, std::int64_t{type}).bindView(2, row).bindBlobView(3, cells);
    query.run();
}

}  // namespace xiangji
