#include "syncd/app/restore.hpp"

#include <sys/stat.h>

#include <cerrno>

#include "core/base/clock.hpp"
#include "core/base/random.hpp"
#include "core/records/catalogue.hpp"
#include "core/store/connection.hpp"
#include "syncd/app/access_note.hpp"
#include "syncd/app/data_folder.hpp"
#include "syncd/app/erasure_file.hpp"
#include "syncd/app/revocation_file.hpp"
#include "syncd/central/sqlite/central_copy.hpp"
#include "syncd/central/sqlite/segment_folder.hpp"
#include "syncd/central/sqlite/sqlite_central.hpp"
#include "syncd/merge/restoring/new_life.hpp"

namespace xiangji::syncd {

namespace fs = std::filesystem;

namespace {

/// The copy that will be put in place, with its new life begun and its revocations and erasures
/// carried out.
Result<Epoch> prepared(const DataFolder& folder, const fs::path& from, const TownshipKeys& keys,
                       RevocationFile& revocations, ErasureFile& erasures) {
    const auto fresh = folder.fresh();
    XIANGJI_TRY(guarded([&] {
        auto source = Connection::open(from, Connection::Mode::read);
        if (!source) {
            throw SqlFault(source.error());
        }
        copyCentral(**source, archiveOf(from), fresh);
    }));
    SystemClock clock;
    SystemRandom random;
    XIANGJI_LET(central, openSqliteCentral(fresh, Catalogue::builtIn()));
    const Desk::Seats seats{*central,    clock, random,       Catalogue::builtIn(),
                            keys.server, {},    &revocations, keys.formerServers,
                            &erasures};
    XIANGJI_LET(epoch, startNewLife(seats));
    // Opened once: revocations and erasures of the books are now in the database too.
    XIANGJI_LET(desk, Desk::open(seats));
    std::error_code ignored;
    XIANGJI_TRY(desk->noteAccess(
        {.who = whoAsks(),
         .door = "command",
         .act = "restored",
         .reason = "from " + placeWords(fs::absolute(from.parent_path(), ignored))}));
    return epoch;
}

/// One that the present key wrote, or one before it.
Result<Backup> checkedBackup(const fs::path& from, const TownshipKeys& keys) {
    auto backup = checkBackup(from, Id::ofHash(keys.server.publicKey()));
    for (const auto& former : keys.formerServers) {
        if (backup || backup.error().fault != Fault::refused) {
            break;
        }
        backup = checkBackup(from, Id::ofHash(former));
    }
    return backup;
}

}  // namespace

Result<Restored> restoreTownship(const fs::path& data, const fs::path& from) {
    XIANGJI_LET(folder, DataFolder::openForRestore(data));
    XIANGJI_LET(keys, folder.keys());
    Restored restored;
    XIANGJI_LET(backup, checkedBackup(from, keys));
    restored.backup = backup;
    XIANGJI_LET(revocations, RevocationFile::open(folder.revocations()));
    XIANGJI_LET(revoked, revocations->all());
    restored.revocations = revoked.size();
    XIANGJI_LET(erasures, ErasureFile::open(folder.erasures()));
    XIANGJI_LET(erased, erasures->all());
    restored.erasures = erased.size();
    folder.dropFresh();
    auto epoch = prepared(folder, from / "central.db", keys, *revocations, *erasures);
    if (!epoch) {
        folder.dropFresh();
        return epoch.error();
    }
    restored.epoch = *epoch;
    XIANGJI_LET(aside, folder.exchange());
    restored.aside = aside;
    return restored;
}

}  // namespace xiangji::syncd
