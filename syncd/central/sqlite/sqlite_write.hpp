#pragma once

#include <atomic>
#include <optional>

#include "core/store/connection.hpp"
#include "syncd/central/central.hpp"
#include "syncd/central/sqlite/sqlite_archive.hpp"
#include "syncd/central/sqlite/sqlite_traces.hpp"
#include "syncd/central/sqlite/written_rows.hpp"

namespace xiangji::syncd {

/// The writer's transaction on the writing connection. `open` is raised while it lives: there is
/// one at a time.
class SqliteWrite final : public CentralWrite {
 public:
    SqliteWrite(Connection& connection, WrittenTables& tables, SegmentFolder& folder,
                std::atomic<bool>& open);
    ~SqliteWrite() override;
    SqliteWrite(const SqliteWrite&) = delete;
    SqliteWrite& operator=(const SqliteWrite&) = delete;

    Outcome setIdentity(const CentralIdentity& identity) override;
    Result<std::vector<Epoch>> epochs() override;
    Outcome putEpoch(const Epoch& epoch) override;
    Result<std::optional<RowState>> row(const RecordType& type, const Id& id) override;
    Result<std::optional<Id>> homeOf(const RecordType& type, const Id& id) override;
    Result<std::vector<Id>> rowsUnder(const RecordType& type, const Field& parent, const Id& row,
                                      const Id& home) override;
    Outcome putRow(const RecordType& type, const Id& id, const RowState& state) override;
    Outcome appendLog(const LogLine& line) override;
    Result<LogHead> head() override;
    Result<std::optional<LogPlace>> origin(Lsn lsn) override;
    Result<std::vector<LogLine>> linesOf(const RecordType& type, const Id& row) override;

    Outcome putRecovery(const RecoveryRow& proposal) override;
    Outcome dropRecovery(const Id& id) override;

    Result<std::optional<DeviceRow>> device(const Id& id) override;
    Outcome putDevice(const DeviceRow& device) override;
    Result<std::optional<InvitationRow>> invitation(const Bytes& secretHash) override;
    Outcome putInvitation(const InvitationRow& invitation) override;

    Result<std::optional<EnvelopeRow>> envelope(const Id& device, std::uint64_t seq) override;
    Outcome putEnvelope(const EnvelopeRow& envelope) override;
    Result<std::vector<EnvelopeRow>> heldEnvelopes(const Id& device) override;
    Outcome quarantine(const Id& device, std::uint64_t seq, const Bytes& envelope,
                       const std::string& reason, Instant nowMs) override;

    Outcome putAside(const AsideRow& aside) override;
    Outcome dropAside(const Id& id) override;
    Result<std::optional<AsideRow>> aside(const Id& id) override;
    Result<std::vector<AsideRow>> held(const HeldChoice& choice) override;
    Result<bool> anyHeld() override;
    Outcome turnAway(const Id& device, TypeNumber type, const Id& row) override;
    Result<bool> wasTurnedAway(const Id& device, TypeNumber type, const Id& row) override;
    Result<std::optional<ProposalRow>> proposal(const Id& id) override;
    Outcome putProposal(const ProposalRow& proposal) override;
    Result<std::vector<ProposalRow>> proposalsOf(TypeNumber type, const Id& row) override;

    Result<AccessHead> accessHead() override;
    Outcome appendAccess(const AccessLine& line, const AccessHead& head) override;
    TracesWrite* traces() override { return &traces_; }
    ArchiveWrite* archive() override { return &archive_; }

    Outcome savepoint() override;
    Outcome releaseSavepoint() override;
    Outcome rollbackToSavepoint() override;
    Outcome commit() override;

 private:
    void putLeft(const RecordType& type, const Id& id, const Id& old, const Id& now, Lsn lsn);
    void putFeed(const RecordType& type, const Id& id, const RowState& state,
                 const WrittenRows::Before& before);
    void putConflicts(const RecordType& type, const Id& id, const RowState& state, bool before);

    Connection& sql_;
    WrittenTables& tables_;
    std::atomic<bool>& open_;
    SqlTransaction transaction_;
    SegmentFolder& folder_;
    SqliteTraces traces_;
    SqliteArchive archive_;
    bool committed_ = false;
    std::optional<LogHead> head_;  ///< as this transaction sees it; read again after a rollback
};

}  // namespace xiangji::syncd
