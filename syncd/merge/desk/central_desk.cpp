#include "syncd/merge/desk/central_desk.hpp"

#include <algorithm>
#include <iterator>
#include <set>

#include "core/base/civil_time.hpp"
#include "core/sync/envelope.hpp"
#include "core/sync/packed_envelope.hpp"
#include "syncd/merge/desk/greeting.hpp"
#include "syncd/merge/desk/joining.hpp"
#include "syncd/merge/desk/new_key.hpp"
#include "syncd/merge/erasing/erasing_again.hpp"
#include "syncd/merge/pulling/scope_statement.hpp"
#include "syncd/merge/refusals.hpp"
#include "syncd/merge/restoring/first_receipts.hpp"
#include "syncd/merge/restoring/new_life.hpp"
#include "syncd/merge/standing.hpp"

namespace xiangji::syncd {

namespace {

constexpr unsigned kReaders = 2;
constexpr std::size_t kMostQuestions = 4'096;
constexpr std::size_t kMostFileQuestions = 1'024;
constexpr std::size_t kMostReceiptBytes = 512 * 1024;
constexpr std::size_t kMostReceipts = 500;
constexpr std::size_t kSaltKeyBytes = 32;

/// The receipts a device asks after, as far as they fit a frame; numbers it never sent are left
/// out.
Result<wire::Reply> storedReceipts(Transaction& transaction, const Id& device,
                                   const std::set<std::uint64_t>& seqs,
                                   const ReceiptWriter& writer) {
    wire::Reply reply;
    auto& receipts = *reply.mutable_receipts();
    std::size_t bytes = 0;
    for (const auto seq : seqs) {
        XIANGJI_LET(stored, transaction.central().envelope(device, seq));
        bytes += stored ? stored->receipt.size() : 0;
        if (bytes > kMostReceiptBytes && !receipts.receipts().empty()) {
            break;
        }
        if (stored) {
            XIANGJI_LET(receipt, writer.stored(stored->receipt));
            *receipts.add_receipts() = std::move(receipt);
        }
    }
    return reply;
}

/// What waited for this centre's update, if this start is the first after it.
Outcome readNewer(const Desk::Seats& seats, const CentralIdentity& identity, Authority& authority) {
    XIANGJI_LET(aside, seats.central.asideNow());
    if (std::ranges::none_of(aside, [](const AsideRow& row) {
            return row.state == AsideRow::State::held && row.reason == kNewer;
        })) {
        return {};
    }
    XIANGJI_LET(transaction, Transaction::begin(seats.central, authority, seats.clock.nowMs()));
    const ReceiptWriter receipts(identity, seats.serverKey);
    XIANGJI_TRY(HeldChanges(*transaction, seats.catalogue, identity, receipts).decideNewer());
    XIANGJI_TRY(eraseDue(*transaction, seats, identity));
    return transaction->commit();
}

bool aboutFiles(const wire::Request& request) {
    return request.has_media_offer() || request.has_media_chunk() || request.has_media_proof() ||
           request.has_media_wanted();
}

}  // namespace

CentralDesk::CentralDesk(Seats seats, CentralIdentity identity, const Authority& authority)
    : seats_(std::move(seats)),
      identity_(identity),
      seals_(seats_.serverKey, seats_.catalogue),
      receiptWriter_(identity_, seats_.serverKey, seats_.formerServers),
      board_(authority),
      media_(seats_.media.folder.empty()
                 ? nullptr
                 : std::make_unique<MediaDesk>(seats_.central, seats_.catalogue, seats_.media)),
      writer_(
          seats_.central, seats_.clock, authority, board_,
          [this](Transaction& transaction) -> Outcome {
              XIANGJI_TRY(heldChanges(transaction).expire());
              XIANGJI_TRY(eraseDue(transaction, seats_, identity_));
              return contacts_.write(transaction);
          },
          seats_.random.bytes(kSaltKeyBytes)),
      crew_(kReaders, kMostQuestions),
      porter_(1, kMostFileQuestions) {}

CentralDesk::~CentralDesk() = default;

void CentralDesk::ask(std::shared_ptr<Caller> caller, wire::Request request, Done done) {
    auto question = std::make_shared<const wire::Request>(std::move(request));
    if (aboutFiles(*question)) {
        if (!porter_.offer([this, caller, question, done] { media(*caller, *question, done); })) {
            done(tooMany());
        }
        return;
    }
    const bool taken = crew_.offer([this, caller, question, done] {
        if (question->has_join()) {
            join(caller, question->join(), done);
        } else if (question->has_hello()) {
            hello(caller, question->hello(), done);
        } else if (question->has_push()) {
            push(*caller, question->push(), done);
        } else if (question->has_recall()) {
            recall(*caller, question->recall(), done);
        } else if (question->has_receipts()) {
            receipts(*caller, question->receipts(), done);
        } else if (question->has_carried()) {
            carried(*caller, question->carried(), done);
        } else if (question->has_former()) {
            former(*caller, question->former(), done);
        } else {
            const auto reply = answer(*caller, *question);
            done(reply ? *reply : failing(reply.error()));
        }
    });
    if (!taken) {
        done(tooMany());
    }
}

Result<wire::Reply> CentralDesk::answer(Caller& caller, const wire::Request& request) {
    if (!caller.device) {
        return notProven();
    }
    XIANGJI_LET(device, seats_.central.deviceNow(*caller.device));
    if (!device) {
        return refusing(wire::Refusal::CODE_UNKNOWN_DEVICE,
                        "the centre does not know this phone; join with an invitation");
    }
    if (device->state == DeviceState::revoked) {
        return refusing(wire::Refusal::CODE_REVOKED,
                        "this phone was taken out of service; ask the township's office");
    }
    if (request.has_pull()) {
        return pull(caller, *device, request.pull());
    }
    if (request.has_snapshot()) {
        return snapshot(caller, *device, request.snapshot());
    }
    if (request.has_history()) {
        wire::Reply reply;
        XIANGJI_LET(history, pulling(caller).history(*device, request.history(), board_.now(),
                                                     seats_.clock.nowMs()));
        *reply.mutable_history() = std::move(history);
        return reply;
    }
    return refusing(wire::Refusal::CODE_MALFORMED,
                    "the centre does not understand this question; update the app or the centre");
}

Result<wire::Reply> CentralDesk::greet(Caller& caller, const wire::Hello& hello) {
    caller.device.reset();
    const auto id = Id::fromBytes(hello.device());
    XIANGJI_LET(device, seats_.central.deviceNow(id.value_or(Id{})));
    if (!device) {
        return refusing(wire::Refusal::CODE_UNKNOWN_DEVICE,
                        "the centre does not know this phone; join with an invitation");
    }
    if (!keyProven(caller, device->publicKey, hello.proof())) {
        return notProven();
    }
    caller.device = device->device;
    caller.level = hello.level();
    const Instant now = seats_.clock.nowMs();
    contacts_.met(device->device, now);
    XIANGJI_LET(head, seats_.central.headNow());
    const auto name =
        seats_.central.reader().titleOf(*seats_.catalogue.find("person"), device->person);
    wire::Reply reply;
    auto& welcome = *reply.mutable_welcome();
    welcome.set_server(identity_.server.bytes());
    welcome.set_epoch(identity_.epoch.bytes());
    *welcome.mutable_standing() = standingOf(*device, name, *board_.now(), now);
    XIANGJI_TRY(Greeting(seats_.central, identity_, seats_.serverKey)
                    .tell(hello, *device, name, head, welcome));
    welcome.set_now_ms(now);
    welcome.set_head_lsn(head.lsn);
    welcome.set_last_seq(device->lastSeq);
    welcome.set_last_hash(device->lastHash);
    welcome.set_level(seats_.catalogue.level());
    welcome.mutable_dictionaries()->Add(dictionaryVersions().begin(), dictionaryVersions().end());
    return reply;
}

Pulling CentralDesk::pulling(const Caller& caller) {
    return {seats_.central, seats_.catalogue, identity_, seals_,
            std::min(std::max<std::uint32_t>(1, caller.level), seats_.catalogue.level())};
}

bool CentralDesk::servesLevelOf(const Caller& caller) const {
    return caller.level + kLevelsServed > seats_.catalogue.level();
}

Result<wire::Reply> CentralDesk::pull(const Caller& caller, const DeviceRow& device,
                                      const wire::Pull& pull) {
    if (!servesLevelOf(caller)) {
        return tooOld(caller.level, seats_.catalogue.level());
    }
    const Instant now = seats_.clock.nowMs();
    wire::Reply reply;
    XIANGJI_LET(page, pulling(caller).page(device, pull, board_.now(), now));
    // What it asks after is what it has.
    contacts_.read(device.device, now,
                   Id::fromBytes(pull.epoch()) == identity_.epoch ? pull.after_lsn() : 0);
    *reply.mutable_page() = std::move(page);
    return reply;
}

Result<wire::Reply> CentralDesk::snapshot(const Caller& caller, const DeviceRow& device,
                                          const wire::SnapshotWanted& wanted) {
    if (!servesLevelOf(caller)) {
        return tooOld(caller.level, seats_.catalogue.level());
    }
    wire::Reply reply;
    XIANGJI_LET(page, pulling(caller).snapshot(device, wanted, board_.now(), seats_.clock.nowMs()));
    *reply.mutable_snapshot() = std::move(page);
    return reply;
}

void CentralDesk::receipts(const Caller& caller, const wire::ReceiptsWanted& wanted,
                           const Done& done) {
    if (!caller.device) {
        done(notProven());
        return;
    }
    // A phone may name what it likes; each once, and no more than are read at one go.
    std::set<std::uint64_t> seqs(wanted.seqs().begin(), wanted.seqs().end());
    while (seqs.size() > kMostReceipts) {
        seqs.erase(std::prev(seqs.end()));
    }
    enqueue(
        [this, id = *caller.device,
         seqs = std::move(seqs)](Transaction& transaction) -> Result<wire::Reply> {
            // What has waited too long is told now.
            XIANGJI_TRY(heldChanges(transaction).expire());
            return storedReceipts(transaction, id, seqs, receiptWriter_);
        },
        done);
}

HeldChanges CentralDesk::heldChanges(Transaction& transaction) const {
    return {transaction, seats_.catalogue, identity_, receiptWriter_};
}

void CentralDesk::enqueue(std::function<Result<wire::Reply>(Transaction&)> work, const Done& done,
                          std::function<void(const wire::Reply&)> settled) {
    Writer::Job job;
    job.run = [work = std::move(work), done,
               settled = std::move(settled)](Transaction& transaction) -> Result<Writer::After> {
        XIANGJI_LET(reply, work(transaction));
        return Writer::After([reply = std::move(reply), done, settled] {
            if (settled) {
                settled(reply);
            }
            done(reply);
        });
    };
    job.giveUp = [done](const Error& error) { done(failing(error)); };
    if (!writer_.offer(std::move(job))) {
        done(tooMany());
    }
}

void CentralDesk::join(const std::shared_ptr<Caller>& caller, const wire::Join& join,
                       const Done& done) {
    if (!keyProven(*caller, join.public_key(), join.proof()) || !formerKeyProven(*caller, join)) {
        done(notProven());
        return;
    }
    enqueue(
        [this, join](Transaction& transaction) {
            return Joining(transaction, seats_.catalogue, identity_, seats_.serverKey,
                           seats_.random)
                .join(join);
        },
        done,
        [caller, device = Id::ofHash(join.public_key()),
         level = join.level()](const wire::Reply& reply) {
            if (reply.has_joined()) {
                caller->device = device;
                caller->level = level;
            }
        });
}

void CentralDesk::push(const Caller& caller, wire::Push push, const Done& done) {
    if (!caller.device) {
        done(notProven());
        return;
    }
    if (const auto unpacked = unpack(*push.mutable_envelopes()); !unpacked) {
        done(refusing(wire::Refusal::CODE_CANNOT_UNPACK, unpacked.error().detail));
        return;
    }
    const auto device = seats_.central.deviceNow(*caller.device);
    if (!device) {
        done(failing(device.error()));
        return;
    }
    const auto opened = std::make_shared<std::vector<OpenedEnvelope>>(openEnvelopes(
        *push.mutable_envelopes(), *device ? (*device)->publicKey : Bytes(), &seals_));
    layFirstReceipts(*opened, push.receipts(), identity_, receiptWriter_.keys());
    auto gaps = std::make_shared<std::vector<ProvenGap>>();
    for (const auto& gap : push.gaps()) {
        if (auto proven = provenGap(gap, *caller.device, *device ? (*device)->publicKey : Bytes(),
                                    identity_.server)) {
            gaps->push_back(*std::move(proven));
        }
    }
    enqueue(
        [this, id = *caller.device, opened, gaps](Transaction& transaction) {
            return Pushing(transaction, seats_.catalogue, identity_, receiptWriter_)
                .push(id, *opened, *gaps, contacts_.readTo(id));
        },
        done);
}

void CentralDesk::carried(const Caller& caller, const wire::Carried& carried, const Done& done) {
    const auto carrier = asker(caller);
    if (!carrier || !std::holds_alternative<DeviceRow>(*carrier)) {
        done(carrier ? std::get<wire::Reply>(*carrier) : failing(carrier.error()));
        return;
    }
    auto opened =
        openParcel(carried.parcel(), seats_.central, seats_.catalogue, identity_, seats_.serverKey);
    if (!opened) {
        done(failing(opened.error()));
        return;
    }
    opened->carrier = *caller.device;
    enqueue(
        [this, parcel = std::make_shared<const OpenedParcel>(*std::move(opened))](
            Transaction& transaction) -> Result<wire::Reply> {
            wire::Reply reply;
            XIANGJI_LET(delivered, parcels().take(transaction, *parcel));
            *reply.mutable_delivered() = std::move(delivered);
            return reply;
        },
        done);
}

Result<wire::Delivered> CentralDesk::deliver(const wire::Parcel& parcel) {
    XIANGJI_LET(opened,
                openParcel(parcel, seats_.central, seats_.catalogue, identity_, seats_.serverKey));
    return writer_.wait([this, opened = std::move(opened)](Transaction& transaction) {
        return parcels().take(transaction, opened);
    });
}

Parcels CentralDesk::parcels() const {
    return {seats_.catalogue, identity_, receiptWriter_, seats_.random};
}

Result<std::unique_ptr<Desk>> Desk::open(Seats seats) {
    XIANGJI_LET(identity, seats.central.identity());
    if (!identity) {
        return Error{Fault::notFound,
                     "the central database has no identity yet; run syncd init first"};
    }
    XIANGJI_LET(head, seats.central.headNow());
    if (const Instant now = seats.clock.nowMs(); now < head.lastMs - kMaxClockAheadMs) {
        return Error{Fault::failed,
                     "the server's clock is behind its own log (the log's last entry is of " +
                         civilInstant(head.lastMs) + ", the clock says " + civilInstant(now) +
                         "); nothing was changed; set the clock right and start again"};
    }
    XIANGJI_TRY(takeUpKey(seats, *identity));
    XIANGJI_LET(authority, Authority::read(seats.central.reader(), seats.catalogue));
    XIANGJI_TRY(revokeAgain(seats, *identity, authority));
    XIANGJI_TRY(readNewer(seats, *identity, authority));
    XIANGJI_TRY(eraseAgain(seats, *identity, authority));
    XIANGJI_LET(scrubDue, seats.central.scrubDue());
    if (scrubDue) {
        (void)seats.central.scrub();  // A full disk keeps nobody out: it stays due.
    }
    auto desk = std::make_unique<CentralDesk>(std::move(seats), *identity, authority);
    (void)desk->dropErasedFiles();  // The same.
    return std::unique_ptr<Desk>(std::move(desk));
}

}  // namespace xiangji::syncd
