#include "tests/sim/disk/file.hpp"

#include <algorithm>

namespace xiangji::sim {

namespace {

void put(Bytes& bytes, std::uint64_t offset, std::string_view piece) {
    if (bytes.size() < offset + piece.size()) {
        bytes.resize(offset + piece.size(), '\0');
    }
    std::copy(piece.begin(), piece.end(), bytes.begin() + static_cast<std::ptrdiff_t>(offset));
}

Bytes piece(const Bytes& bytes, std::uint64_t offset, std::size_t size) {
    return offset >= bytes.size() ? Bytes() : bytes.substr(offset, size);
}

}  // namespace

void File::write(std::uint64_t offset, std::string_view bytes) {
    unsynced_.push_back(
        {offset, piece(bytes_, offset, bytes.size()), Bytes(bytes), bytes_.size(), false});
    put(bytes_, offset, bytes);
}

void File::truncate(std::uint64_t size) {
    if (size < bytes_.size()) {
        unsynced_.push_back({size, bytes_.substr(size), {}, bytes_.size(), true});
    }
    bytes_.resize(size, '\0');
}

void File::cutPower(Chance& chance) {
    for (auto write = unsynced_.rbegin(); write != unsynced_.rend(); ++write) {
        bytes_.resize(std::max<std::size_t>(bytes_.size(), write->sizeBefore), '\0');
        put(bytes_, write->offset, write->before);
        bytes_.resize(write->sizeBefore);
    }
    for (const auto& write : unsynced_) {
        const auto fate = chance.below(3);
        if (fate == 0) {
            continue;
        }
        if (write.truncation) {
            bytes_.resize(std::min<std::size_t>(bytes_.size(), write.offset));
            continue;
        }
        const auto kept = fate == 1 ? write.after.size() : chance.below(write.after.size() + 1);
        put(bytes_, write.offset, std::string_view(write.after).substr(0, kept));
    }
    unsynced_.clear();
}

}  // namespace xiangji::sim
