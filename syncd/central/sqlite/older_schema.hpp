#pragma once

#include "core/records/catalogue.hpp"
#include "core/store/connection.hpp"

namespace xiangji::syncd {

/// A file of an older schema brought to this one, in two steps around the making of the new tables.
/// Nothing for a new file or one of this schema. Throws SqlFault.
class OlderSchema {
 public:
    /// `found`: what the file says of itself; 0 = it is new.
    OlderSchema(Connection& connection, const Catalogue& catalogue, int found)
        : connection_(connection), catalogue_(catalogue), first_(found == 1), second_(found == 2) {}

    /// Renames the tables that lie differently now, and widens the log.
    void setAside() const;
    /// Fills the new tables from them.
    void takeOver() const;

 private:
    void widenLog() const;
    void packFeed(const std::string& before) const;
    void copy(const std::string& table) const;

    Connection& connection_;
    const Catalogue& catalogue_;
    bool first_;
    bool second_;  ///< a place of the feed has a line of its own
};

}  // namespace xiangji::syncd
