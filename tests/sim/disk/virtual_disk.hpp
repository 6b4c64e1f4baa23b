#pragma once

#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <string>

#include "tests/sim/disk/file.hpp"

namespace xiangji::sim {

/// How a process comes back: what a kill -9 leaves (everything written), or what a power cut does.
enum class Reboot { afterKill, afterPowerCut };

/// What an operation on a file came to.
enum class Io { done, full, dead };

/// The disks of all machines of a world, in memory. The first folder of a path is the machine; it
/// runs one process. Every write, truncation, sync and deletion is a *seat*: at one chosen seat
/// the process dies, and everything it asks for from then on fails. Safe from any thread.
class VirtualDisk {
 public:
    /// Which process, and which of its lives: a handle of an earlier life is dead.
    struct Life {
        std::string machine;
        int number = 0;
    };

    [[nodiscard]] Life life(const std::string& machine);
    [[nodiscard]] bool dead(const std::string& machine);
    /// Dies at the `seats`-th seat from now; by `applied` that last operation still reaches the
    /// file.
    void killAfter(const std::string& machine, std::uint64_t seats, bool applied);
    void spare(const std::string& machine);
    void kill(const std::string& machine);
    void reboot(const std::string& machine, Reboot reboot, Chance& chance);
    void setFull(const std::string& machine, bool full);
    /// For a planted fault: syncs are answered and not done.
    void setIgnoresSync(const std::string& machine, bool ignores);
    /// The same for files, on any machine, with this in their path.
    void setIgnoresSyncIn(std::string part);

    /// Where processes died at a chosen seat: how many, by what it was.
    struct Falls {
        int atWrites = 0;
        int atSyncs = 0;
    };
    [[nodiscard]] Falls falls(const std::string& machine);

    [[nodiscard]] bool exists(const std::string& path);
    /// The file, made where there is none and `make` allows it.
    [[nodiscard]] std::shared_ptr<File> open(const std::string& path, bool make);
    /// All files of a machine, by path: an image to copy.
    using Image = std::map<std::string, Bytes>;
    [[nodiscard]] Image imageOf(const std::string& machine);
    void putImage(const std::string& machine, const Image& image);

    // Operations of a living process; `dead` where it is not, or dies here.
    [[nodiscard]] Io write(const Life& life, File& file, std::uint64_t offset,
                           std::string_view bytes);
    [[nodiscard]] Io truncate(const Life& life, File& file, std::uint64_t size);
    [[nodiscard]] Io sync(const Life& life, File& file);
    [[nodiscard]] Io remove(const Life& life, const std::string& path);
    [[nodiscard]] bool alive(const Life& life);

    std::recursive_mutex& mutex() { return mutex_; }

 private:
    struct Machine {
        int life = 1;
        bool dead = false;
        bool full = false;
        bool ignoresSync = false;
        std::uint64_t seats = 0;
        std::optional<std::uint64_t> killAt;
        bool applied = false;
        Falls falls;
    };
    /// Takes a seat: whether the operation reaches the file, and whether the process lives on.
    struct Seat {
        bool reaches = false;
        bool lives = false;
    };
    [[nodiscard]] Seat seat(const Life& life, int Falls::* kind);

    std::recursive_mutex mutex_;
    std::string ignoresSyncIn_;
    std::map<std::string, Machine> machines_;
    std::map<std::string, std::shared_ptr<File>> files_;
};

[[nodiscard]] std::string machineOf(const std::string& path);

}  // namespace xiangji::sim
