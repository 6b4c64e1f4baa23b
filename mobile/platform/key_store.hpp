#pragma once

#include <string>

#include "core/base/bytes.hpp"
#include "core/base/result.hpp"

namespace xiangji {

/// Where a phone's system keeps an app's secrets: its key store, or private files.
/// Names are a–z, 0–9, '.', '_' and '-', at most 64, beginning with a letter or digit; secrets at
/// most 64 KiB.
class KeyStore {
 public:
    virtual ~KeyStore() = default;
    /// Fault::notFound if there is no such secret; Fault::untrusted if others could have read it.
    [[nodiscard]] virtual Result<Bytes> load(const std::string& name) = 0;
    /// Durable when it returns, also through a power cut; the old secret stays whole until then.
    [[nodiscard]] virtual Outcome save(const std::string& name, const Bytes& secret) = 0;
    /// Success too when there was none.
    [[nodiscard]] virtual Outcome remove(const std::string& name) = 0;
};

}  // namespace xiangji
