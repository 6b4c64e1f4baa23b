#pragma once

#include <functional>

#include "tests/support/memory_store.hpp"

namespace xiangji::syncd::test {

/// A transaction on a memory store; undone unless committed.
class MemoryWrite final : public CentralWrite {
 public:
    /// `ended` is called when it goes.
    MemoryWrite(MemoryStore& store, std::function<void()> ended)
        : store_(store), undoing_(store), ended_(std::move(ended)) {}
    ~MemoryWrite() override;
    MemoryWrite(const MemoryWrite&) = delete;
    MemoryWrite& operator=(const MemoryWrite&) = delete;

    Outcome setIdentity(const CentralIdentity& identity) override;
    Result<std::vector<Epoch>> epochs() override { return store_.epochs; }
    Outcome putEpoch(const Epoch& epoch) override;
    Result<std::optional<RowState>> row(const RecordType& type, const Id& id) override;
    Result<std::optional<Id>> homeOf(const RecordType& type, const Id& id) override;
    Result<std::vector<Id>> rowsUnder(const RecordType& type, const Field& parent, const Id& row,
                                      const Id& home) override;
    Outcome putRow(const RecordType& type, const Id& id, const RowState& state) override;
    Outcome appendLog(const LogLine& line) override;
    Result<LogHead> head() override { return store_.head(); }
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
    Outcome savepoint() override;
    Outcome releaseSavepoint() override;
    Outcome rollbackToSavepoint() override;
    Outcome commit() override;

    /// Hands over the steps back: whoever does not know yet whether it was committed keeps them.
    [[nodiscard]] Undoing leave();

 private:
    MemoryStore& store_;
    Undoing undoing_;
    std::function<void()> ended_;
    std::vector<std::size_t> marks_;
    bool done_ = false;
};

}  // namespace xiangji::syncd::test
