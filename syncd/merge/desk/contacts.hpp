#pragma once

#include <map>
#include <mutex>

#include "syncd/merge/transaction.hpp"

namespace xiangji::syncd {

/// When each phone was last met and how far it has read: kept in memory and written with the next
/// commit of something that matters, since losing it costs nothing. Safe from any thread.
class Contacts {
 public:
    struct Contact {
        Instant atMs = 0;
        Lsn cursor = 0;
    };

    void met(const Id& device, Instant nowMs);
    void read(const Id& device, Instant nowMs, Lsn cursor);
    [[nodiscard]] std::map<Id, Contact> all() const;
    [[nodiscard]] Lsn readTo(const Id& device) const;

    /// Writes what is new since the last call.
    [[nodiscard]] Outcome write(Transaction& transaction);

 private:
    mutable std::mutex mutex_;
    std::map<Id, Contact> contacts_;
    std::map<Id, Contact> fresh_;
};

/// A device row with what memory knows more of it.
void bringUpToDate(DeviceRow& device, const Contacts::Contact& contact);

}  // namespace xiangji::syncd
