#pragma once

#include <filesystem>

#include "mobile/platform/key_store.hpp"

namespace xiangji {

/// Secrets as files of mode 0600 in a folder of mode 0700: for Linux, and for a phone's private app
/// folder. A file that somebody else owns or may read is refused, never mended in silence: the
/// secret is out.
class FileKeyStore final : public KeyStore {
 public:
    explicit FileKeyStore(std::filesystem::path folder) : folder_(std::move(folder)) {}
    [[nodiscard]] Result<Bytes> load(const std::string& name) override;
    [[nodiscard]] Outcome save(const std::string& name, const Bytes& secret) override;
    [[nodiscard]] Outcome remove(const std::string& name) override;

 private:
    [[nodiscard]] Result<std::filesystem::path> placeOf(const std::string& name) const;
    [[nodiscard]] Outcome syncFolder() const;

    std::filesystem::path folder_;
};

}  // namespace xiangji
