#pragma once

#include <filesystem>
#include <memory>
#include <string>

#include "core/client/client.hpp"
#include "core/client/key_file.hpp"
#include "core/store/connection.hpp"
#include "syncd/central/sqlite/sqlite_central.hpp"
#include "syncd/merge/desk/desk.hpp"
#include "tests/support/desk_link.hpp"
#include "tests/support/hand_clock.hpp"
#include "tests/support/memory_book.hpp"
#include "tests/support/scratch_folder.hpp"

namespace xiangji::test {

/// A network a test chooses.
class HandNetwork final : public NetworkSeat {
 public:
    [[nodiscard]] NetworkKind now() const override { return kind; }
    NetworkKind kind = NetworkKind::free;
};

/// One phone: a real client over a real home, linked to a township's desk.
struct Phone {
    Phone(const std::filesystem::path& home, Clock& clock, syncd::Desk& desk);

    /// Closes the home and opens it again, as a killed app would find it.
    void restart();
    [[nodiscard]] Client& operator*() const { return *client; }
    [[nodiscard]] Client* operator->() const { return client.get(); }

    /// `add("activity", {{"title", "…"}, …})`: text as on the command line. Throws on an error,
    /// with its words.
    Id add(const std::string& type, const std::vector<std::pair<std::string, std::string>>& fields);
    void edit(const std::string& type, const Id& id,
              const std::vector<std::pair<std::string, std::string>>& fields);
    /// Syncs and expects it done.
    SyncReport sync();
    /// Every row of a type as one JSON text, void ones too.
    [[nodiscard]] std::string everything(const std::string& type) const;
    [[nodiscard]] std::string text(const std::string& type, const Id& id,
                                   const std::string& field) const;
    /// The key under which the home's database lies; nothing where it lies in the clear.
    [[nodiscard]] std::optional<FileKey> fileKey();
    /// The home's database itself, while nobody has the home open. Throws.
    [[nodiscard]] std::unique_ptr<Connection> file();

    std::filesystem::path home;
    Clock& clock;
    SystemRandom random;
    KeyFile keys;
    DeskLinks links;
    HandNetwork network;
    std::unique_ptr<Client> client;
};

/// A township's centre with Zhangshu's units, in this process.
class Township {
 public:
    Township();

    /// A phone of one person at a unit, joined by an invitation for one.
    [[nodiscard]] std::unique_ptr<Phone> phone(const std::string& name, const std::string& role,
                                               const std::string& unitCode = "360982100",
                                               int uses = 1);
    [[nodiscard]] std::string invite(const std::string& name, const std::string& role,
                                     const std::string& unitCode, int uses = 1);

    [[nodiscard]] syncd::Desk::Seats seats() {
        return {*central,     clock,
                random,       Catalogue::builtIn(),
                key,          {folder.path() / "media", {.reserveBytes = 0}},
                &revocations, {},
                &erasures};
    }
    /// A copy of the central database as it is now.
    [[nodiscard]] std::filesystem::path backup(const std::string& name);
    /// Puts a copy in place of the central database without another word: an operator's mistake.
    void putBack(const std::filesystem::path& copy, std::initializer_list<Phone*> phones);
    /// The same as `syncd restore` does it: a new life.
    void restore(const std::filesystem::path& copy, std::initializer_list<Phone*> phones);
    /// Opens the database again, as a new start of syncd.
    void restart(std::initializer_list<Phone*> phones);

    ScratchFolder folder;
    HandClock clock{1'781'827'200'000};  // 2026-06-19 08:00 in Shanghai: Dragon Boat
    SystemRandom random;
    SigningKey key = SigningKey::make(random);
    MemoryBook revocations;
    MemoryErasures erasures;
    std::unique_ptr<syncd::Central> central;
    std::unique_ptr<syncd::Desk> desk;

 private:
    void exchange(const std::filesystem::path& copy);
    void openDesk(std::initializer_list<Phone*> phones);
};

}  // namespace xiangji::test
