#pragma once

#include <map>
#include <memory>

#include "core/client/phone_client.hpp"
#include "tests/sim/ledger.hpp"
#include "tests/sim/levels.hpp"
#include "tests/sim/phone/links.hpp"

namespace xiangji::sim {

/// Where a phone's secrets are kept in these worlds.
class MemoryKeys final : public KeySeat {
 public:
    Result<std::optional<Bytes>> load(const std::string& name) override {
        const auto found = secrets_.find(name);
        return found == secrets_.end() ? std::optional<Bytes>() : std::optional(found->second);
    }
    Outcome save(const std::string& name, const Bytes& secret) override {
        secrets_[name] = secret;
        return {};
    }
    Outcome drop(const std::string& name) override {
        secrets_.erase(name);
        return {};
    }

 private:
    std::map<std::string, Bytes> secrets_;
};

/// What all phones of a world share.
struct PhoneWorld {
    VirtualDisk& disk;
    WorldTime& time;
    SeededRandom& random;
    Centre& centre;
    Trace& trace;
    Tap& tap;
    Findings& findings;
    Ledger& ledger;
    Planted& fault;
};

/// Makes the images that every phone starts from.
void makePhoneImages();

/// One phone's machine: the real client over the virtual disk, which dies and comes back.
class Phone {
 public:
    Phone(PhoneWorld world, int number);
    ~Phone();
    Phone(const Phone&) = delete;
    Phone& operator=(const Phone&) = delete;

    /// Starts the app; a home that does not open is a finding.
    bool boot();
    void stop();
    /// The app's update; it counts from the next start on.
    void update() { app_ = after(app_); }
    [[nodiscard]] App app() const { return app_; }
    void reboot(Reboot reboot, Chance& chance);
    [[nodiscard]] bool running() const { return client_ != nullptr && !dead(); }
    [[nodiscard]] bool dead() const { return world_.disk.dead(machine_); }

    [[nodiscard]] Client& client() { return *client_; }
    [[nodiscard]] PhoneDatabase& database() { return *database_; }
    [[nodiscard]] Links& links() { return links_; }
    [[nodiscard]] SkewedClock& clock() { return clock_; }
    [[nodiscard]] const std::string& machine() const { return machine_; }
    [[nodiscard]] const Id& device() const { return device_; }
    /// The key under which it signs, and its sealed fields lie.
    [[nodiscard]] const SigningKey& key() const { return key_; }
    /// All of its files.
    [[nodiscard]] VirtualDisk::Image files() { return world_.disk.imageOf(machine_); }

    /// A person's transaction; what it says is saved goes into the ledger.
    [[nodiscard]] Result<std::vector<Id>> write(const std::vector<Operation>& operations);
    /// Takes the last transaction back; what that saved goes into the ledger.
    [[nodiscard]] Result<Undone> undo();
    [[nodiscard]] Result<Bytes> writeBundle();
    [[nodiscard]] Outcome readBundle(const Bytes& bundle);

    /// Rows of the types that the last transaction touched, before it and after it.
    using Rows = std::map<std::pair<TypeNumber, Id>, Fields>;
    struct LastWrite {
        std::uint64_t seq = 0;
        Rows before;
        Rows after;
    };
    [[nodiscard]] const LastWrite& lastWrite() const { return lastWrite_; }
    /// The rows of those types as they are now.
    [[nodiscard]] Rows rowsLike(const Rows& before, const Rows& after);
    using Cell = std::tuple<TypeNumber, Id, FieldNumber>;
    /// Cells of which it knows several values, written apart.
    [[nodiscard]] std::set<Cell> inConflict();

    /// Client::sync, or the same steps over a spoiled shelf where a fault is planted there.
    [[nodiscard]] SyncReport sync();

    /// The phone is set back to a copy of its files made earlier.
    void setBack(const VirtualDisk::Image& image, Chance& chance);

    /// Envelopes in outbox and sent, by number.
    [[nodiscard]] std::map<std::uint64_t, Bytes> keptHashes();
    /// What they say, in their order, and whether they wait in the outbox.
    struct Kept {
        Bytes body;
        bool waits = false;
        std::set<int> held;  ///< of one that the centre has: the changes that wait there
    };
    [[nodiscard]] std::vector<Kept> kept();

    /// A home that is a copy: it keeps what it has until somebody brings it an invitation.
    [[nodiscard]] bool isCopied();

    bool joined = false;

 private:
    /// As a home that is opened: its tables, its key, and what an older app left in the clear.
    [[nodiscard]] Outcome furnish(PhoneDatabase& database);
    void learnSaved();
    [[nodiscard]] Rows rowsOf(const std::set<TypeNumber>& types);

    PhoneWorld world_;
    std::string machine_;
    SigningKey key_;
    Id device_;
    App app_;
    SkewedClock clock_;
    MemoryKeys keys_;
    Links links_;
    std::unique_ptr<Clock> spoiledClock_;
    std::unique_ptr<LinkMaker> spoiledLinks_;
    PhoneDatabase* database_ = nullptr;
    std::unique_ptr<PhoneClient> client_;
    std::uint64_t lastSeq_ = 0;  ///< greatest number in the ledger
    LastWrite lastWrite_;
};

}  // namespace xiangji::sim
