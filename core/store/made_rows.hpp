#pragma once

#include <cstdint>
#include <unordered_map>
#include <vector>

#include "core/records/catalogue.hpp"
#include "core/store/connection.hpp"

namespace xiangji {

/// Rows that this phone made and of which no receipt speaks yet. All there is to say of such a row
/// is which envelope made it; so an envelope keeps its new rows in one line (`_made`), and they get
/// overlays of their own with its first receipt: then they are told apart. Runs in the caller's
/// transaction; throws SqlFault.
class MadeRows {
 public:
    struct Name {
        TypeNumber type = 0;
        Id row;
        bool operator==(const Name&) const = default;
    };

    struct NameHash {
        std::size_t operator()(const Name& name) const { return std::hash<Id>{}(name.row); }
    };

    explicit MadeRows(Connection& connection) : connection_(connection) {}

    void put(std::uint64_t seq, const std::vector<Name>& rows);
    /// The envelope that made a row; 0 = none, or its receipt was here.
    [[nodiscard]] std::uint64_t madeBy(const Name& name);
    /// Takes an envelope's rows out of here.
    [[nodiscard]] std::vector<Name> take(std::uint64_t seq);
    [[nodiscard]] std::vector<Name> all();

 private:
    using Known = std::unordered_map<Name, std::uint64_t, NameHash>;
    /// As the table has it: read once, and again after a transaction that did not hold.
    [[nodiscard]] Known& known();

    Connection& connection_;
    Known known_;
    bool isRead_ = false;
    std::uint64_t rollbacks_ = 0;
};

}  // namespace xiangji
