#pragma once

#include <memory>
#include <variant>

#include "syncd/merge/desk/contacts.hpp"
#include "syncd/merge/desk/crew.hpp"
#include "syncd/merge/desk/desk.hpp"
#include "syncd/merge/desk/media_desk.hpp"
#include "syncd/merge/desk/parcels.hpp"
#include "syncd/merge/held_changes.hpp"
#include "syncd/merge/pulling/pulling.hpp"
#include "syncd/merge/receipt_writer.hpp"
#include "syncd/merge/writer.hpp"

namespace xiangji::syncd {

/// The Desk over one central database. Greetings, pulls and the checking of signatures happen on a
/// crew of readers; what writes goes through the one Writer.
class CentralDesk final : public Desk {
 public:
    CentralDesk(Seats seats, CentralIdentity identity, const Authority& authority);
    ~CentralDesk() override;

    void ask(std::shared_ptr<Caller> caller, wire::Request request, Done done) override;
    Result<wire::Delivered> deliver(const wire::Parcel& parcel) override;
    Result<Invitation> invite(const InviteOrder& order, const Address& reachedAt) override;
    Result<DeviceView> confirm(const Id& device) override;
    Result<DeviceView> revoke(const Id& device) override;
    Result<DeskStatus> status() override;
    Result<std::vector<RecoveryView>> recovery() override;
    Outcome acceptRecovery(const std::vector<Id>& proposals) override;
    Outcome dismissRecovery(const std::vector<Id>& proposals) override;
    Result<ArchiveView> archive(const ArchiveOrder& order) override;
    Outcome copyTo(const std::filesystem::path& file) override;
    Id ownDevice() const override { return Id::ofHash(seats_.serverKey.publicKey()); }
    Result<AuditReport> audit(const std::optional<LogHead>& outside) override;
    Result<std::vector<AsideView>> aside() override;
    Result<std::vector<wire::ChangeVerdict>> retryAside(const AsideView& aside) override;
    Result<MediaView> mediaView() override;
    Result<ErasureView> lookErasure(const std::string& type, const Id& row) override;
    Result<ErasureView> erase(const std::string& type, const Id& row, const std::string& by,
                              const std::string& reason, Scrub scrub = Scrub::now) override;
    Result<bool> scrubErased() override;
    Result<std::optional<Id>> rowOfFile(const Bytes& sha256) override;
    /// Files of rows that were erased, gone from the media folder.
    [[nodiscard]] Outcome dropErasedFiles();
    Outcome noteAccess(const AccessEntry& entry) override;
    Result<AccessBook> accessBook() override { return seats_.central.accessBook(); }

 private:
    /// A greeting that teaches the centre something writes first: a life it does not know, a phone
    /// it has forgotten.
    void hello(const std::shared_ptr<Caller>& caller, const wire::Hello& hello, const Done& done);
    void recall(const Caller& caller, const wire::Recall& recall, const Done& done);
    void former(const Caller& caller, const wire::Former& former, const Done& done);
    [[nodiscard]] Result<wire::Reply> answer(Caller& caller, const wire::Request& request);
    [[nodiscard]] Result<wire::Reply> greet(Caller& caller, const wire::Hello& hello);
    [[nodiscard]] Result<wire::Reply> pull(const Caller& caller, const DeviceRow& device,
                                           const wire::Pull& pull);
    [[nodiscard]] Result<wire::Reply> snapshot(const Caller& caller, const DeviceRow& device,
                                               const wire::SnapshotWanted& wanted);
    [[nodiscard]] Pulling pulling(const Caller& caller);
    [[nodiscard]] bool servesLevelOf(const Caller& caller) const;
    void join(const std::shared_ptr<Caller>& caller, const wire::Join& join, const Done& done);
    void push(const Caller& caller, wire::Push push, const Done& done);
    void receipts(const Caller& caller, const wire::ReceiptsWanted& wanted, const Done& done);
    [[nodiscard]] HeldChanges heldChanges(Transaction& transaction) const;
    void carried(const Caller& caller, const wire::Carried& carried, const Done& done);
    void media(const Caller& caller, const wire::Request& request, const Done& done);
    /// The active or pending phone that asks; else what it is told instead.
    [[nodiscard]] Result<std::variant<DeviceRow, wire::Reply>> asker(const Caller& caller);
    /// Queues a job whose reply goes to `done`; `settled` runs before it, after the commit.
    void enqueue(std::function<Result<wire::Reply>(Transaction&)> work, const Done& done,
                 std::function<void(const wire::Reply&)> settled = {});
    [[nodiscard]] Parcels parcels() const;
    [[nodiscard]] DeviceView view(const DeviceRow& device);
    [[nodiscard]] Result<std::vector<RecoveryRow>> proposalsNamed(const std::vector<Id>& ids);

    Seats seats_;
    CentralIdentity identity_;
    SealedCells seals_;
    ReceiptWriter receiptWriter_;
    AuthorityBoard board_;
    Contacts contacts_;
    std::unique_ptr<MediaDesk> media_;  ///< none: this centre takes no files
    // Ended in reverse order: the crews first, since they hand work to the writer.
    Writer writer_;
    Crew crew_;
    Crew porter_;  ///< one hand for files: large things wait for each other, not rows for them
};

}  // namespace xiangji::syncd
