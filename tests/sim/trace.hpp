#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace xiangji::sim {

/// What happened in a world, as one number that two runs of a seed must share, and as lines where
/// a person wants to read them. Every frame that crosses a link and every outcome goes in.
class Trace {
 public:
    explicit Trace(bool keepsLines) : keepsLines_(keepsLines) {}

    void bytes(std::string_view bytes) {
        for (const char byte : bytes) {
            hash_ = (hash_ ^ static_cast<unsigned char>(byte)) * 0x100000001b3ULL;
        }
    }
    void line(std::string_view text) {
        bytes(text);
        bytes("\n");
        if (keepsLines_) {
            lines_.emplace_back(text);
        }
    }
    [[nodiscard]] bool keepsLines() const { return keepsLines_; }
    [[nodiscard]] std::uint64_t hash() const { return hash_; }
    [[nodiscard]] const std::vector<std::string>& lines() const { return lines_; }

 private:
    bool keepsLines_;
    std::uint64_t hash_ = 0xcbf29ce484222325ULL;
    std::vector<std::string> lines_;
};

}  // namespace xiangji::sim
