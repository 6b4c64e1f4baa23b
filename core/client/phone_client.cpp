#include "core/client/phone_client.hpp"

#include "core/base/hash.hpp"
#include "core/client/device_key.hpp"
#include "core/client/next_key.hpp"
#include "core/client/operations.hpp"
#include "core/client/proposals.hpp"
#include "core/client/undoing.hpp"
#include "core/client/views.hpp"
#include "core/media/media_book.hpp"
#include "core/records/validate.hpp"
#include "core/store/resealing.hpp"
#include "core/sync/invitation.hpp"

namespace xiangji {

namespace {

RowFilter filterOf(const Query& query) {
    return {.where = query.where,
            .orderBy = query.orderBy,
            .descending = query.descending,
            .voidedToo = query.voidedToo,
            .most = query.most};
}

SyncEnd endOf(Fault fault) {
    switch (fault) {
        case Fault::unreachable:
        case Fault::busy:
            return SyncEnd::unreachable;
        case Fault::untrusted:
        case Fault::refused:
        case Fault::unsupported:
        case Fault::invalid:
        case Fault::notFound:
            return SyncEnd::refused;
        case Fault::diskFull:
        case Fault::damaged:
        case Fault::failed:
            return SyncEnd::failed;
    }
    return SyncEnd::failed;
}

}  // namespace

Result<std::unique_ptr<Client>> Client::open(const std::filesystem::path& home, ClientSeats seats,
                                             int lockWaitMs) {
    XIANGJI_LET(lock, HomeLock::take(home, lockWaitMs));
    XIANGJI_LET(opened, openDatabase(home / "phone.db", seats.keys, seats.random));
    PhoneDatabase* database = opened.database.get();
    XIANGJI_TRY(guarded([&] { MediaBook(*database).furnish(); }));
    XIANGJI_TRY(settleKey(seats.keys, *database));
    XIANGJI_LET(key, deviceKey(seats.keys, seats.random, *database));
    XIANGJI_TRY(sealWhatLiesOpen(*database, key));
    (void)keepCentre(seats.keys, *database);  // Only a help against damage to come.
    auto client = std::make_unique<PhoneClient>(home, std::move(lock), std::move(opened),
                                                std::move(key), seats);
    XIANGJI_TRY(client->sweepFiles());
    return std::unique_ptr<Client>(std::move(client));
}

PhoneClient::PhoneClient(const std::filesystem::path& home, std::unique_ptr<HomeLock> lock,
                         OpenedDatabase opened, SigningKey key, ClientSeats seats)
    : lock_(std::move(lock)),
      database_(std::move(opened.database)),
      clearBecause_(opened.clearBecause),
      keys_({std::move(key)}),
      key_(&keys_.back()),
      seats_(seats),
      device_(Id::ofHash(keys_.back().publicKey())),
      shelf_(*database_, mutex_, [this] { changed(); }),
      satchel_(*database_, mutex_),
      files_(home / "media") {
    database_->useSeal(keys_.back());
}

void PhoneClient::changed() const {
    std::function<void()> listener;
    {
        const std::scoped_lock lock(listenerMutex_);
        listener = listener_;
    }
    if (listener) {
        listener();
    }
}

void PhoneClient::onChange(std::function<void()> listener) {
    const std::scoped_lock lock(listenerMutex_);
    listener_ = std::move(listener);
}

// ---- joining
// -------------------------------------------------------------------------------------------------------

Result<JoinReport> PhoneClient::join(const std::string& pasted, const std::string& holder) {
    XIANGJI_LET(invitation, Invitation::find(pasted));
    if (invitation.personName.empty() && holder.empty() && !me().joined) {
        return Error{
            Fault::invalid,
            "this invitation is for several people; say who you are (--name, or the name field)"};
    }
    if (me().joined) {
        return joinAgain(invitation);
    }
    XIANGJI_TRY(syncer().join(invitation.address, invitation.secret, holder));
    XIANGJI_TRY(keepCentre(seats_.keys, *database_));
    JoinReport report;
    report.firstSync = sync(nullptr);
    report.me = me();
    return report;
}

Me PhoneClient::me() const {
    const auto view = locked([&](PhoneDatabase& database) {
        return viewMe(database, device_, keys_.back().publicKey(), seats_.clock.nowMs());
    });
    return view ? *view : Me{};
}

// ---- writing
// -------------------------------------------------------------------------------------------------------

Result<std::vector<Id>> PhoneClient::write(const std::vector<Operation>& operations) {
    return commit(operations, {});
}

Result<std::vector<Id>> PhoneClient::commit(const std::vector<Operation>& operations,
                                            const Beside& beside) {
    const auto ids = locked([&](PhoneDatabase& database) {
        if (database.knownId(known::kServer).isNone()) {
            throw SqlFault({Fault::refused,
                            "this phone has not joined a unit yet; paste the invitation of the "
                            "township's office first"});
        }
        wire::Standing standing;
        standing.ParseFromString(database.knownBytes(known::kStanding));
        const Instant now = seats_.clock.nowMs();
        LocalTransaction transaction(database);
        Operations steps(database, transaction, standing, seats_.random, now);
        std::vector<Id> made;
        for (const auto& operation : operations) {
            made.push_back(steps.carryOut(operation));
        }
        if (beside) {
            beside(database);
        }
        transaction.commit(device_, now);
        return made;
    });
    if (ids) {
        changed();
    }
    return ids;
}

Result<Undone> PhoneClient::undo() {
    const auto undone = locked([&](PhoneDatabase& database) {
        wire::Standing standing;
        standing.ParseFromString(database.knownBytes(known::kStanding));
        const Instant now = seats_.clock.nowMs();
        LocalTransaction transaction(database);
        Operations operations(database, transaction, standing, seats_.random, now);
        Undoing undoing(database, standing, now);
        for (const auto& operation : undoing.operations()) {
            operations.carryOut(operation);
        }
        transaction.forgetUndo();
        transaction.commit(device_, now);
        return undoing.what();
    });
    if (undone) {
        changed();
    }
    return undone;
}

Result<std::optional<Undone>> PhoneClient::undoable() const {
    return locked([&](PhoneDatabase& database) -> std::optional<Undone> {
        wire::Standing standing;
        standing.ParseFromString(database.knownBytes(known::kStanding));
        try {
            Undoing undoing(database, standing, seats_.clock.nowMs());
            static_cast<void>(undoing.operations());
            return undoing.what();
        } catch (const SqlFault& fault) {
            if (fault.error().fault == Fault::notFound || fault.error().fault == Fault::refused) {
                return std::nullopt;
            }
            throw;
        }
    });
}

// ---- reading
// -------------------------------------------------------------------------------------------------------

Result<std::vector<RowView>> PhoneClient::list(const RecordType& type, const Query& query) const {
    return locked(
        [&](PhoneDatabase& database) { return viewRows(database, type, filterOf(query)); });
}

Result<std::uint64_t> PhoneClient::count(const RecordType& type, const Query& query) const {
    return locked(
        [&](PhoneDatabase& database) { return countRows(database, type, filterOf(query)); });
}

Result<RowView> PhoneClient::row(const RecordType& type, const Id& id) const {
    return locked([&](PhoneDatabase& database) {
        auto fields = RowTable(database.connection(), type).row(id);
        if (!fields) {
            throw SqlFault({Fault::notFound, "there is no " + type.name + " " + id.text() +
                                                 " on this phone; sync or check the id"});
        }
        return viewRow(database, type, id, openedFields(database, type, id, *std::move(fields)));
    });
}

Result<History> PhoneClient::history(const RecordType& type, const Id& id) {
    History history;
    const auto answer =
        me().joined ? syncer().history(type.number, id) : Result<wire::History>(Error{});
    if (answer) {
        history.complete = true;
        for (const auto& entry : answer->entries()) {
            history.entries.push_back(viewHistory(type, entry));
        }
    }
    XIANGJI_LET(own, locked([&](PhoneDatabase& database) {
                    return viewOwnHistory(database, type, id, history.complete);
                }));
    history.entries.insert(history.entries.end(), own.begin(), own.end());
    if (history.entries.empty()) {
        // A row the centre refused is gone from the lists; what this phone wrote of it is not.
        XIANGJI_LET(refused, locked([&](PhoneDatabase& database) {
                        return viewOwnHistory(database, type, id, false);
                    }));
        history.entries = std::move(refused);
    }
    if (history.entries.empty()) {
        XIANGJI_LET(present, row(type, id));
    }
    return history;
}

Result<std::vector<ConflictView>> PhoneClient::conflicts() const {
    return locked(
        [&](PhoneDatabase& database) { return viewConflicts(database, seats_.clock.nowMs()); });
}

Result<std::vector<ProposalView>> PhoneClient::proposals() const {
    return locked(
        [&](PhoneDatabase& database) { return viewProposals(database, seats_.clock.nowMs()); });
}

Result<std::vector<VerdictView>> PhoneClient::verdicts() const {
    return locked([](PhoneDatabase& database) { return viewVerdicts(database); });
}

Result<Status> PhoneClient::status() const {
    return locked([&](PhoneDatabase& database) {
        auto status = viewStatus(database, seats_.clock.nowMs());
        status.clearBecause = clearBecause_;
        return status;
    });
}

UnitByCode PhoneClient::unitByCode() const {
    return [this](std::string_view code) -> Result<std::optional<Id>> {
        const auto* type = database_->catalogue().find("unit");
        const auto* field = type == nullptr ? nullptr : type->field("area_code");
        if (field == nullptr) {
            return std::optional<Id>();
        }
        XIANGJI_LET(rows, list(*type, {.where = {{field->number, std::string(code)}}, .most = 1}));
        return rows.empty() ? std::optional<Id>() : std::optional(rows.front().id);
    };
}

std::string PhoneClient::titleOf(const RecordType& type, const Id& id) const {
    return locked([&](PhoneDatabase& database) { return titleIn(database, type, id); }).valueOr({});
}

// ---- syncing
// -------------------------------------------------------------------------------------------------------

SyncReport PhoneClient::sync(const Progress& progress) {
    if (syncing_.exchange(true)) {
        return {.end = SyncEnd::done, .words = "a sync is already under way"};
    }
    auto report = runSync(progress);
    syncing_ = false;
    return report;
}

SyncReport PhoneClient::runSync(const Progress& progress) {
    SyncReport report;
    SyncProgress shown;
    auto conversation = syncer();
    const auto synced = conversation.run(
        [&](const Progressed& at) {
            shown = {at.sent,      at.toSend,        at.received,
                     at.toReceive, at.receivedBytes, at.toReceiveBytes};
            if (progress) {
                progress(shown);
            }
        },
        [&](Link& link, const PhoneState& state) {
            sendFiles(link, state, report, shown, progress);
        });
    if (synced) {
        report.sent = synced->sent;
        report.received = synced->received;
        report.handedOn = synced->handedOn;
        for (const auto& verdict : synced->verdicts) {
            report.verdicts.push_back(
                viewVerdict(database_->catalogue(), verdict, seats_.clock.nowMs()));
        }
    } else {
        report.end = endOf(synced.error().fault);
        report.words = synced.error().detail;
        report.comeBackSeconds = conversation.comeBackSeconds();
    }
    report.waiting = shelf_.unsentCount().valueOr(0);
    const auto files = locked([](PhoneDatabase& database) { return MediaBook(database).counts(); });
    report.filesWaiting = files ? files->waiting : 0;
    report.copied = isCopied();
    return report;
}

// ---- without a network
// --------------------------------------------------------------------------------------------

Result<BundleWritten> PhoneClient::writeBundle(const BundleSink& sink) {
    XIANGJI_LET(made, carrying().write(sink));
    return BundleWritten{.envelopes = made.envelopes,
                         .carried = made.carried,
                         .bytes = made.bytes,
                         .copied = made.copied};
}

Result<BundleRead> PhoneClient::readBundle(const BundleSource& source) {
    XIANGJI_LET(taken, carrying().read(source));
    if (taken.foreign > 0 && taken.foreign == taken.found.parcels) {
        return Error{Fault::refused,
                     "this bundle belongs to another centre than this phone's; nothing of it was "
                     "taken; give it to a phone or an office there"};
    }
    BundleRead read;
    read.receipts = taken.receipts;
    read.carried = taken.carried;
    read.full = taken.full;
    for (const auto& verdict : taken.verdicts) {
        read.verdicts.push_back(viewVerdict(database_->catalogue(), verdict, seats_.clock.nowMs()));
    }
    read.words = wordsFor(taken.found);
    const auto add = [&](std::uint64_t count, const std::string& words) {
        if (count > 0) {
            read.words += (read.words.empty() ? "" : "; ") + std::to_string(count) + words;
        }
    };
    add(taken.full,
        " parcels of others found no room on this phone (64 MiB at most); sync, then "
        "read the file again");
    add(taken.foreign, " parcels belong to another centre and were left out");
    add(taken.unsound, " receipts are not signed by this phone's centre and were left out");
    return read;
}

}  // namespace xiangji
