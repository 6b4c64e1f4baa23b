#pragma once

#include <map>

#include "tests/sim/checks/restored.hpp"
#include "tests/sim/disk/sqlite_disk.hpp"
#include "tests/sim/phone/stranger.hpp"
#include "tests/sim/story/event.hpp"

namespace xiangji::sim {

/// How a story ended.
struct Ending {
    std::optional<Finding> finding;
    std::uint64_t traceHash = 0;
    std::vector<std::string> lines;  ///< where they were asked for
    // What it was made of, to see that a story tests something.
    int writes = 0;
    int syncs = 0;
    int kills = 0;
    int undos = 0;
    int carried = 0;  ///< bundles read
    int restores = 0;
    int segments = 0;                ///< of the centre's archive
    VirtualDisk::Falls phoneFalls;   ///< at chosen seats of the disk
    VirtualDisk::Falls centreFalls;  ///< the same
    int envelopes = 0;
    int conflicts = 0;
    int ordersPlayed = 0;
    int ordersCompared = 0;
};

/// A township in a box: a centre, phones, their disks, clocks and network. It plays a story, lets
/// everything come to rest, and asks whether the promises were kept.
class World final : private Tap {
 public:
    World(const Story& story, Planted& planted, bool keepsLines);
    ~World() override;
    World(const World&) = delete;
    World& operator=(const World&) = delete;

    [[nodiscard]] Ending play();

 private:
    void left(const Id& device, const wire::Request& request, const wire::Reply& reply) override;

    /// Plays event `at`, and those that happen meanwhile; the next one's place.
    [[nodiscard]] std::size_t playFrom(std::size_t at);
    void play(const Event& event, std::vector<Event> meanwhile);
    void join(Phone& phone, const Event& event, Chance& chance);
    void write(Phone& phone, Chance& chance);
    /// A person's transaction, told in the trace; true if it was saved.
    bool save(Phone& phone, const std::vector<Operation>& operations);
    void found(Phone& phone, Chance& chance);
    void sync(Phone& phone, Chance& chance, std::vector<Event> meanwhile);
    void restart(Phone& phone, Chance& chance);
    void jumpClock(Phone& phone, Chance& chance);
    void restartCentre(Chance& chance);
    void confirm(Phone& phone, Chance& chance);
    void revoke(Phone& phone);
    void setBack(Phone& phone, Chance& chance);
    void grant(Chance& chance);
    void endGrant(Phone& admin, const RecordType& type, Chance& chance);
    void fill(Phone& phone, Chance& chance);
    void letStrangerAct(Chance& chance);
    void undo(Phone& phone);
    void bundle(Phone& phone);
    void carry(Phone& phone, Chance& chance);
    void carryToDesk(const Bytes& bundle);
    void forgeReceipts(Phone& phone);
    void pocket(Bytes bundle);
    /// What a parcel of answers says, for whomever it is.
    void hear(const wire::Parcel& answers);
    void backUp();
    void restore(Chance& chance);
    void recover(Chance& chance);
    void archive(Chance& chance);
    void move(Chance& chance);
    void quarrel(Phone& first, Chance& chance);
    void ask(Phone& asker, Chance& chance);
    void answer(Phone& phone, Chance& chance);
    /// Who can do something now: joined, and not in the middle of a sync.
    [[nodiscard]] bool free(const Phone& phone) const;

    [[nodiscard]] std::optional<std::string> invitationFor(int number);
    [[nodiscard]] bool isRevoked(const Phone& phone) const;
    [[nodiscard]] int numberOf(const Phone& phone) const;
    /// Whoever died comes back, and has what it promised.
    void bringBack(Chance& chance);
    /// The network heals, everybody is served, until nothing moves any more.
    void comeToRest();
    [[nodiscard]] bool syncRound();
    void checkEverything();
    void checkLife();
    void say(std::string text);
    [[nodiscard]] bool broken() const { return findings_.first().has_value(); }

    const Story& story_;
    Planted& planted_;
    VirtualDisk disk_;
    SqliteDisk sqlite_;
    WorldTime time_;
    SeededRandom random_;
    Trace trace_;
    Findings findings_;
    Opened opened_;  ///< what lies sealed at the centre
    Ledger ledger_;
    Centre centre_;
    std::vector<std::unique_ptr<Phone>> phones_;
    std::map<int, std::string> invitations_;
    std::map<int, VirtualDisk::Image> copies_;
    std::set<int> setBack_;       ///< whose numbers somebody used before
    std::vector<Bytes> pockets_;  ///< bundles, the newest last
    struct Backup {
        Centre::Backup centre;
        Ledger::Said said;
    };
    std::vector<Backup> backups_;
    Keepsakes keepsakes_;
    std::unique_ptr<Stranger> stranger_;
    Phone* syncing_ = nullptr;  ///< in the middle of whose sync others act
    Ending ending_;
};

}  // namespace xiangji::sim
