#include "syncd/central/sqlite/sqlite_central.hpp"

#include <algorithm>
#include <atomic>

#include "core/store/connection.hpp"
#include "syncd/central/sqlite/access_tables.hpp"
#include "syncd/central/sqlite/allowed_memory.hpp"
#include "syncd/central/sqlite/aside_tables.hpp"
#include "syncd/central/sqlite/central_copy.hpp"
#include "syncd/central/sqlite/erasure_tables.hpp"
#include "syncd/central/sqlite/feed_query.hpp"
#include "syncd/central/sqlite/lineage_tables.hpp"
#include "syncd/central/sqlite/log_history.hpp"
#include "syncd/central/sqlite/log_lines.hpp"
#include "syncd/central/sqlite/marked_rows.hpp"
#include "syncd/central/sqlite/read_pool.hpp"
#include "syncd/central/sqlite/segment_table.hpp"
#include "syncd/central/sqlite/side_tables.hpp"
#include "syncd/central/sqlite/sqlite_reader.hpp"
#include "syncd/central/sqlite/sqlite_snapshot.hpp"
#include "syncd/central/sqlite/sqlite_write.hpp"
#include "syncd/central/sqlite/tables.hpp"
#include "syncd/central/sqlite/whole_query.hpp"

namespace xiangji::syncd {

namespace {

/// What is deleted or overwritten is zeroed in its page, whatever SQLite was built with.
constexpr std::string_view kWritersSettings = "PRAGMA secure_delete = ON";
/// The writer keeps pages up to an eighth of the machine's memory or a quarter of what its control
/// group may take, whichever is less: 1 GiB holds a million rows, once they were read, beside the
/// newest of the log. Taken only as the file grows.
constexpr std::uint64_t kCachedShareOfMachine = 8;
constexpr std::uint64_t kCachedShareOfGroup = 4;
constexpr std::uint64_t kLeastCacheKiB = 64UL * 1024;
constexpr std::uint64_t kMostCacheKiB = 1024UL * 1024;
/// The write-ahead log grows to two thirds of the file before it goes there: pages of old rows,
/// each written for one change, then lie beside each other. At least 80 MB, so that what is written
/// again and again goes once; at most 1 GB, for which `MediaLimits::reserveBytes` leaves room.
constexpr std::uint64_t kLeastLogPages = 20'000;
constexpr std::uint64_t kMostLogPages = 240'000;
constexpr unsigned kMeasuredAfter = 64;  ///< transactions

std::uint64_t cacheKiB() {
    const auto share = std::min(machineMemoryBytes() / kCachedShareOfMachine,
                                groupLimitBytes() / kCachedShareOfGroup);
    return std::clamp(share / 1024, kLeastCacheKiB, kMostCacheKiB);
}

std::uint64_t countOf(Connection& sql, const std::string& from) {
    auto query = sql.statement("SELECT count(*) FROM " + from);
    query.step();
    return query.unsignedInteger(0);
}

class SqliteCentral final : public Central {
 public:
    SqliteCentral(std::unique_ptr<Connection> writer, const std::filesystem::path& file,
                  const Catalogue& catalogue)
        : catalogue_(catalogue),
          writer_(std::move(writer)),
          tables_(*writer_),
          segments_(file),
          pool_(file),
          reader_(pool_, catalogue) {}

    Result<std::optional<CentralIdentity>> identity() override {
        return pool_.read([](Connection& sql) -> std::optional<CentralIdentity> {
            auto query = sql.statement("SELECT server, epoch FROM _identity");
            return query.step() ? std::optional(CentralIdentity{query.id(0), query.id(1)})
                                : std::nullopt;
        });
    }

    Result<std::unique_ptr<CentralWrite>> begin() override {
        if (writing_.exchange(true)) {
            return Error{Fault::busy,
                         "the central database is being written by another part of this program"};
        }
        auto write = guarded([&]() -> std::unique_ptr<CentralWrite> {
            if (transactions_++ % kMeasuredAfter == 0) {
                setLogPages();
            }
            return std::make_unique<SqliteWrite>(*writer_, tables_, segments_, writing_);
        });
        if (!write) {
            writing_ = false;
        }
        return write;
    }

    Result<FeedPage> feed(const FeedScope& scope, Lsn after, std::size_t mostRows,
                          std::size_t mostBytes) override {
        return pool_.read([&](Connection& sql) {
            return feedPage(sql, catalogue_, scope, after, mostRows, mostBytes);
        });
    }
    Result<WholePage> whole(const std::vector<WholePart>& parts, const WholePlace& after,
                            std::size_t mostRows, std::size_t mostBytes) override {
        return pool_.read(
            [&](Connection& sql) { return wholePage(sql, parts, after, mostRows, mostBytes); });
    }
    Result<std::uint64_t> countWhole(const std::vector<WholePart>& parts) override {
        return pool_.read([&](Connection& sql) { return countOfWhole(sql, parts); });
    }
    Result<std::vector<LogLine>> history(TypeNumber type, const Id& row) override {
        return pool_.read([&](Connection& sql) {
            const RecordType* known = catalogue_.find(type);
            return known == nullptr ? std::vector<LogLine>()
                                    : LogHistory(sql, segments_).of(*known, row);
        });
    }
    Result<LogHead> headNow() override {
        return pool_.read([](Connection& sql) { return headOf(sql); });
    }
    Result<std::vector<Epoch>> epochs() override {
        return pool_.read([](Connection& sql) { return epochsIn(sql); });
    }
    Result<std::optional<Bytes>> hashAt(Lsn lsn) override {
        return pool_.read([&](Connection& sql) { return LogHistory(sql, segments_).hashAt(lsn); });
    }
    Result<std::vector<RecoveryRow>> recoveries() override {
        return pool_.read([](Connection& sql) { return recoveriesIn(sql); });
    }
    Result<std::unique_ptr<CentralSnapshot>> snapshot() override {
        return guarded([&]() -> std::unique_ptr<CentralSnapshot> {
            return std::make_unique<SqliteSnapshot>(pool_.hold(), segments_);
        });
    }
    Outcome copyTo(const std::filesystem::path& file) override {
        auto copied = pool_.read([&](Connection& sql) {
            const auto reading = segments_.reading();
            copyCentral(sql, segments_.path(), file);
        });
        return copied ? Outcome() : Outcome(copied.error());
    }
    Result<std::vector<DeviceRow>> devices() override {
        return pool_.read([](Connection& sql) { return devicesIn(sql); });
    }
    Result<std::optional<DeviceRow>> deviceNow(const Id& id) override {
        return pool_.read([&](Connection& sql) { return deviceIn(sql, id); });
    }
    Result<CentralCounts> counts() override {
        return pool_.read([&](Connection& sql) {
            CentralCounts counts;
            counts.conflicts = countOf(sql, "_conflict");
            counts.held = countOf(sql, "_envelope WHERE state <> 0 AND state = 1") +
                          countOf(sql, "_aside WHERE state = 0");
            counts.quarantined = countOf(sql, "_envelope WHERE state <> 0 AND state = 2") +
                                 countOf(sql, "_quarantine") +
                                 countOf(sql, "_aside WHERE state = 1");
            counts.proposals = countOf(sql, "_proposal WHERE open = 1");
            for (const auto& type : catalogue_.types()) {
                counts.rows.emplace_back(
                    &type, countOf(sql, '"' + type.name + "\" WHERE void_reason IS NULL"));
            }
            return counts;
        });
    }
    Result<std::optional<RowState>> rowNow(const RecordType& type, const Id& id) override {
        return pool_.read([&](Connection& sql) { return MarkedRows(sql, type).row(id); });
    }
    Result<std::vector<ProposalRow>> proposalsNow(TypeNumber type, const Id& row) override {
        return pool_.read([&](Connection& sql) { return proposalsIn(sql, type, row); });
    }
    Result<std::vector<AsideRow>> asideNow() override {
        return pool_.read([](Connection& sql) { return allAsideIn(sql); });
    }
    Result<std::vector<WholeAside>> wholeAsideNow() override {
        return pool_.read([](Connection& sql) { return wholeAsideIn(sql); });
    }
    Result<AccessBook> accessBook() override {
        return pool_.read([](Connection& sql) { return accessBookIn(sql); });
    }
    Result<std::vector<ErasureRow>> erasures(Lsn after, Lsn upTo) override {
        return pool_.read([&](Connection& sql) { return erasuresIn(sql, after, upTo); });
    }
    Result<bool> scrubDue() override {
        return pool_.read([](Connection& sql) { return scrubDueIn(sql); });
    }
    Outcome scrub() override {
        return cleaned([&] {
            tables_.forgetPlaces();
            scrubFiles(*writer_);
            sweepErased();
            noteScrubbed(*writer_);
        });
    }
    Result<std::vector<Segment>> segments() override {
        return pool_.read([](Connection& sql) { return segmentsIn(sql); });
    }
    Result<LogSpan> logSpan(Instant before) override {
        return pool_.read([&](Connection& sql) { return logSpanIn(sql, before); });
    }
    void sweepArchive() override {
        (void)pool_.read([&](Connection& sql) { return sweepSegments(sql, segments_); });
    }
    Outcome emptyLog() override {
        return cleaned([&] {
            emptyLogOf(*writer_);
            sweepErased();
        });
    }
    Reader& reader() override { return reader_; }

 private:
    template <typename Work>
    Outcome cleaned(const Work& work) {
        if (writing_.exchange(true)) {
            return Error{Fault::busy, "the central database is being written just now"};
        }
        auto done = guarded(work);
        writing_ = false;
        return done;
    }

    /// Segments that were written anew without what was erased: the old files.
    void sweepErased() {
        segments_.committed();
        if (!sweepSegments(*writer_, segments_)) {
            throw SqlFault({Fault::busy,
                            "somebody reads an older moment of the database just now: a file "
                            "of its archive could not be deleted; do it again later"});
        }
    }

    void setLogPages() {
        auto query = writer_->statement("PRAGMA page_count");
        query.step();
        const auto pages = query.unsignedInteger(0);
        writer_->execute("PRAGMA wal_autocheckpoint = " +
                         std::to_string(std::clamp(pages * 2 / 3, kLeastLogPages, kMostLogPages)));
    }

    const Catalogue& catalogue_;
    std::unique_ptr<Connection> writer_;
    WrittenTables tables_;
    unsigned transactions_ = 0;
    std::atomic<bool> writing_ = false;
    SegmentFolder segments_;
    ReadPool pool_;
    SqliteReader reader_;
};

}  // namespace

Result<std::unique_ptr<Central>> openSqliteCentral(const std::filesystem::path& file,
                                                   const Catalogue& catalogue) {
    XIANGJI_LET(writer, Connection::open(file, Connection::Mode::writeMuch));
    XIANGJI_TRY(guarded([&] {
        writer->execute(kWritersSettings);
        writer->execute("PRAGMA cache_size = -" + std::to_string(cacheKiB()));
        SqlTransaction transaction(*writer);
        furnishCentral(*writer, catalogue);
        furnishAccess(*writer);
        furnishErasures(*writer);
        transaction.commit();
    }));
    auto central = std::make_unique<SqliteCentral>(std::move(writer), file, catalogue);
    central->sweepArchive();
    return std::unique_ptr<Central>(std::move(central));
}

}  // namespace xiangji::syncd
