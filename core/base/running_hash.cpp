#include "core/base/running_hash.hpp"

#include <sodium.h>

namespace xiangji {

namespace {
constexpr std::size_t kHashBytes = 32;
}  // namespace

struct RunningHash::State {
    crypto_generichash_state hash;
};

RunningHash::RunningHash() : state_(std::make_unique<State>()) {
    crypto_generichash_init(&state_->hash, nullptr, 0, kHashBytes);
}

RunningHash::~RunningHash() = default;

void RunningHash::add(std::string_view bytes) {
    crypto_generichash_update(&state_->hash, octets(bytes).data(), bytes.size());
}

Bytes RunningHash::take() {
    Bytes hash(kHashBytes, '\0');
    crypto_generichash_final(&state_->hash, reinterpret_cast<unsigned char*>(hash.data()),
                             hash.size());
    return hash;
}

}  // namespace xiangji
