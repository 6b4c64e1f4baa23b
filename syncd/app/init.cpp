#include "syncd/app/init.hpp"

#include "core/base/clock.hpp"
#include "core/base/random.hpp"
#include "core/records/catalogue.hpp"
#include "syncd/app/data_folder.hpp"
#include "syncd/app/wire_keys.hpp"
#include "syncd/central/sqlite/sqlite_central.hpp"
#include "syncd/merge/desk/desk.hpp"

namespace xiangji::syncd {

namespace {

constexpr std::size_t kMostCsvBytes = 16 * 1024 * 1024;

Result<std::string> furnished(const DataFolder& folder, const std::string& units) {
    SystemClock clock;
    SystemRandom random;
    XIANGJI_LET(tls, TlsIdentity::make());
    const TownshipKeys keys{SigningKey::make(random), tls};
    XIANGJI_TRY(folder.keepKeys(keys));
    XIANGJI_TRY(WireKeys(folder.keyFolder(), tls).renewNext());
    XIANGJI_LET(central, openSqliteCentral(folder.database(), Catalogue::builtIn()));
    XIANGJI_TRY(furnish({*central, clock, random, Catalogue::builtIn(), keys.server}, units));
    return toHex(keys.tls.pin());
}

}  // namespace

Result<std::string> initTownship(const std::filesystem::path& data,
                                 const std::filesystem::path& unitsCsv) {
    XIANGJI_LET(units, readFile(unitsCsv, kMostCsvBytes));
    XIANGJI_LET(folder, DataFolder::prepare(data));
    auto pin = furnished(folder, units);
    const auto finished = pin ? folder.finish() : Outcome(pin.error());
    if (!finished) {
        folder.abandon();
        return finished.error();
    }
    return pin;
}

}  // namespace xiangji::syncd
