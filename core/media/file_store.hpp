#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <mutex>
#include <string>

#include "core/base/id.hpp"
#include "core/base/result.hpp"

namespace xiangji {

/// Files named by their SHA-256 below one folder, on a phone and at the centre alike:
///   ab/cdef…          a whole file, its name the hash of its bytes
///   thumbs/ROW        a media row's thumbnail
///   parts/OWNER/SHA   what has arrived of a file; its size says where to go on
/// What a call has kept is durable when it returns: written beside, synced, renamed, the folder
/// synced. Safe from any thread. Faults: diskFull, damaged (a hash that is another), notFound,
/// failed.
class FileStore {
 public:
    explicit FileStore(std::filesystem::path root) : root_(std::move(root)) {}

    /// Keeps bytes under their hash, which it returns. The same bytes are kept once.
    [[nodiscard]] Result<Bytes> keep(std::string_view bytes);
    [[nodiscard]] bool has(const Bytes& sha256) const;
    [[nodiscard]] std::filesystem::path path(const Bytes& sha256) const;
    /// At most `most` bytes from `offset` on; empty at the end.
    [[nodiscard]] Result<Bytes> read(const Bytes& sha256, std::uint64_t offset,
                                     std::size_t most) const;
    [[nodiscard]] Result<std::uint64_t> size(const Bytes& sha256) const;
    [[nodiscard]] Outcome forget(const Bytes& sha256);

    // A file that arrives in chunks. Owners have parts of their own: nobody can spoil another's.
    [[nodiscard]] std::uint64_t partSize(const Id& owner, const Bytes& sha256) const;
    /// Adds a chunk at the end of the part; where `offset` is not its end nothing is written. The
    /// part's size afterwards.
    [[nodiscard]] Result<std::uint64_t> append(const Id& owner, const Bytes& sha256,
                                               std::uint64_t offset, std::string_view bytes);
    /// The part is the whole file: checked, then kept. With another hash it is thrown away, so that
    /// sending begins anew (damaged).
    [[nodiscard]] Outcome finish(const Id& owner, const Bytes& sha256);
    /// All parts of an owner together.
    [[nodiscard]] std::uint64_t partBytes(const Id& owner) const;
    [[nodiscard]] Outcome forgetPart(const Id& owner, const Bytes& sha256);
    /// Whoever's they are.
    [[nodiscard]] Outcome forgetParts(const Bytes& sha256);

    [[nodiscard]] Outcome keepThumb(const Id& row, std::string_view jpeg);
    [[nodiscard]] bool hasThumb(const Id& row) const;
    [[nodiscard]] std::filesystem::path thumbPath(const Id& row) const;
    [[nodiscard]] Result<Bytes> readThumb(const Id& row) const;
    [[nodiscard]] Outcome forgetThumb(const Id& row);

    /// Every whole file: its hash and size.
    void each(const std::function<void(const Bytes& sha256, std::uint64_t bytes)>& visit) const;

    [[nodiscard]] const std::filesystem::path& root() const { return root_; }

 private:
    [[nodiscard]] std::filesystem::path partPath(const Id& owner, const Bytes& sha256) const;

    std::filesystem::path root_;
    std::mutex mutex_;  ///< one writer at a time: two chunks of one part must not meet
};

/// A small file written so that a power cut leaves the old or the new one, never half of it.
[[nodiscard]] Outcome writeDurably(const std::filesystem::path& path, std::string_view bytes);
/// The whole of a file of at most `most` bytes. Faults: notFound, invalid (larger), failed.
[[nodiscard]] Result<Bytes> readWhole(const std::filesystem::path& path, std::uint64_t most);

}  // namespace xiangji
