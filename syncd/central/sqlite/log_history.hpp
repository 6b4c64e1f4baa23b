#pragma once

#include <memory>
#include <optional>
#include <shared_mutex>
#include <vector>

#include "core/store/connection.hpp"
#include "syncd/central/central.hpp"
#include "syncd/central/sqlite/segment_folder.hpp"

namespace xiangji::syncd {

/// The one door to lines, wherever they lie: in the log, or in a segment, which is opened when a
/// line of it is asked for. Reads in the connection's transaction; made before anything was read in
/// it, so that no segment it names goes meanwhile. Throws SqlFault: notFound where a segment is
/// away, damaged where it is another's.
class LogHistory {
 public:
    LogHistory(Connection& sql, SegmentFolder& folder);
    ~LogHistory() = default;
    LogHistory(const LogHistory&) = delete;
    LogHistory& operator=(const LogHistory&) = delete;

    [[nodiscard]] std::optional<LogLine> line(Lsn lsn);
    [[nodiscard]] std::optional<Bytes> hashAt(Lsn lsn);
    [[nodiscard]] std::optional<LogPlace> origin(Lsn lsn);
    /// By LSN, found from the row's last line back to its first. Fault damaged where that way is
    /// broken.
    [[nodiscard]] std::vector<LogLine> of(const RecordType& type, const Id& row);

    // Without the lines of segments that cannot be read.
    void walkByLsn(const CentralSnapshot::OnLine& line);
    void walkByRow(const CentralSnapshot::OnLine& line);
    [[nodiscard]] std::vector<Id> rowsWithoutLine(const RecordType& type);

    [[nodiscard]] std::vector<Segment> segments();
    void look(const Segment& segment);

 private:
    /// Stays open for a while.
    [[nodiscard]] std::shared_ptr<Connection> opened(const Segment& segment);
    [[nodiscard]] std::shared_ptr<Connection> openedIfThere(const Segment& segment);
    [[nodiscard]] std::unique_ptr<Connection> orderedByRow();
    [[nodiscard]] bool mayBeSpokenOf(const RecordType& type, const Id& row, Lsn lsn);

    struct Open {
        Segment segment;
        std::shared_ptr<Connection> connection;
    };
    Connection& sql_;
    SegmentFolder& folder_;
    std::shared_lock<std::shared_mutex> reading_;
    std::vector<Open> open_;  ///< the one used last is the last
};

}  // namespace xiangji::syncd
