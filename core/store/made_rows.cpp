#include "core/store/made_rows.hpp"

namespace xiangji {

namespace {

constexpr std::size_t kTypeBytes = 4;
constexpr std::size_t kNameBytes = kTypeBytes + Id::kSizeBytes;

void append(Bytes& bytes, const MadeRows::Name& name) {
    for (int shift = 24; shift >= 0; shift -= 8) {
        bytes += static_cast<char>(name.type >> shift & 0xff);
    }
    bytes += name.row.bytes();
}

std::vector<MadeRows::Name> namesIn(std::string_view bytes) {
    std::vector<MadeRows::Name> names;
    for (; bytes.size() >= kNameBytes; bytes.remove_prefix(kNameBytes)) {
        TypeNumber type = 0;
        for (const char octet : bytes.substr(0, kTypeBytes)) {
            type = type << 8 | static_cast<unsigned char>(octet);
        }
        names.push_back({type, *Id::fromBytes(bytes.substr(kTypeBytes, Id::kSizeBytes))});
    }
    return names;
}

}  // namespace

MadeRows::Known& MadeRows::known() {
    if (isRead_ && rollbacks_ == connection_.rollbacks()) {
        return known_;
    }
    known_.clear();
    auto query = connection_.statement("SELECT seq, rows FROM _made");
    while (query.step()) {
        for (const auto& name : namesIn(query.blobView(1))) {
            known_[name] = query.unsignedInteger(0);
        }
    }
    rollbacks_ = connection_.rollbacks();
    isRead_ = true;
    return known_;
}

void MadeRows::put(std::uint64_t seq, const std::vector<Name>& rows) {
    auto& known = this->known();
    Bytes bytes;
    bytes.reserve(rows.size() * kNameBytes);
    for (const auto& name : rows) {
        append(bytes, name);
    }
    auto query = connection_.statement("INSERT INTO _made (seq, rows) VALUES (?1, ?2)");
    query.bind(1, seq).bindBlobView(2, bytes).run();
    for (const auto& name : rows) {
        known[name] = seq;
    }
}

std::uint64_t MadeRows::madeBy(const Name& name) {
    const auto& known = this->known();
    const auto found = known.find(name);
    return found == known.end() ? 0 : found->second;
}

std::vector<MadeRows::Name> MadeRows::take(std::uint64_t seq) {
    auto& known = this->known();
    std::vector<Name> names;
    {
        auto query = connection_.statement("SELECT rows FROM _made WHERE seq = ?1");
        query.bind(1, seq);
        if (!query.step()) {
            return names;
        }
        names = namesIn(query.blobView(0));
    }
    connection_.statement("DELETE FROM _made WHERE seq = ?1").bind(1, seq).run();
    for (const auto& name : names) {
        known.erase(name);
    }
    return names;
}

std::vector<MadeRows::Name> MadeRows::all() {
    std::vector<Name> names;
    for (const auto& [name, seq] : known()) {
        names.push_back(name);
    }
    return names;
}

}  // namespace xiangji
