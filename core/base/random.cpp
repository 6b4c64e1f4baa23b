#include "core/base/random.hpp"

#include <sodium.h>

namespace xiangji {

Bytes SystemRandom::bytes(std::size_t count) {
    Bytes result(count, '\0');
    randombytes_buf(result.data(), count);
    return result;
}

}  // namespace xiangji
