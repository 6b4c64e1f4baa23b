#pragma once

#include <memory>
#include <mutex>
#include <string>

#include "core/store/local_transaction.hpp"
#include "core/store/phone_shelf.hpp"
#include "core/sync/syncer.hpp"
#include "tests/support/township.hpp"

namespace xiangji::test {

/// The record types of this program with what later levels will bring: `steps` levels above it.
/// Each adds a field to activity (weather, mood, season); the first also adds a type, home_visit.
/// Below 0 the program of so many levels before, which sealed less.
[[nodiscard]] const Catalogue& catalogueLater(int steps);

/// A phone below the client, so that its schema level can be chosen and raised.
class LevelPhone {
 public:
    LevelPhone(const std::filesystem::path& home, Clock& clock, syncd::Desk& desk, int steps);

    /// The same phone after an update of its app.
    void updateTo(int steps);
    /// Joins; the first sync is the caller's.
    void join(const std::string& invitation);
    [[nodiscard]] Result<Synced> sync();
    /// One row as a person would write it, own fields by name. Its envelope waits.
    Id add(const std::string& type, const std::vector<std::pair<std::string, Value>>& fields);
    void edit(const std::string& type, const Id& id, const std::string& field, const Value& value);

    /// Asks for a value instead of writing it.
    void propose(const std::string& type, const Id& id, const std::string& field,
                 const Value& value);

    [[nodiscard]] Value cell(const std::string& type, const Id& id, const std::string& field);
    /// The same of a sealed field, opened with the phone's key.
    [[nodiscard]] Value opened(const std::string& type, const Id& id, const std::string& field);
    [[nodiscard]] bool has(const std::string& type, const Id& id);
    [[nodiscard]] std::uint64_t unsent();

    DeskLinks links;
    std::unique_ptr<PhoneDatabase> database;
    std::unique_ptr<PhoneShelf> shelf;

 private:
    [[nodiscard]] const RecordType& type(const std::string& name) const;
    /// Sealed where its field is.
    [[nodiscard]] Value laid(const RecordType& record, const Id& id, const std::string& name,
                             const Value& value) const;

    std::filesystem::path home_;
    Clock& clock_;
    SystemRandom random_;
    SigningKey key_;
    std::mutex mutex_;
};

}  // namespace xiangji::test
