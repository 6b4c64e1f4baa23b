#include "syncd/app/replace_keys.hpp"

#include "core/base/random.hpp"
#include "syncd/app/data_folder.hpp"
#include "syncd/app/open_central.hpp"
#include "syncd/app/wire_keys.hpp"
#include "syncd/merge/desk/new_key.hpp"

namespace xiangji::syncd {

namespace {

/// The keys under which this database's own hand has written.
Result<std::vector<Bytes>> signers(const DataFolder& folder) {
    XIANGJI_LET(central, openCentral(folder));
    XIANGJI_LET(devices, central->devices());
    std::vector<Bytes> keys;
    for (const auto& device : devices) {
        if (isCentresOwn(device)) {
            keys.push_back(device.publicKey);
        }
    }
    return keys;
}

}  // namespace

Outcome replaceKeys(const std::filesystem::path& data, const std::string& nextPem) {
    XIANGJI_LET(folder, DataFolder::open(data));
    const auto keys = folder.keyFolder();
    XIANGJI_LET(former, signers(folder));
    XIANGJI_LET(wire, nextPem.empty() ? TlsIdentity::make() : TlsIdentity::fromKey(nextPem));
    SystemRandom random;
    XIANGJI_TRY(keys.replaceMissing({SigningKey::make(random), wire, former}));
    XIANGJI_LET(all, keys.read());
    return WireKeys(keys, all.tls).renewNext();
}

}  // namespace xiangji::syncd
