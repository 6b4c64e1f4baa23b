#include <algorithm>

#include "syncd/merge/desk/central_desk.hpp"
#include "syncd/merge/desk/greeting.hpp"
#include "syncd/merge/pushing.hpp"
#include "syncd/merge/refusals.hpp"
#include "syncd/merge/restoring/first_receipts.hpp"
#include "syncd/merge/restoring/former_post.hpp"
#include "syncd/merge/restoring/recovering.hpp"

// What the desk does about restores: greetings that teach it something, rows recalled, proposals.
namespace xiangji::syncd {

void CentralDesk::hello(const std::shared_ptr<Caller>& caller, const wire::Hello& hello,
                        const Done& done) {
    auto first = greet(*caller, hello);
    if (!first) {
        done(failing(first.error()));
        return;
    }
    const bool stranger = first->refusal().code() == wire::Refusal::CODE_UNKNOWN_DEVICE;
    const bool waits = first->welcome().standing().pending();
    if (hello.lineage().empty() && !stranger && !waits) {
        done(*first);
        return;
    }
    const auto lesson = Greeting(seats_.central, identity_, seats_.serverKey)
                            .learn(hello, stranger, [&](std::string_view key) {
                                return keyProven(*caller, key, hello.proof());
                            });
    if (!lesson || lesson->nothing()) {
        done(lesson ? *first : failing(lesson.error()));
        return;
    }
    const auto greeted = [this, caller, hello, done] {
        const auto reply = greet(*caller, hello);
        done(reply ? *reply : failing(reply.error()));
    };
    Writer::Job job;
    job.run = [this, lesson = *lesson, greeted](Transaction& transaction) -> Result<Writer::After> {
        XIANGJI_TRY(takeLesson(transaction, seats_, identity_, lesson));
        return Writer::After(greeted);
    };
    job.giveUp = [done](const Error& error) { done(failing(error)); };
    if (!writer_.offer(std::move(job))) {
        done(tooMany());
    }
}

void CentralDesk::recall(const Caller& caller, const wire::Recall& recall, const Done& done) {
    const auto device = caller.device ? seats_.central.deviceNow(*caller.device)
                                      : Result<std::optional<DeviceRow>>(std::nullopt);
    if (!device || !*device || (*device)->state == DeviceState::revoked) {
        done(!device ? failing(device.error())
             : !*device
                 ? notProven()
                 : refusing(wire::Refusal::CODE_REVOKED,
                            "this phone was taken out of service; ask the township's office"));
        return;
    }
    const auto answered = [this, caller, device = **device, recall, done] {
        const auto rows =
            pulling(caller).recalled(device, recall, board_.now(), seats_.clock.nowMs());
        wire::Reply reply;
        if (rows) {
            *reply.mutable_recalled() = *rows;
        }
        done(rows ? reply : failing(rows.error()));
    };
    Writer::Job job;
    job.run = [this, device = **device, recall,
               answered](Transaction& transaction) -> Result<Writer::After> {
        if (device.state == DeviceState::active) {
            XIANGJI_TRY(keepProposals(transaction, seats_.catalogue, device, recall, seals_));
        }
        return Writer::After(answered);
    };
    job.giveUp = [done](const Error& error) { done(failing(error)); };
    if (!writer_.offer(std::move(job))) {
        done(tooMany());
    }
}

void CentralDesk::former(const Caller& caller, const wire::Former& former, const Done& done) {
    const auto known = asker(caller);
    if (!known || !std::holds_alternative<DeviceRow>(*known)) {
        done(known ? std::get<wire::Reply>(*known) : failing(known.error()));
        return;
    }
    auto opened = openFormer(former, seats_.central, identity_, seats_.serverKey, seals_);
    if (!opened) {
        done(failing(opened.error()));
        return;
    }
    layFirstReceipts(opened->envelopes, former.receipts(), identity_, receiptWriter_.keys());
    enqueue(
        [this, broughtBy = *caller.device,
         post = std::make_shared<const FormerPost>(*std::move(opened))](
            Transaction& transaction) -> Result<wire::Reply> {
            wire::Reply reply;
            reply.mutable_receipts();
            if (post->publicKey.empty()) {
                for (const auto& opened : post->envelopes) {
                    XIANGJI_TRY(transaction.central().quarantine(
                        broughtBy, 0, opened.envelope.SerializeAsString(), "unknown_device",
                        transaction.nowMs()));
                }
                return reply;
            }
            if (post->forgotten) {
                XIANGJI_TRY(takeLesson(transaction, seats_, identity_,
                                       Lesson{.certificate = post->forgotten}));
            }
            XIANGJI_TRY(Pushing(transaction, seats_.catalogue, identity_, receiptWriter_)
                            .post(post->device, post->envelopes, {}));
            return reply;
        },
        done);
}

Result<std::vector<RecoveryView>> CentralDesk::recovery() {
    return recoveryOf(seats_.central, seats_.catalogue, seals_);
}

Result<std::vector<RecoveryRow>> CentralDesk::proposalsNamed(const std::vector<Id>& ids) {
    XIANGJI_LET(all, seats_.central.recoveries());
    std::vector<RecoveryRow> named;
    for (const auto& id : ids) {
        const auto found = std::find_if(all.begin(), all.end(),
                                        [&](const RecoveryRow& one) { return one.id == id; });
        if (found == all.end()) {
            return Error{Fault::notFound, "there is no recovery proposal " + id.text() +
                                              "; `syncd recovery list` shows them"};
        }
        named.push_back(*found);
    }
    return named;
}

Outcome CentralDesk::acceptRecovery(const std::vector<Id>& proposals) {
    XIANGJI_LET(named, proposalsNamed(proposals));
    return writer_.wait([this, named](Transaction& transaction) {
        return acceptProposals(transaction, seats_.catalogue, identity_, seats_.serverKey, named);
    });
}

Outcome CentralDesk::dismissRecovery(const std::vector<Id>& proposals) {
    XIANGJI_LET(named, proposalsNamed(proposals));
    return writer_.wait([named](Transaction& transaction) -> Outcome {
        for (const auto& proposal : named) {
            XIANGJI_TRY(transaction.central().dropRecovery(proposal.id));
        }
        return {};
    });
}

Outcome CentralDesk::copyTo(const std::filesystem::path& file) {
    return seats_.central.copyTo(file);
}

Result<AuditReport> CentralDesk::audit(const std::optional<LogHead>& outside) {
    return auditHistory(seats_.central, seats_.catalogue, receiptWriter_.keys(), seals_, outside);
}

}  // namespace xiangji::syncd
