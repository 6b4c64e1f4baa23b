#include "core/client/next_key.hpp"

#include "core/client/device_key.hpp"

namespace xiangji {

Result<SigningKey> nextKey(KeySeat& keys, Random& random) {
    XIANGJI_LET(seed, keys.load(std::string(kNextKey)));
    if (seed) {
        return SigningKey::fromSeed(*seed);
    }
    auto key = SigningKey::make(random);
    XIANGJI_TRY(keys.save(std::string(kNextKey), key.seed()));
    return key;
}

Outcome settleKey(KeySeat& keys, PhoneDatabase& database) {
    XIANGJI_LET(seed, keys.load(std::string(kNextKey)));
    if (!seed) {
        return {};
    }
    XIANGJI_LET(key, SigningKey::fromSeed(*seed));
    XIANGJI_LET(device, guarded([&] { return database.knownId(known::kDevice); }));
    if (device != Id::ofHash(key.publicKey())) {
        return {};  // It was made, and nothing goes by it yet.
    }
    XIANGJI_TRY(keys.save(std::string(kDeviceKey), key.seed()));
    return keys.drop(std::string(kNextKey));
}

}  // namespace xiangji
