#pragma once

#include <cstdint>
#include <functional>
#include <string>

#include "core/base/clock.hpp"
#include "core/base/id.hpp"
#include "core/base/result.hpp"
#include "core/merge/heads.hpp"

namespace xiangji::syncd {

/// A stretch of the log that lies in a file of its own. Only `file` and `checksum` ever change:
/// when values in it are erased by order.
struct Segment {
    Lsn first = 0;
    Lsn last = 0;
    Bytes before;      ///< chain hash of the line before its first; empty at the log's beginning
    Bytes hash;        ///< chain hash of its last line
    Bytes signature;   ///< the centre's, over segmentStatement
    std::string file;  ///< its name in the archive's folder
    Bytes checksum;    ///< BLAKE2b over every line as it lies in the file

    [[nodiscard]] bool has(Lsn lsn) const { return first <= lsn && lsn <= last; }
    [[nodiscard]] std::uint64_t lines() const { return last + 1 - first; }
};

/// What the centre signs of a segment: all that never changes.
[[nodiscard]] Bytes segmentStatement(const Id& server, const Segment& segment);

/// For people: "the segment FILE (LSN 1 to 16384)".
[[nodiscard]] std::string named(const Segment& segment);

/// The lines that the log itself holds, and which of them are old.
struct LogSpan {
    Lsn first = 0;       ///< 0: it is empty
    Lsn lastBefore = 0;  ///< the last that was received before the moment asked for; 0 = none
};

/// Moves the beginning of the log into a segment. Part of the writer's transaction, which owns it.
class ArchiveWrite {
 public:
    virtual ~ArchiveWrite() = default;

    using Sign = std::function<Bytes(const Segment&)>;
    /// A file of the log's lines from its first to `last`, durable and read back when it returns.
    /// The newest line is never among them. Faults: invalid (no such stretch), diskFull, damaged
    /// (lines are missing).
    [[nodiscard]] virtual Result<Segment> write(Lsn last, const Sign& sign) = 0;
    /// The segment takes the place of its lines, once the transaction commits.
    [[nodiscard]] virtual Outcome handOver(const Segment& segment) = 0;
};

}  // namespace xiangji::syncd
