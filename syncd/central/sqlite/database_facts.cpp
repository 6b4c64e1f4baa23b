#include "syncd/central/sqlite/database_facts.hpp"

#include "core/store/database_copy.hpp"
#include "syncd/central/sqlite/central_copy.hpp"
#include "syncd/central/sqlite/log_lines.hpp"
#include "syncd/central/sqlite/tables.hpp"

namespace xiangji::syncd {

Result<DatabaseFacts> factsOf(const std::filesystem::path& file, const Id& device) {
    XIANGJI_TRY(checkDatabase(file));
    XIANGJI_LET(sql, Connection::open(file, Connection::Mode::read));
    return guarded([&] {
        DatabaseFacts facts;
        {
            auto query = sql->statement("PRAGMA user_version");
            query.step();
            facts.schema = static_cast<int>(query.integer(0));
        }
        if (const auto beyond = beyondUs(*sql, Catalogue::builtIn().level()); !beyond.empty()) {
            throw SqlFault({Fault::unsupported,
                            file.string() + " was written by a newer syncd (" + beyond + ")"});
        }
        {
            auto query = sql->statement(
                "SELECT count(*) FROM sqlite_schema WHERE name IN ('_identity', '_log', "
                "'_device')");
            query.step();
            if (query.integer(0) != 3) {
                throw SqlFault({Fault::damaged, file.string() + " is no central database"});
            }
        }
        {
            auto query = sql->statement("SELECT server, epoch FROM _identity");
            if (!query.step()) {
                throw SqlFault({Fault::damaged, file.string() + " is no township's database"});
            }
            facts.identity = {query.id(0), query.id(1)};
        }
        facts.head = headOf(*sql);
        facts.segments = checkSegments(*sql, file);
        auto query = sql->statement("SELECT 1 FROM _device WHERE id = ?1");
        query.bind(1, device);
        facts.knowsDevice = query.step();
        return facts;
    });
}

}  // namespace xiangji::syncd
