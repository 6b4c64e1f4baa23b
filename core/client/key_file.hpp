#pragma once

#include <filesystem>

#include "core/client/key_seat.hpp"

namespace xiangji {

/// Secrets as 0600 files below a folder: written beside, synced, renamed.
class KeyFile final : public KeySeat {
 public:
    explicit KeyFile(std::filesystem::path folder) : folder_(std::move(folder)) {}
    [[nodiscard]] Result<std::optional<Bytes>> load(const std::string& name) override;
    [[nodiscard]] Outcome save(const std::string& name, const Bytes& secret) override;
    [[nodiscard]] Outcome drop(const std::string& name) override;

 private:
    [[nodiscard]] Outcome syncFolder() const;

    std::filesystem::path folder_;
};

}  // namespace xiangji
