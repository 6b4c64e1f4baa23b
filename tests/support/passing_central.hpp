#pragma once

#include "syncd/central/central.hpp"

namespace xiangji::syncd::test {

/// A transaction that passes everything on; a test overrides what it wants to see or spoil.
class PassingWrite : public CentralWrite {
 public:
    explicit PassingWrite(std::unique_ptr<CentralWrite> real) : real_(std::move(real)) {}

    Outcome setIdentity(const CentralIdentity& identity) override {
        return real_->setIdentity(identity);
    }
    Result<std::vector<Epoch>> epochs() override { return real_->epochs(); }
    Outcome putEpoch(const Epoch& epoch) override { return real_->putEpoch(epoch); }
    Result<std::optional<RowState>> row(const RecordType& type, const Id& id) override {
        return real_->row(type, id);
    }
    Result<std::optional<Id>> homeOf(const RecordType& type, const Id& id) override {
        return real_->homeOf(type, id);
    }
    Result<std::vector<Id>> rowsUnder(const RecordType& type, const Field& parent, const Id& row,
                                      const Id& home) override {
        return real_->rowsUnder(type, parent, row, home);
    }
    Outcome putRow(const RecordType& type, const Id& id, const RowState& state) override {
        return real_->putRow(type, id, state);
    }
    Outcome appendLog(const LogLine& line) override { return real_->appendLog(line); }
    Result<LogHead> head() override { return real_->head(); }
    Result<std::optional<LogPlace>> origin(Lsn lsn) override { return real_->origin(lsn); }
    Result<std::vector<LogLine>> linesOf(const RecordType& type, const Id& row) override {
        return real_->linesOf(type, row);
    }
    Outcome putRecovery(const RecoveryRow& proposal) override {
        return real_->putRecovery(proposal);
    }
    Outcome dropRecovery(const Id& id) override { return real_->dropRecovery(id); }
    Result<std::optional<DeviceRow>> device(const Id& id) override { return real_->device(id); }
    Outcome putDevice(const DeviceRow& device) override { return real_->putDevice(device); }
    Result<std::optional<InvitationRow>> invitation(const Bytes& hash) override {
        return real_->invitation(hash);
    }
    Outcome putInvitation(const InvitationRow& invitation) override {
        return real_->putInvitation(invitation);
    }
    Result<std::optional<EnvelopeRow>> envelope(const Id& device, std::uint64_t seq) override {
        return real_->envelope(device, seq);
    }
    Outcome putEnvelope(const EnvelopeRow& envelope) override {
        return real_->putEnvelope(envelope);
    }
    Result<std::vector<EnvelopeRow>> heldEnvelopes(const Id& device) override {
        return real_->heldEnvelopes(device);
    }
    Outcome quarantine(const Id& device, std::uint64_t seq, const Bytes& envelope,
                       const std::string& reason, Instant nowMs) override {
        return real_->quarantine(device, seq, envelope, reason, nowMs);
    }
    Outcome putAside(const AsideRow& aside) override { return real_->putAside(aside); }
    Outcome dropAside(const Id& id) override { return real_->dropAside(id); }
    Result<std::optional<AsideRow>> aside(const Id& id) override { return real_->aside(id); }
    Result<std::vector<AsideRow>> held(const HeldChoice& choice) override {
        return real_->held(choice);
    }
    Result<bool> anyHeld() override { return real_->anyHeld(); }
    Outcome turnAway(const Id& device, TypeNumber type, const Id& row) override {
        return real_->turnAway(device, type, row);
    }
    Result<bool> wasTurnedAway(const Id& device, TypeNumber type, const Id& row) override {
        return real_->wasTurnedAway(device, type, row);
    }
    Result<std::optional<ProposalRow>> proposal(const Id& id) override {
        return real_->proposal(id);
    }
    Outcome putProposal(const ProposalRow& proposal) override {
        return real_->putProposal(proposal);
    }
    Result<std::vector<ProposalRow>> proposalsOf(TypeNumber type, const Id& row) override {
        return real_->proposalsOf(type, row);
    }
    Result<AccessHead> accessHead() override { return real_->accessHead(); }
    Outcome appendAccess(const AccessLine& line, const AccessHead& head) override {
        return real_->appendAccess(line, head);
    }
    TracesWrite* traces() override { return real_->traces(); }
    ArchiveWrite* archive() override { return real_->archive(); }
    Outcome savepoint() override { return real_->savepoint(); }
    Outcome releaseSavepoint() override { return real_->releaseSavepoint(); }
    Outcome rollbackToSavepoint() override { return real_->rollbackToSavepoint(); }
    Outcome commit() override { return real_->commit(); }

 protected:
    [[nodiscard]] CentralWrite& real() { return *real_; }
    [[nodiscard]] std::unique_ptr<CentralWrite> release() { return std::move(real_); }

 private:
    std::unique_ptr<CentralWrite> real_;
};

/// A central database that passes everything on; the real one outlives it.
class PassingCentral : public Central {
 public:
    explicit PassingCentral(Central& real) : real_(real) {}

    Result<std::optional<CentralIdentity>> identity() override { return real_.identity(); }
    Result<std::unique_ptr<CentralWrite>> begin() override { return real_.begin(); }
    Result<FeedPage> feed(const FeedScope& scope, Lsn after, std::size_t mostRows,
                          std::size_t mostBytes) override {
        return real_.feed(scope, after, mostRows, mostBytes);
    }
    Result<WholePage> whole(const std::vector<WholePart>& parts, const WholePlace& after,
                            std::size_t mostRows, std::size_t mostBytes) override {
        return real_.whole(parts, after, mostRows, mostBytes);
    }
    Result<std::uint64_t> countWhole(const std::vector<WholePart>& parts) override {
        return real_.countWhole(parts);
    }
    Result<std::vector<LogLine>> history(TypeNumber type, const Id& row) override {
        return real_.history(type, row);
    }
    Result<LogHead> headNow() override { return real_.headNow(); }
    Result<std::vector<Epoch>> epochs() override { return real_.epochs(); }
    Result<std::optional<Bytes>> hashAt(Lsn lsn) override { return real_.hashAt(lsn); }
    Result<std::vector<RecoveryRow>> recoveries() override { return real_.recoveries(); }
    Result<std::unique_ptr<CentralSnapshot>> snapshot() override { return real_.snapshot(); }
    Outcome copyTo(const std::filesystem::path& file) override { return real_.copyTo(file); }
    Result<std::vector<DeviceRow>> devices() override { return real_.devices(); }
    Result<std::optional<DeviceRow>> deviceNow(const Id& id) override {
        return real_.deviceNow(id);
    }
    Result<CentralCounts> counts() override { return real_.counts(); }
    Result<std::optional<RowState>> rowNow(const RecordType& type, const Id& id) override {
        return real_.rowNow(type, id);
    }
    Result<std::vector<ProposalRow>> proposalsNow(TypeNumber type, const Id& row) override {
        return real_.proposalsNow(type, row);
    }
    Result<std::vector<AsideRow>> asideNow() override { return real_.asideNow(); }
    Result<std::vector<WholeAside>> wholeAsideNow() override { return real_.wholeAsideNow(); }
    Result<AccessBook> accessBook() override { return real_.accessBook(); }
    Result<std::vector<ErasureRow>> erasures(Lsn after, Lsn upTo) override {
        return real_.erasures(after, upTo);
    }
    Result<bool> scrubDue() override { return real_.scrubDue(); }
    Outcome scrub() override { return real_.scrub(); }
    Result<std::vector<Segment>> segments() override { return real_.segments(); }
    Result<LogSpan> logSpan(Instant before) override { return real_.logSpan(before); }
    void sweepArchive() override { real_.sweepArchive(); }
    Outcome emptyLog() override { return real_.emptyLog(); }
    Reader& reader() override { return real_.reader(); }

 protected:
    [[nodiscard]] Central& real() { return real_; }

 private:
    Central& real_;
};

}  // namespace xiangji::syncd::test
