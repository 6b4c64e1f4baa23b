#pragma once

#include <filesystem>
#include <memory>
#include <mutex>
#include <set>
#include <shared_mutex>
#include <string>
#include <vector>

#include "core/store/connection.hpp"
#include "syncd/central/archive.hpp"

namespace xiangji::syncd {

/// Where the segments of one database lie: a folder beside it, with "-archive" after its name.
[[nodiscard]] std::filesystem::path archiveOf(const std::filesystem::path& database);

/// That folder as the program uses it: connections to segments on loan, files under way, and who
/// reads. Safe from any thread. Throws SqlFault.
class SegmentFolder {
 public:
    explicit SegmentFolder(const std::filesystem::path& database) : path_(archiveOf(database)) {}

    /// Taken before a read transaction begins: as long as it lives, no file goes.
    [[nodiscard]] std::shared_lock<std::shared_mutex> reading() {
        return std::shared_lock(readers_);
    }

    /// A connection on loan: an idle one, or a new one. Faults as of openSegment.
    [[nodiscard]] std::unique_ptr<Connection> take(const Segment& segment);
    void giveBack(const Segment& segment, std::unique_ptr<Connection> connection);

    /// A name that no file has, for a segment that is being written; `random` is of 4 bytes.
    [[nodiscard]] std::string begin(const Segment& segment, const Bytes& random);
    /// The writer's transaction was committed: what was under way is named now.
    void committed();
    /// It never came to a commit: what it wrote goes. A commit that failed may still have reached
    /// the disk, so its files stay under way.
    void givenUp(const std::vector<std::string>& files);

    /// Files that may be ours and that `named` has not; asked for before `named` is known.
    [[nodiscard]] std::vector<std::string> candidates() const;
    /// Deletes them, unless somebody reads: false then.
    [[nodiscard]] bool remove(const std::vector<std::string>& files);

    [[nodiscard]] const std::filesystem::path& path() const { return path_; }

 private:
    struct Idle {
        std::string file;
        std::unique_ptr<Connection> connection;
    };
    const std::filesystem::path path_;
    std::shared_mutex readers_;
    mutable std::mutex mutex_;  ///< over what follows
    std::vector<Idle> idle_;
    std::set<std::string> underWay_;
};

}  // namespace xiangji::syncd
