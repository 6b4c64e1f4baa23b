#pragma once

#include <functional>
#include <mutex>

#include "core/store/phone_database.hpp"
#include "core/sync/shelf.hpp"

namespace xiangji {

/// A phone's database as syncing sees it. Takes the client's mutex for each call, so that a person
/// can write between two of them; no call waits for the network.
class PhoneShelf final : public Shelf {
 public:
    PhoneShelf(PhoneDatabase& database, std::mutex& mutex, std::function<void()> changed)
        : database_(database), mutex_(mutex), changed_(std::move(changed)) {}

    [[nodiscard]] Result<PhoneState> state() override;
    [[nodiscard]] Outcome joined(const PhoneState& state) override;
    [[nodiscard]] Outcome rejoined(const PhoneState& state) override;
    /// The home is another device from now on, let in as `state` says; see UnderNewKey. `settled`
    /// is called once that is on disk and before anybody else may write. How many envelopes wait
    /// again.
    [[nodiscard]] Result<std::uint64_t> goesOnUnder(const SigningKey& now, const SigningKey& before,
                                                    const PhoneState& state,
                                                    const std::function<void()>& settled);
    [[nodiscard]] Outcome knownBy(const Pins& pins) override;
    [[nodiscard]] Outcome welcomed(const wire::Welcome& welcome, Instant nowMs) override;
    [[nodiscard]] Result<std::vector<Waiting>> unsent(std::uint64_t fromSeq,
                                                      std::size_t mostBytes) override;
    [[nodiscard]] Result<std::vector<Waiting>> again(std::uint64_t from,
                                                     std::size_t mostBytes) override;
    [[nodiscard]] Result<std::vector<std::uint64_t>> heldSeqs() override;
    [[nodiscard]] Result<std::uint64_t> unsentCount() override;
    [[nodiscard]] Result<std::vector<Verdict>> takeReceipt(const wire::Receipt& receipt,
                                                           const wire::ReceiptBody& body,
                                                           Instant nowMs) override;
    [[nodiscard]] Outcome takePage(const wire::Page& page) override;
    [[nodiscard]] Outcome startEpoch(const Id& epoch, std::uint64_t sharedLsn,
                                     const EpochRecords& records) override;
    [[nodiscard]] Result<Lost> lost(std::int64_t after, std::size_t mostBytes) override;
    [[nodiscard]] Outcome takeRecalled(const wire::Recalled& recalled) override;
    [[nodiscard]] Result<FormerPost> former(std::uint64_t after, std::size_t mostBytes) override;
    [[nodiscard]] Outcome formerGivenBack() override;
    [[nodiscard]] Outcome takeScope(const Bytes& scope) override;
    [[nodiscard]] Outcome takeNoScope() override;
    [[nodiscard]] Result<std::optional<wire::Backfill>> toReadWhole() override;
    [[nodiscard]] Result<std::uint64_t> takeSnapshot(const wire::SnapshotPage& page) override;

 private:
    /// Runs work under the mutex, in one transaction, and tells the listener.
    template <typename Work>
    auto committed(Work&& work) -> Result<decltype(work())>;
    template <typename Work>
    auto locked(Work&& work) -> Result<decltype(work())>;

    /// Takes what was erased out of the file. Where it cannot be done now it stays due, and no sync
    /// fails for it.
    void scrub();

    PhoneDatabase& database_;
    std::mutex& mutex_;
    std::function<void()> changed_;
};

}  // namespace xiangji
