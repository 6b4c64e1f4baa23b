#pragma once

#include <condition_variable>
#include <functional>
#include <mutex>

#include "syncd/merge/desk/desk.hpp"

namespace xiangji::syncd::test {

/// A desk that answers as a test tells it. The township's own questions are not its business.
class FakeDesk final : public Desk {
 public:
    using Answering = std::function<void(std::shared_ptr<Caller>, wire::Request, Done)>;

    /// Proves every Hello, answers every push with as many receipts.
    FakeDesk() : answering_(polite) {}
    explicit FakeDesk(Answering answering) : answering_(std::move(answering)) {}

    static void polite(const std::shared_ptr<Caller>& caller, const wire::Request& request,
                       const Done& done) {
        wire::Reply reply;
        if (request.has_hello()) {
            caller->device = Id::fromBytes(request.hello().device());
            reply.mutable_welcome()->set_now_ms(1);
        } else if (request.has_push()) {
            reply.mutable_receipts();
            for (int i = 0; i < request.push().envelopes_size(); ++i) {
                reply.mutable_receipts()->add_receipts();
            }
        } else {
            reply.mutable_page();
        }
        done(reply);
    }

    void ask(std::shared_ptr<Caller> caller, wire::Request request, Done done) override {
        answering_(std::move(caller), std::move(request), std::move(done));
    }
    Result<wire::Delivered> deliver(const wire::Parcel&) override { return none(); }
    Result<Invitation> invite(const InviteOrder&, const Address&) override { return none(); }
    Result<DeviceView> confirm(const Id&) override { return none(); }
    Result<DeviceView> revoke(const Id&) override { return none(); }
    Result<DeskStatus> status() override { return none(); }
    Result<std::vector<RecoveryView>> recovery() override { return none(); }
    Outcome acceptRecovery(const std::vector<Id>&) override { return none(); }
    Outcome dismissRecovery(const std::vector<Id>&) override { return none(); }
    Outcome copyTo(const std::filesystem::path&) override { return none(); }
    Id ownDevice() const override { return {}; }
    Result<AuditReport> audit(const std::optional<LogHead>&) override { return none(); }
    Result<std::vector<AsideView>> aside() override { return none(); }
    Result<std::vector<wire::ChangeVerdict>> retryAside(const AsideView&) override {
        return none();
    }

 private:
    static Error none() { return {Fault::unsupported, "a fake desk only answers phones"}; }
    Answering answering_;
};

/// A desk that keeps what it is asked until the test answers it.
class SlowDesk {
 public:
    /// What a FakeDesk does with this: Hellos are proven at once, everything else waits.
    [[nodiscard]] FakeDesk::Answering answering() {
        return [this](const std::shared_ptr<Caller>& caller, const wire::Request& request,
                      const Desk::Done& done) {
            if (request.has_hello()) {
                FakeDesk::polite(caller, request, done);
                return;
            }
            const std::lock_guard lock(guard_);
            waiting_.push_back(done);
            came_.notify_all();
        };
    }

    void waitFor(std::size_t questions) {
        std::unique_lock lock(guard_);
        came_.wait(lock, [&] { return waiting_.size() >= questions; });
    }

    /// Answers all that wait.
    void answer() {
        std::vector<Desk::Done> waiting;
        {
            const std::lock_guard lock(guard_);
            waiting.swap(waiting_);
        }
        for (const auto& done : waiting) {
            wire::Reply reply;
            reply.mutable_receipts();
            done(reply);
        }
    }

 private:
    std::mutex guard_;
    std::condition_variable came_;
    std::vector<Desk::Done> waiting_;
};

}  // namespace xiangji::syncd::test
