#include "core/client/home_secrets.hpp"

#include "core/client/database_key.hpp"
#include "core/client/device_key.hpp"
#include "core/client/next_key.hpp"

namespace xiangji {

const std::vector<std::string>& homeSecrets() {
    static const std::vector<std::string> kNames{std::string(kCentreKey), std::string(kNextKey),
                                                 std::string(kDatabaseKey),
                                                 std::string(kDeviceKey)};
    return kNames;
}

}  // namespace xiangji
