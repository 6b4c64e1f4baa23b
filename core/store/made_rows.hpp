#pragma once

#include <boost/container/small_vector.hpp>
#include <cstdint>
#include <optional>
#include <unordered_map>
#include <vector>

#include "core/records/catalogue.hpp"
#include "core/store/connection.hpp"
#include "wire/kept.pb.h"

namespace xiangji {

/// Rows that this phone made or edited and of which no receipt speaks yet. An envelope keeps what
/// lies beside its rows in one line (`_made`): one page, wherever the rows are. With its first
/// receipt they get overlays of their own: then they are told apart. Where a row has an overlay of
/// its own, that one is the truth, and what a line says of it is old. Runs in the caller's
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

    /// What lies beside a row after an envelope: a wire::Overlay.
    struct Overlaid {
        Name name;
        Bytes overlay;
    };

    explicit MadeRows(Connection& connection) : connection_(connection) {}

    /// An envelope's new rows, of which there is nothing more to say, and others. May be called
    /// again for the same envelope.
    void put(std::uint64_t seq, const std::vector<Name>& made,
             const std::vector<Overlaid>& overlaid);
    /// After the last envelope whose line names the row; none: no line does.
    [[nodiscard]] std::optional<wire::Overlay> overlay(const Name& name);
    /// The envelopes whose lines name the row.
    [[nodiscard]] std::vector<std::uint64_t> envelopes(const Name& name);
    /// Takes an envelope's line out of here.
    [[nodiscard]] std::vector<Overlaid> take(std::uint64_t seq);
    [[nodiscard]] std::vector<Name> all();

 private:
    struct Entry {
        boost::container::small_vector<std::uint64_t, 2> envelopes;
        Bytes overlay;  ///< empty: the first of them made it, and that is all
    };
    using Known = std::unordered_map<Name, Entry, NameHash>;
    /// As the table has it: read once, and again after a transaction that did not hold.
    [[nodiscard]] Known& known();
    [[nodiscard]] static Bytes overlayIn(const Entry& entry);
    static void learn(Entry& entry, std::uint64_t seq, std::string_view overlay);

    Connection& connection_;
    Known known_;
    bool isRead_ = false;
    std::uint64_t rollbacks_ = 0;
};

}  // namespace xiangji
