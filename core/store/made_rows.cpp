#include "core/store/made_rows.hpp"

#include <algorithm>

namespace xiangji {

namespace {

constexpr std::size_t kNumberBytes = 4;
constexpr std::size_t kNameBytes = kNumberBytes + Id::kSizeBytes;

void append(Bytes& bytes, std::uint32_t number) {
    for (int shift = 24; shift >= 0; shift -= 8) {
        bytes += static_cast<char>(number >> shift & 0xff);
    }
}

void append(Bytes& bytes, const MadeRows::Name& name) {
    append(bytes, name.type);
    bytes += name.row.bytes();
}

std::string_view taken(std::string_view& bytes, std::size_t size) {
    if (size > bytes.size()) {
        throw SqlFault({Fault::damaged, "what this phone kept beside its rows cannot be read"});
    }
    const auto front = bytes.substr(0, size);
    bytes.remove_prefix(size);
    return front;
}

std::uint32_t numberIn(std::string_view& bytes) {
    std::uint32_t number = 0;
    for (const char octet : taken(bytes, kNumberBytes)) {
        number = number << 8 | static_cast<unsigned char>(octet);
    }
    return number;
}

MadeRows::Name nameIn(std::string_view& bytes) {
    const TypeNumber type = numberIn(bytes);
    return {type, *Id::fromBytes(taken(bytes, Id::kSizeBytes))};
}

template <typename OnRow>
void walk(std::string_view made, std::string_view overlaid, OnRow onRow) {
    while (!made.empty()) {
        onRow(nameIn(made), std::string_view());
    }
    while (!overlaid.empty()) {
        const auto name = nameIn(overlaid);
        onRow(name, taken(overlaid, numberIn(overlaid)));
    }
}

}  // namespace

void MadeRows::learn(Entry& entry, std::uint64_t seq, std::string_view overlay) {
    if (entry.envelopes.empty() || entry.envelopes.back() != seq) {
        entry.envelopes.push_back(seq);
    }
    entry.overlay = overlay;
}

Bytes MadeRows::overlayIn(const Entry& entry) {
    if (!entry.overlay.empty()) {
        return entry.overlay;
    }
    wire::Overlay made;
    made.set_inserted_seq(entry.envelopes.front());
    return made.SerializeAsString();
}

MadeRows::Known& MadeRows::known() {
    if (isRead_ && rollbacks_ == connection_.rollbacks()) {
        return known_;
    }
    known_.clear();
    auto query = connection_.statement("SELECT seq, rows, overlaid FROM _made ORDER BY seq");
    while (query.step()) {
        walk(query.blobView(1), query.blobView(2), [&](const Name& name, std::string_view overlay) {
            learn(known_[name], query.unsignedInteger(0), overlay);
        });
    }
    rollbacks_ = connection_.rollbacks();
    isRead_ = true;
    return known_;
}

void MadeRows::put(std::uint64_t seq, const std::vector<Name>& made,
                   const std::vector<Overlaid>& overlaid) {
    auto& known = this->known();
    Bytes names;
    names.reserve(made.size() * kNameBytes);
    for (const auto& name : made) {
        append(names, name);
    }
    Bytes overlays;
    for (const auto& [name, overlay] : overlaid) {
        append(overlays, name);
        append(overlays, static_cast<std::uint32_t>(overlay.size()));
        overlays += overlay;
    }
    auto query = connection_.statement(
        "INSERT INTO _made (seq, rows, overlaid) VALUES (?1, ?2, ?3) ON CONFLICT (seq) DO UPDATE "
        "SET rows = CAST(rows || excluded.rows AS BLOB), overlaid = CAST(overlaid || "
        "excluded.overlaid AS BLOB)");
    query.bind(1, seq).bindBlobView(2, names).bindBlobView(3, overlays).run();
    for (const auto& name : made) {
        learn(known[name], seq, {});
    }
    for (const auto& [name, overlay] : overlaid) {
        learn(known[name], seq, overlay);
    }
}

std::optional<wire::Overlay> MadeRows::overlay(const Name& name) {
    const auto& known = this->known();
    const auto found = known.find(name);
    if (found == known.end()) {
        return std::nullopt;
    }
    wire::Overlay overlay;
    if (found->second.overlay.empty()) {
        overlay.set_inserted_seq(found->second.envelopes.front());
    } else if (!overlay.ParseFromString(found->second.overlay)) {
        throw SqlFault({Fault::damaged, "what this phone kept beside a row cannot be read"});
    }
    return overlay;
}

std::vector<std::uint64_t> MadeRows::envelopes(const Name& name) {
    const auto& known = this->known();
    const auto found = known.find(name);
    return found == known.end() ? std::vector<std::uint64_t>()
                                : std::vector<std::uint64_t>(found->second.envelopes.begin(),
                                                             found->second.envelopes.end());
}

std::vector<MadeRows::Overlaid> MadeRows::take(std::uint64_t seq) {
    auto& known = this->known();
    std::vector<Overlaid> all;
    {
        auto query = connection_.statement("SELECT rows, overlaid FROM _made WHERE seq = ?1");
        query.bind(1, seq);
        if (!query.step()) {
            return all;
        }
        walk(query.blobView(0), query.blobView(1), [&](const Name& name, std::string_view) {
            const auto found = known.find(name);
            if (found == known.end()) {
                return;  // its line names it twice
            }
            auto& entry = found->second;
            all.push_back({name, overlayIn(entry)});
            const auto end = std::remove(entry.envelopes.begin(), entry.envelopes.end(), seq);
            entry.envelopes.erase(end, entry.envelopes.end());
            if (entry.envelopes.empty()) {
                known.erase(found);
            }
        });
    }
    connection_.statement("DELETE FROM _made WHERE seq = ?1").bind(1, seq).run();
    return all;
}

std::vector<MadeRows::Name> MadeRows::all() {
    std::vector<Name> names;
    for (const auto& [name, entry] : known()) {
        names.push_back(name);
    }
    return names;
}

}  // namespace xiangji
