#pragma once

#include "core/sync/shelf.hpp"

namespace xiangji::test {

/// A shelf that passes everything on; a test overrides what it wants to see or spoil.
class PassingShelf : public Shelf {
 public:
    explicit PassingShelf(Shelf& real) : real_(real) {}

    Result<PhoneState> state() override { return real_.state(); }
    Outcome joined(const PhoneState& state) override { return real_.joined(state); }
    Outcome rejoined(const PhoneState& state) override { return real_.rejoined(state); }
    Outcome knownBy(const Pins& pins) override { return real_.knownBy(pins); }
    Outcome welcomed(const wire::Welcome& welcome, Instant nowMs) override {
        return real_.welcomed(welcome, nowMs);
    }
    Result<std::vector<Waiting>> unsent(std::uint64_t fromSeq, std::size_t mostBytes) override {
        return real_.unsent(fromSeq, mostBytes);
    }
    Result<std::vector<Waiting>> again(std::uint64_t from, std::size_t mostBytes) override {
        return real_.again(from, mostBytes);
    }
    Result<std::vector<std::uint64_t>> heldSeqs() override { return real_.heldSeqs(); }
    Result<std::uint64_t> unsentCount() override { return real_.unsentCount(); }
    Result<std::vector<Verdict>> takeReceipt(const wire::Receipt& receipt,
                                             const wire::ReceiptBody& body,
                                             Instant nowMs) override {
        return real_.takeReceipt(receipt, body, nowMs);
    }
    Outcome takePage(const wire::Page& page) override { return real_.takePage(page); }
    Outcome takeScope(const Bytes& scope) override { return real_.takeScope(scope); }
    Outcome takeNoScope() override { return real_.takeNoScope(); }
    Result<std::optional<wire::Backfill>> toReadWhole() override { return real_.toReadWhole(); }
    Result<std::uint64_t> takeSnapshot(const wire::SnapshotPage& page) override {
        return real_.takeSnapshot(page);
    }
    Outcome startEpoch(const Id& epoch, std::uint64_t sharedLsn,
                       const EpochRecords& records) override {
        return real_.startEpoch(epoch, sharedLsn, records);
    }
    Result<Lost> lost(std::int64_t after, std::size_t mostBytes) override {
        return real_.lost(after, mostBytes);
    }
    Outcome takeRecalled(const wire::Recalled& recalled) override {
        return real_.takeRecalled(recalled);
    }

    Result<FormerPost> former(std::uint64_t after, std::size_t mostBytes) override {
        return real_.former(after, mostBytes);
    }
    Outcome formerGivenBack() override { return real_.formerGivenBack(); }

 protected:
    [[nodiscard]] Shelf& real() { return real_; }

 private:
    Shelf& real_;
};

}  // namespace xiangji::test
