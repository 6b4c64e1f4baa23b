#pragma once

#include <filesystem>
#include <string>
#include <string_view>

#include "core/base/bytes.hpp"
#include "core/base/result.hpp"

namespace xiangji::syncd {

/// What errno says about a path, in words; `what` begins the sentence ("cannot write the key").
/// Faults: diskFull, refused (not ours), notFound, failed.
[[nodiscard]] Error systemError(const std::string& what, const std::filesystem::path& path,
                                int number);

[[nodiscard]] Result<Bytes> readFile(const std::filesystem::path& path, std::size_t mostBytes);
/// Writes a file of mode 0600, whole or not at all, and durable when it returns.
[[nodiscard]] Outcome writeFile(const std::filesystem::path& path, std::string_view bytes);
/// Makes what was created, renamed or removed in a folder durable.
[[nodiscard]] Outcome syncFolder(const std::filesystem::path& folder);

/// An open file descriptor; closes itself.
class Descriptor {
 public:
    Descriptor() = default;
    explicit Descriptor(int number) : number_(number) {}
    Descriptor(Descriptor&& other) noexcept : number_(other.number_) { other.number_ = -1; }
    Descriptor& operator=(Descriptor&& other) noexcept;
    ~Descriptor();

    [[nodiscard]] int number() const { return number_; }
    [[nodiscard]] bool open() const { return number_ >= 0; }

 private:
    int number_ = -1;
};

}  // namespace xiangji::syncd
