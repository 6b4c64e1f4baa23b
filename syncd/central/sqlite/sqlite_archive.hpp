#pragma once

#include <map>
#include <string>
#include <vector>

#include "core/store/connection.hpp"
#include "syncd/central/archive.hpp"
#include "syncd/central/sqlite/segment_folder.hpp"

namespace xiangji::syncd {

/// Over the writing connection: segments made, and made anew where a line in them was erased. A
/// file is durable before the transaction that names it commits.
class SqliteArchive final : public ArchiveWrite {
 public:
    SqliteArchive(Connection& sql, SegmentFolder& folder) : sql_(sql), folder_(folder) {}
    ~SqliteArchive() override;
    SqliteArchive(const SqliteArchive&) = delete;
    SqliteArchive& operator=(const SqliteArchive&) = delete;

    Result<Segment> write(Lsn last, const Sign& sign) override;
    Outcome handOver(const Segment& segment) override;

    /// Right before the commit: lines that were rewritten get into their segments. Throws SqlFault.
    void finish();
    void committed();

 private:
    [[nodiscard]] Segment next(Lsn last) const;
    void rewrite(Segment segment, const std::map<Lsn, Bytes>& changed);
    [[nodiscard]] std::string freshName(const Segment& segment);

    Connection& sql_;
    SegmentFolder& folder_;
    std::vector<std::string> made_;
    bool mayBeOnDisk_ = false;  ///< a commit was begun: whether it succeeds only a restart may tell
};

/// Deletes files that no segment names and whose lines the database has otherwise, at the same
/// chain hash. False: somebody reads, and there is something to delete. Throws SqlFault.
[[nodiscard]] bool sweepSegments(Connection& sql, SegmentFolder& folder);

}  // namespace xiangji::syncd
