#pragma once

#include <google/protobuf/stubs/logging.h>

#include <deque>
#include <map>
#include <random>
#include <set>

#include "core/sync/parcel.hpp"
#include "tests/unit/desk/hand_phone.hpp"

namespace xiangji::syncd::test {

/// A phone with what it has delivered, and what it would send next.
struct Author {
    HandPhone phone;
    std::vector<std::pair<wire::Envelope, Bytes>> sent;  ///< with their receipts
    std::vector<wire::Parcel> parcels;                   ///< that were delivered
    wire::Envelope next;
    Id row;
};

struct Mutant {
    std::string kind;
    Id phone;  ///< in whose name it is kept
    std::shared_ptr<Caller> caller;
    wire::Request request;
    Bytes kept;     ///< what the centre must have kept, where it keeps it
    Bytes receipt;  ///< what a repeat is answered with
    std::string answer;
};

inline std::string nameOf(wire::Refusal::Code code) {
    const auto& name = wire::Refusal::Code_Name(code);
    return "turned away: " + name.substr(std::string("CODE_").size());
}

/// Phones whose valid envelopes and parcels are delivered in turn, and mutants of them asked in
/// between, a round at once: nothing of a round may take effect.
class MutantPlay : public testing::Test {
 protected:
    MutantPlay() {
        // protobuf would complain aloud of what is sent here.
        google::protobuf::SetLogHandler(nullptr);
        for (const char* name : {"李明", "王芳", "张伟"}) {
            authors_.push_back({.phone = HandPhone(centre_, "tutor", kLinjiang, name)});
        }
        for (auto& author : authors_) {
            renew(author);
            deliver(author);
        }
    }

    std::size_t below(std::size_t limit) { return limit == 0 ? 0 : chance_() % limit; }
    template <typename T>
    auto& of(T& list) {
        return list[below(list.size())];
    }
    /// Two authors that are not the same.
    std::pair<Author*, Author*> two() {
        const auto one = below(authors_.size());
        const auto other = (one + 1 + below(authors_.size() - 1)) % authors_.size();
        return {&authors_[one], &authors_[other]};
    }

    void renew(Author& author) {
        author.row = Id::ofHash("row " + std::to_string(++rows_));
        author.next =
            author.phone.envelope({author.phone.activity(author.row, titleOf(author.row))});
    }
    static std::string titleOf(const Id& row) { return "宣讲 " + row.text(); }
    /// A new text under the author's own key: what its owner could make with other tools.
    wire::Envelope resigned(const Author& author, const wire::Envelope& from,
                            const std::function<void(wire::EnvelopeBody&)>& bend) {
        wire::EnvelopeBody body;
        body.ParseFromString(from.body());
        bend(body);
        return signedEnvelope(body.SerializeAsString(), author.phone.key);
    }
    const wire::Envelope& someOf(const Author& author) {
        return chance_() % 2 == 0 ? author.next : of(author.sent).first;
    }

    [[nodiscard]] wire::Parcel parcelOf(const HandPhone& writer, const HandPhone& signer,
                                        const wire::Envelope& envelope) {
        wire::Post post;
        post.set_server(authors_.front().phone.server);
        post.set_device(writer.id().bytes());
        *post.add_envelopes() = envelope;
        return must(sealedPost(post, signer.key, centre_.key.publicKey(), centre_.random));
    }

    // ---- delivering what is valid ----

    void deliver(Author& author) {
        const bool byLink = author.sent.size() % 2 == 0;
        wire::Receipt receipt;
        if (byLink) {
            const auto reply = author.phone.push({author.next});
            ASSERT_EQ(reply.receipts().receipts_size(), 1) << reply.refusal().words();
            receipt = reply.receipts().receipts(0);
        } else {
            author.parcels.push_back(parcelOf(author.phone, author.phone, author.next));
            const auto delivered = must(centre_.desk->deliver(author.parcels.back()));
            ASSERT_EQ(delivered.answers_size(), 1) << delivered.words();
            receipt = must(openedAnswers(delivered.answers(0), author.phone.key)).receipts(0);
        }
        const auto body = must(openedReceipt(receipt, centre_.key.publicKey()));
        ASSERT_EQ(body.changes(0).verdict(), wire::VERDICT_TAKEN) << body.changes(0).words();
        author.sent.emplace_back(author.next, receipt.SerializeAsString());
        valid_.insert(author.row);
        renew(author);
    }

    // ---- asking ----

    void ask(Mutant mutant) { round_.push_back(std::move(mutant)); }
    void push(std::string kind, Author& author, const wire::Envelope& envelope,
              Bytes receipt = {}) {
        // One that is answered with its receipt is kept nowhere as itself.
        Mutant mutant{.kind = std::move(kind),
                      .phone = author.phone.id(),
                      .caller = author.phone.caller,
                      .kept = receipt.empty() ? envelope.SerializeAsString() : Bytes(),
                      .receipt = std::move(receipt)};
        *mutant.request.mutable_push()->add_envelopes() = envelope;
        ask(std::move(mutant));
    }
    void carry(std::string kind, const wire::Parcel& parcel, Bytes kept, const Id& phone) {
        Mutant mutant{.kind = std::move(kind),
                      .phone = phone,
                      .caller = authors_.front().phone.caller,
                      .kept = std::move(kept)};
        *mutant.request.mutable_carried()->mutable_parcel() = parcel;
        ask(std::move(mutant));
    }
    /// One that is wrong by itself, on its author's own link or in its own parcel.
    void either(const std::string& kind, Author& author, const wire::Envelope& envelope) {
        if (chance_() % 2 == 0) {
            push(kind, author, envelope);
        } else {
            carry(kind, parcelOf(author.phone, author.phone, envelope),
                  envelope.SerializeAsString(), author.phone.id());
        }
    }

    static std::string answerOf(const Mutant& mutant, const wire::Reply& reply) {
        if (reply.has_refusal()) {
            return nameOf(reply.refusal().code());
        }
        if (reply.receipts().receipts_size() == 1 && !mutant.receipt.empty()) {
            return reply.receipts().receipts(0).SerializeAsString() == mutant.receipt
                       ? "its receipt again"
                       : "another receipt";
        }
        return reply.has_delivered() ? reply.delivered().words() : "a receipt";
    }

    /// Asks all of a round and lets nothing of it take effect.
    void playRound() {
        const auto before = must(centre_.central->headNow());
        std::vector<std::future<wire::Reply>> replies;
        for (auto& mutant : round_) {
            auto promise = std::make_shared<std::promise<wire::Reply>>();
            replies.push_back(promise->get_future());
            centre_.desk->ask(mutant.caller, mutant.request, [promise](wire::Reply reply) {
                promise->set_value(std::move(reply));
            });
        }
        for (std::size_t i = 0; i < round_.size(); ++i) {
            round_[i].answer = answerOf(round_[i], replies[i].get());
            round_[i].request.Clear();
            played_.push_back(std::move(round_[i]));
        }
        round_.clear();
        const auto after = must(centre_.central->headNow());
        ASSERT_EQ(after.lsn, before.lsn) << "a mutant took effect";
        ASSERT_EQ(after.hash, before.hash);
    }

    SmallCentre centre_;
    HandPhone bad_{centre_, "tutor", kLinjiang, "坏手机"};
    std::mt19937_64 chance_{20260619};
    std::deque<Author> authors_;
    int rows_ = 0;
    std::set<Id> valid_;
    std::vector<Mutant> round_;
    std::vector<Mutant> played_;
};

}  // namespace xiangji::syncd::test
