#pragma once

#include <atomic>

#include "syncd/central/central.hpp"

namespace xiangji::syncd::test {

/// A central database whose disk can fill up, and which chokes on one row.
class FaultyCentral final : public Central {
 public:
    explicit FaultyCentral(Central& real) : real_(real) {}

    std::atomic<bool> diskIsFull = false;
    Id poison;  ///< a row that cannot be stored

    Result<std::optional<CentralIdentity>> identity() override { return real_.identity(); }
    Result<std::unique_ptr<CentralWrite>> begin() override {
        XIANGJI_LET(write, real_.begin());
        return std::unique_ptr<CentralWrite>(std::make_unique<Write>(*this, std::move(write)));
    }
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
    Reader& reader() override { return real_.reader(); }

 private:
    class Write final : public CentralWrite {
     public:
        Write(FaultyCentral& owner, std::unique_ptr<CentralWrite> real)
            : owner_(owner), real_(std::move(real)) {}
        Outcome setIdentity(const CentralIdentity& identity) override {
            return real_->setIdentity(identity);
        }
        Result<std::optional<RowState>> row(const RecordType& type, const Id& id) override {
            return real_->row(type, id);
        }
        Result<std::vector<Id>> rowsUnder(const RecordType& type, const Field& parent,
                                          const Id& row, const Id& home) override {
            return real_->rowsUnder(type, parent, row, home);
        }
        Outcome putRow(const RecordType& type, const Id& id, const RowState& state) override {
            if (id == owner_.poison) {
                return Error{Fault::failed, "this row cannot be stored"};
            }
            return real_->putRow(type, id, state);
        }
        Outcome appendLog(const LogLine& line) override { return real_->appendLog(line); }
        Result<LogHead> head() override { return real_->head(); }
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
        Outcome savepoint() override { return real_->savepoint(); }
        Outcome releaseSavepoint() override { return real_->releaseSavepoint(); }
        Outcome rollbackToSavepoint() override { return real_->rollbackToSavepoint(); }
        Outcome commit() override {
            return owner_.diskIsFull ? Outcome(Error{Fault::diskFull, "the disk is full"})
                                     : real_->commit();
        }

     private:
        FaultyCentral& owner_;
        std::unique_ptr<CentralWrite> real_;
    };

    Central& real_;
};

}  // namespace xiangji::syncd::test
