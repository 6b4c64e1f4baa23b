#pragma once

#include <cstdint>
#include <string_view>

#include "core/base/id.hpp"
#include "core/records/value.hpp"

namespace xiangji::syncd {

/// Writes small numbers small: LEB128, ids, values with a tag.
class Packer {
 public:
    Packer() { bytes_.reserve(kUsualBytes); }
    void number(std::uint64_t value);
    void fixed(std::uint64_t value);  ///< 8 bytes, little end first
    void id(const Id& id);
    void value(const Value& value);
    [[nodiscard]] std::size_t sizeBytes() const { return bytes_.size(); }
    [[nodiscard]] Bytes take() { return std::move(bytes_); }

 private:
    static constexpr std::size_t kUsualBytes = 256;
    void run(std::string_view bytes);  ///< length, then the bytes
    Bytes bytes_;
};

/// Reads what a Packer wrote. Past the end or on nonsense it yields zeros and `broken()` turns
/// true.
class Unpacker {
 public:
    explicit Unpacker(std::string_view bytes) : bytes_(bytes) {}
    [[nodiscard]] std::uint64_t number();
    [[nodiscard]] std::uint64_t fixed();
    [[nodiscard]] Id id();
    [[nodiscard]] Value value();
    [[nodiscard]] bool broken() const { return broken_; }
    [[nodiscard]] bool atEnd() const { return bytes_.empty(); }
    /// Nothing is left but zeros.
    [[nodiscard]] bool onlyRoomLeft() const {
        return bytes_.find_first_not_of('\0') == std::string_view::npos;
    }

 private:
    std::string_view cut(std::uint64_t size);
    std::string_view bytes_;
    bool broken_ = false;
};

}  // namespace xiangji::syncd
