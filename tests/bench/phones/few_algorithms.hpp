#pragma once

#include <openssl/types.h>

namespace xiangji::bench {

/// OpenSSL's default algorithms with two kinds of keys only. For each certificate OpenSSL 3.0 asks
/// every kind of key and every decoder that it has, which costs a phone twice its handshake; ten
/// thousand phones on one machine would take that time from the daemon they measure.
/// Lives until the program's end.
[[nodiscard]] OSSL_LIB_CTX* fewAlgorithms();

}  // namespace xiangji::bench
