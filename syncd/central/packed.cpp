#include "syncd/central/packed.hpp"

#include <array>
#include <bit>

namespace xiangji::syncd {

namespace {

enum Tag : std::uint64_t { kUnset = 0, kInteger = 1, kReal = 2, kText = 3, kBytes = 4 };

std::uint64_t zigzag(std::int64_t value) {
    return (static_cast<std::uint64_t>(value) << 1) ^ static_cast<std::uint64_t>(value >> 63);
}
std::int64_t unzigzag(std::uint64_t value) {
    return static_cast<std::int64_t>(value >> 1) ^ -static_cast<std::int64_t>(value & 1);
}

}  // namespace

void Packer::number(std::uint64_t value) {
    while (value >= 0x80) {
        bytes_.push_back(static_cast<char>((value & 0x7f) | 0x80));
        value >>= 7;
    }
    bytes_.push_back(static_cast<char>(value));
}

void Packer::fixed(std::uint64_t value) {
    std::array<char, 8> octets{};
    for (char& octet : octets) {
        octet = static_cast<char>(value & 0xff);
        value >>= 8;
    }
    bytes_.append(octets.data(), octets.size());
}

void Packer::id(const Id& id) {
    const auto octets = std::bit_cast<std::array<char, Id::kSizeBytes>>(id);
    bytes_.append(octets.data(), octets.size());
}

void Packer::run(std::string_view bytes) {
    number(bytes.size());
    bytes_ += bytes;
}

void Packer::value(const Value& value) {
    struct Put {
        Packer& packer;
        void operator()(std::monostate) const { packer.number(kUnset); }
        void operator()(std::int64_t integer) const {
            packer.number(kInteger);
            packer.number(zigzag(integer));
        }
        void operator()(double real) const {
            packer.number(kReal);
            packer.fixed(std::bit_cast<std::uint64_t>(real));
        }
        void operator()(const std::string& text) const {
            packer.number(kText);
            packer.run(text);
        }
        void operator()(const Blob& blob) const {
            packer.number(kBytes);
            packer.run(blob.bytes());
        }
    };
    std::visit(Put{*this}, value);
}

std::string_view Unpacker::cut(std::uint64_t size) {
    if (size > bytes_.size()) {
        broken_ = true;
        bytes_ = {};
        return {};
    }
    const auto piece = bytes_.substr(0, size);
    bytes_.remove_prefix(size);
    return piece;
}

std::uint64_t Unpacker::number() {
    std::uint64_t value = 0;
    for (unsigned shift = 0; shift < 64; shift += 7) {
        const auto piece = cut(1);
        if (piece.empty()) {
            return 0;
        }
        const auto octet = static_cast<unsigned char>(piece.front());
        value |= static_cast<std::uint64_t>(octet & 0x7f) << shift;
        if ((octet & 0x80) == 0) {
            return value;
        }
    }
    broken_ = true;
    return 0;
}

std::uint64_t Unpacker::fixed() {
    std::uint64_t value = 0;
    const auto piece = cut(8);
    for (auto at = piece.rbegin(); at != piece.rend(); ++at) {
        value = (value << 8) | static_cast<unsigned char>(*at);
    }
    return value;
}

Id Unpacker::id() {
    return Id::fromBytes(cut(Id::kSizeBytes)).value_or(Id{});
}

Value Unpacker::value() {
    switch (number()) {
        case kUnset:
            return {};
        case kInteger:
            return unzigzag(number());
        case kReal:
            return std::bit_cast<double>(fixed());
        case kText:
            return std::string(cut(number()));
        case kBytes:
            return Blob{cut(number())};
        default:
            broken_ = true;
            return {};
    }
}

}  // namespace xiangji::syncd
