#pragma once

#include <mutex>
#include <string>

#include "core/base/random.hpp"
#include "core/client/key_seat.hpp"
#include "core/client/system_keys.hpp"

namespace xiangji {

/// Where a home's keys lie.
enum class KeyPlace { file, secretService };

/// `file` or `secret-service`, as people write it.
[[nodiscard]] const char* keyPlaceName(KeyPlace place);

/// The secrets of one home, wherever they lie. A new home takes the system's key store where that
/// is ready, else files; a file `place` beside the key files remembers it, so that a home never
/// looks in the wrong place: when its place is not there, that is an error and no new key.
/// A home of before has no `place`: its keys lie in files. Thread-safe; between processes the home
/// lock keeps the order.
class HomeKeys final : public KeySeat {
 public:
    /// `title` names the home for who looks into the system's store. All outlive this.
    HomeKeys(KeySeat& files, SystemKeys& system, Random& random, std::string title)
        : files_(files), system_(system), random_(random), title_(std::move(title)) {}

    [[nodiscard]] Result<std::optional<Bytes>> load(const std::string& name) override;
    [[nodiscard]] Outcome save(const std::string& name, const Bytes& secret) override;
    [[nodiscard]] Outcome drop(const std::string& name) override;

    [[nodiscard]] Result<KeyPlace> place();
    /// Whether the system's store could take keys now, or why not.
    [[nodiscard]] Outcome systemReady();
    /// Moves all of the home's secrets: written there, read back and compared, `place` turned, only
    /// then removed here. Whatever ends it in between, each secret is in the place that counts;
    /// what was left over goes at the next use. The caller has the home locked.
    [[nodiscard]] Outcome move(KeyPlace to);

 private:
    struct Spot;
    struct Told;
    [[nodiscard]] Result<Told> told();
    [[nodiscard]] Outcome tell(const Told& told);
    [[nodiscard]] Result<Told> settled();
    [[nodiscard]] Outcome tidy(Told& told);
    [[nodiscard]] Result<Spot> choose();
    [[nodiscard]] Outcome copy(const Spot& from, const Spot& to);
    [[nodiscard]] std::shared_ptr<KeySeat> seatOf(const Spot& spot);

    KeySeat& files_;
    SystemKeys& system_;
    Random& random_;
    std::string title_;
    std::mutex mutex_;
};

}  // namespace xiangji
