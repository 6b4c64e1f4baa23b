#pragma once

#include <atomic>
#include <list>
#include <mutex>

#include "core/client/client.hpp"
#include "core/client/database_key.hpp"
#include "core/client/home_lock.hpp"
#include "core/media/file_store.hpp"
#include "core/store/phone_database.hpp"
#include "core/store/phone_satchel.hpp"
#include "core/store/phone_shelf.hpp"
#include "core/sync/carrying.hpp"
#include "core/sync/syncer.hpp"

namespace xiangji {

struct Invitation;

/// The client over a home's database. See Client.
class PhoneClient final : public Client {
 public:
    PhoneClient(const std::filesystem::path& home, std::unique_ptr<HomeLock> lock,
                OpenedDatabase opened, SigningKey key, ClientSeats seats);

    [[nodiscard]] Result<JoinReport> join(const std::string& pasted,
                                          const std::string& holder) override;
    [[nodiscard]] Me me() const override;
    [[nodiscard]] Result<std::vector<Id>> write(const std::vector<Operation>& operations) override;
    [[nodiscard]] Result<Undone> undo() override;
    [[nodiscard]] Result<std::optional<Undone>> undoable() const override;
    [[nodiscard]] Result<Id> addMedia(const MediaAdd& add) override;
    [[nodiscard]] Result<MediaView> media(const Id& row) const override;
    [[nodiscard]] Result<std::filesystem::path> fetchMedia(const Id& row, MediaSize size) override;
    [[nodiscard]] bool filesOnlyOnFreeNetwork() const override;
    [[nodiscard]] Outcome setFilesOnlyOnFreeNetwork(bool only) override;
    [[nodiscard]] Result<std::vector<RowView>> list(const RecordType& type,
                                                    const Query& query) const override;
    [[nodiscard]] Result<std::uint64_t> count(const RecordType& type,
                                              const Query& query) const override;
    [[nodiscard]] Result<RowView> row(const RecordType& type, const Id& id) const override;
    [[nodiscard]] Result<History> history(const RecordType& type, const Id& id) override;
    [[nodiscard]] Result<std::vector<ConflictView>> conflicts() const override;
    [[nodiscard]] Result<std::vector<ProposalView>> proposals() const override;
    [[nodiscard]] Result<std::vector<VerdictView>> verdicts() const override;
    [[nodiscard]] Result<Status> status() const override;
    [[nodiscard]] UnitByCode unitByCode() const override;
    [[nodiscard]] std::string titleOf(const RecordType& type, const Id& id) const override;
    [[nodiscard]] SyncReport sync(const Progress& progress) override;
    [[nodiscard]] Result<BundleWritten> writeBundle(const BundleSink& sink) override;
    [[nodiscard]] Result<BundleRead> readBundle(const BundleSource& source) override;
    [[nodiscard]] Outcome saveDraft(const std::string& key, const std::string& json) override;
    [[nodiscard]] Result<std::optional<std::string>> draft(const std::string& key) const override;
    [[nodiscard]] Outcome dropDraft(const std::string& key) override;
    void onChange(std::function<void()> listener) override;

    /// At opening, when nobody adds any: files kept for a row that was never written are let go.
    [[nodiscard]] Outcome sweepFiles();

 private:
    [[nodiscard]] Result<JoinReport> joinAgain(const Invitation& invitation);
    [[nodiscard]] Result<JoinReport> joinAnew(const Invitation& invitation);
    /// How many envelopes wait again under the home's new key.
    [[nodiscard]] Result<std::uint64_t> changeKey(const Invitation& invitation);
    [[nodiscard]] bool isCopied() const;
    template <typename Work>
    auto locked(Work&& work) const -> Result<decltype(work(std::declval<PhoneDatabase&>()))> {
        const std::scoped_lock lock(mutex_);
        return guarded([&] { return work(*database_); });
    }
    void changed() const;
    [[nodiscard]] SyncReport runSync(const Progress& progress);
    /// One transaction, one envelope; `beside` writes what the phone keeps along with the rows.
    using Beside = std::function<void(PhoneDatabase&)>;
    [[nodiscard]] Result<std::vector<Id>> commit(const std::vector<Operation>& operations,
                                                 const Beside& beside);
    void sendFiles(Link& link, const PhoneState& state, SyncReport& report, SyncProgress& at,
                   const Progress& progress);
    [[nodiscard]] Outcome tidyFiles();
    [[nodiscard]] Syncer syncer() {
        return {shelf_,   seats_.links, seats_.clock, *key_, database_->catalogue().level(),
                &satchel_};
    }
    [[nodiscard]] Carrying carrying() {
        return {shelf_, satchel_, seats_.clock, *key_, seats_.random};
    }

    std::unique_ptr<HomeLock> lock_;
    std::unique_ptr<PhoneDatabase> database_;
    const std::optional<Fault> clearBecause_;
    std::list<SigningKey> keys_;  ///< a question that is under way may still use the one before
    std::atomic<const SigningKey*> key_;
    ClientSeats seats_;
    Id device_;
    mutable std::mutex mutex_;
    mutable std::mutex listenerMutex_;
    std::function<void()> listener_;
    PhoneShelf shelf_;
    PhoneSatchel satchel_;
    FileStore files_;
    std::atomic<bool> syncing_ = false;
};

}  // namespace xiangji
