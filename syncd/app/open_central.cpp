#include "syncd/app/open_central.hpp"

#include "syncd/central/sqlite/sqlite_central.hpp"

namespace xiangji::syncd {

namespace {

Error damaged(const DataFolder& folder, const std::string& what) {
    return {Fault::damaged,
            folder.database().string() + ": " + what +
                "; nothing was changed: put the last backup in its place with syncd "
                "restore (what lies here is moved aside), and the phones give back "
                "what came after it"};
}

}  // namespace

Result<std::unique_ptr<Central>> openCentral(const DataFolder& folder) {
    auto central = openSqliteCentral(folder.database(), Catalogue::builtIn());
    if (!central) {
        return central.error().fault == Fault::damaged ? damaged(folder, central.error().detail)
                                                       : central.error();
    }
    const auto identity = (*central)->identity();
    if (!identity) {
        return identity.error().fault == Fault::damaged ? damaged(folder, identity.error().detail)
                                                        : identity.error();
    }
    if (!*identity) {
        return damaged(folder, "this is not a township's central database");
    }
    return central;
}

}  // namespace xiangji::syncd
