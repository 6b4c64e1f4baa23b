#pragma once

#include "tests/planted/spoiled_central.hpp"
#include "wire/envelope.pb.h"

// Faults in what the centre writes down.

namespace xiangji::planted {

/// The log has the phone's own stamp where the receipt's time should count.
class ClampIgnored final : public PassingWrite {
 public:
    using PassingWrite::PassingWrite;
    Outcome appendLog(const syncd::LogLine& line) override {
        auto spoiled = line;
        spoiled.effective = line.deviceHlc;
        return PassingWrite::appendLog(spoiled);
    }
};

class ChainUnlinked final : public PassingWrite {
 public:
    using PassingWrite::PassingWrite;
    Outcome appendLog(const syncd::LogLine& line) override {
        constexpr Lsn kEvery = 16;
        auto spoiled = line;
        if (line.lsn % kEvery == 0) {
            spoiled.hash.front() = static_cast<char>(spoiled.hash.front() ^ 1);
        }
        return PassingWrite::appendLog(spoiled);
    }
};

class HistoryLosesCell final : public PassingWrite {
 public:
    using PassingWrite::PassingWrite;
    Outcome appendLog(const syncd::LogLine& line) override {
        auto spoiled = line;
        wire::Change change;
        change.ParseFromString(line.change);
        if (change.cells_size() > 1) {
            change.mutable_cells()->RemoveLast();
        }
        spoiled.change = change.SerializeAsString();
        return PassingWrite::appendLog(spoiled);
    }
};

class ReceiptNotKept final : public PassingWrite {
 public:
    using PassingWrite::PassingWrite;
    Outcome putEnvelope(const syncd::EnvelopeRow& envelope) override {
        auto spoiled = envelope;
        spoiled.receipt.clear();
        return PassingWrite::putEnvelope(spoiled);
    }
};

/// What was not taken is not kept.
class RefusedNotKept final : public PassingWrite {
 public:
    using PassingWrite::PassingWrite;
    Outcome putEnvelope(const syncd::EnvelopeRow& envelope) override {
        auto spoiled = envelope;
        if (spoiled.state != syncd::EnvelopeState::held) {
            spoiled.envelope.clear();
        }
        return PassingWrite::putEnvelope(spoiled);
    }
};

class QuarantineNotKept final : public PassingWrite {
 public:
    using PassingWrite::PassingWrite;
    Outcome quarantine(const Id&, std::uint64_t, const Bytes&, const std::string&,
                       Instant) override {
        return {};
    }
};

class HeldForgotten final : public PassingWrite {
 public:
    using PassingWrite::PassingWrite;
    Result<std::vector<syncd::EnvelopeRow>> heldEnvelopes(const Id&) override {
        return std::vector<syncd::EnvelopeRow>();
    }
};

class SavepointKept final : public PassingWrite {
 public:
    using PassingWrite::PassingWrite;
    Outcome rollbackToSavepoint() override { return PassingWrite::releaseSavepoint(); }
};

/// One broken envelope of one phone breaks the whole group.
class BadEnvelopeStopsAll final : public PassingWrite {
 public:
    using PassingWrite::PassingWrite;
    Outcome quarantine(const Id&, std::uint64_t, const Bytes&, const std::string&,
                       Instant) override {
        return Error{Fault::failed, "what is this?"};
    }
};

/// The centre forgets the last envelope of each phone, and takes it again when it comes again.
class TakenTwice final : public PassingWrite {
 public:
    using PassingWrite::PassingWrite;
    Result<std::optional<syncd::DeviceRow>> device(const Id& id) override {
        XIANGJI_LET(device, PassingWrite::device(id));
        if (device && !device->person.isNone() && device->lastSeq > 0) {
            XIANGJI_LET(before, PassingWrite::envelope(id, device->lastSeq - 1));
            --device->lastSeq;
            device->lastHash = before ? before->hash : Bytes();
            forgotten_ = device->lastSeq + 1;
        }
        return device;
    }
    Result<std::optional<syncd::EnvelopeRow>> envelope(const Id& device,
                                                       std::uint64_t seq) override {
        if (seq == forgotten_) {
            return std::optional<syncd::EnvelopeRow>();
        }
        return PassingWrite::envelope(device, seq);
    }

 private:
    std::uint64_t forgotten_ = 0;
};

class RevokedLetIn final : public PassingWrite {
 public:
    using PassingWrite::PassingWrite;
    Result<std::optional<syncd::DeviceRow>> device(const Id& id) override {
        XIANGJI_LET(device, PassingWrite::device(id));
        if (device && device->state == syncd::DeviceState::revoked) {
            device->state = syncd::DeviceState::active;
        }
        return device;
    }
    /// The spoiled look at a phone must not become its row.
    Outcome putDevice(const syncd::DeviceRow& device) override {
        XIANGJI_LET(known, PassingWrite::device(device.device));
        auto sound = device;
        if (known && known->state == syncd::DeviceState::revoked) {
            sound.state = known->state;
        }
        return PassingWrite::putDevice(sound);
    }
};

/// Whoever is answered is answered before the commit, which comes with the next transaction.
class AckBeforeCommit final : public PassingCentral {
 public:
    using PassingCentral::PassingCentral;
    ~AckBeforeCommit() override { finish(); }
    Result<std::unique_ptr<syncd::CentralWrite>> begin() override {
        finish();
        XIANGJI_LET(write, real().begin());
        return std::unique_ptr<syncd::CentralWrite>(
            std::make_unique<Write>(*this, std::move(write)));
    }

 private:
    class Write final : public PassingWrite {
     public:
        Write(AckBeforeCommit& owner, std::unique_ptr<syncd::CentralWrite> real)
            : PassingWrite(std::move(real)), owner_(owner) {}
        Outcome commit() override {
            owner_.late_ = release();
            return {};
        }

     private:
        AckBeforeCommit& owner_;
    };
    void finish() {
        if (late_) {
            (void)late_->commit();
            late_.reset();
        }
    }

    std::unique_ptr<syncd::CentralWrite> late_;
};

}  // namespace xiangji::planted
