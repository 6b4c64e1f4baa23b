#include "tests/support/desk_link.hpp"

#include <future>

namespace xiangji::test {

class DeskLink final : public Link {
 public:
    explicit DeskLink(DeskLinks& owner)
        : owner_(owner), caller_(std::make_shared<syncd::Caller>()) {
        caller_->exporter = Bytes(32, 'x');
        caller_->peer = "in process";
    }

    Result<Bytes> call(const Bytes& request) override {
        const Error cut{Fault::unreachable, "the link was cut"};
        if (owner_.offline) {
            return cut;
        }
        wire::Request parsed;
        if (!parsed.ParseFromString(request)) {
            return Error{Fault::invalid, "a request cannot be read"};
        }
        std::promise<wire::Reply> promise;
        auto reply = promise.get_future();
        owner_.desk_->ask(caller_, std::move(parsed),
                          [&promise](wire::Reply answer) { promise.set_value(std::move(answer)); });
        const Bytes bytes = reply.get().SerializeAsString();
        if (owner_.cutReplyAfter && (*owner_.cutReplyAfter)-- <= 0) {
            owner_.cutReplyAfter.reset();
            return cut;
        }
        return bytes;
    }

    Bytes exporter() const override { return caller_->exporter; }

 private:
    DeskLinks& owner_;
    std::shared_ptr<syncd::Caller> caller_;
};

Result<std::unique_ptr<Link>> DeskLinks::connect(const Address&) {
    if (offline) {
        return Error{Fault::unreachable, "there is no network"};
    }
    return std::unique_ptr<Link>(std::make_unique<DeskLink>(*this));
}

}  // namespace xiangji::test
