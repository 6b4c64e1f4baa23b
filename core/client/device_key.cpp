#include "core/client/device_key.hpp"

namespace xiangji {

Result<SigningKey> deviceKey(KeySeat& keys, Random& random, PhoneDatabase& database) {
    XIANGJI_LET(seed, keys.load(std::string(kDeviceKey)));
    if (seed) {
        return SigningKey::fromSeed(*seed);
    }
    XIANGJI_LET(joined, guarded([&] { return !database.knownId(known::kServer).isNone(); }));
    if (joined) {
        return Error{
            Fault::notFound,
            "the key of this home (device.key) is not where the home keeps it; nothing was "
            "changed and no new key was made; put it back from a copy, or join again with "
            "a new home: what was delivered is safe at the centre"};
    }
    auto key = SigningKey::make(random);
    XIANGJI_TRY(keys.save(std::string(kDeviceKey), key.seed()));
    return key;
}

Outcome keepCentre(KeySeat& keys, PhoneDatabase& database) {
    XIANGJI_LET(centre, guarded([&] {
                    const Id server = database.knownId(known::kServer);
                    return server.isNone()
                               ? Bytes()
                               : server.bytes() + database.knownBytes(known::kServerKey);
                }));
    if (centre.empty()) {
        return {};
    }
    XIANGJI_LET(kept, keys.load(std::string(kCentreKey)));
    return kept == centre ? Outcome() : keys.save(std::string(kCentreKey), centre);
}

}  // namespace xiangji
