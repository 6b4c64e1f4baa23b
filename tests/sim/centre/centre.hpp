#pragma once

#include <memory>

#include "syncd/merge/desk/desk.hpp"
#include "tests/sim/centre/twin_central.hpp"
#include "tests/sim/clocks.hpp"
#include "tests/sim/disk/virtual_disk.hpp"
#include "tests/sim/planted.hpp"
#include "tests/support/memory_book.hpp"

namespace xiangji::sim {

inline constexpr const char* kCentreMachine = "centre";
inline constexpr const char* kUnits =
    "area_code,name,parent_code,kind\n"
    "360982,樟树市,,centre\n"
    "360982100,临江镇,360982,institute\n"
    "360982101,永泰镇,360982,institute\n"
    "360982100200,郭里村委会,360982100,station\n"
    "360982101200,曲水村委会,360982101,station\n";

/// A furnished central database, made once and copied into every world.
struct CentreImage {
    VirtualDisk::Image disk;
    syncd::test::MemoryStore store;
    Bytes serverSeed;
};
/// `updated`: by the program of the next schema level.
[[nodiscard]] const CentreImage& centreImage(bool updated);

/// The centre's machine: its process opens the database, runs the desk, dies and comes back.
class Centre {
 public:
    Centre(VirtualDisk& disk, const WorldTime& time, SeededRandom& random, Findings& findings,
           Planted& fault, bool updated);
    ~Centre();

    /// Starts the process; false where it cannot (the error is a finding unless the clock is
    /// behind).
    bool boot();
    /// The program's update; it counts from the next start on.
    void update() { updated_ = true; }
    [[nodiscard]] bool updated() const { return updated_; }
    /// Ends it in order, or lets go of what a kill left.
    void stop();
    /// What a watchdog does with a dead process.
    void reboot(Reboot reboot, Chance& chance);

    /// A copy of the database at one moment.
    struct Backup {
        VirtualDisk::Image disk;
        syncd::test::MemoryStore store;
    };
    [[nodiscard]] Backup backUp();
    /// What an operator does with a lost database: the backup in its place, and a new life begun.
    /// He may fall over that too and does it again.
    void restore(const Backup& backup, Chance& chance);

    [[nodiscard]] bool running() const { return desk_ != nullptr && !dead(); }
    [[nodiscard]] bool dead() const { return disk_.dead(kCentreMachine); }
    /// How often it was started: a link lives no longer than the process it ends at.
    [[nodiscard]] int boots() const { return boots_; }
    [[nodiscard]] syncd::Desk& desk() { return *desk_; }
    [[nodiscard]] TwinCentral& central() { return *twin_; }
    [[nodiscard]] const syncd::test::MemoryStore& store() const { return second_.store; }
    [[nodiscard]] SkewedClock& clock() { return clock_; }
    [[nodiscard]] const SigningKey& key() const { return key_; }

 private:
    /// Opens the database, with what is planted around it.
    [[nodiscard]] bool open();
    [[nodiscard]] syncd::Desk::Seats seats();
    void beginNewLife(const Backup& backup, Chance& chance, bool falls);

    VirtualDisk& disk_;
    SkewedClock clock_;
    SeededRandom& random_;
    Findings& findings_;
    Planted& fault_;
    bool updated_;
    SigningKey key_;
    TwinCentral::Second second_;
    test::MemoryBook book_;  ///< outlives every database
    std::unique_ptr<syncd::RevocationBook> spoiledBook_;
    std::unique_ptr<syncd::Central> real_;
    std::unique_ptr<syncd::Central> spoiledReal_;
    std::unique_ptr<TwinCentral> twin_;
    std::unique_ptr<syncd::Central> spoiledTwin_;
    std::unique_ptr<Clock> spoiledClock_;
    std::unique_ptr<syncd::Desk> desk_;
    int boots_ = 0;
};

}  // namespace xiangji::sim
