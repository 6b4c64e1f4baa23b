#include "tests/sim/phone/links.hpp"

#include <chrono>
#include <future>

namespace xiangji::sim {

namespace {

constexpr std::size_t kExporterBytes = 32;
constexpr std::chrono::seconds kDeadline{
    60};  // of real time: a desk that never answers is a finding
constexpr Instant kRoundTripMs = 40;

Error cut() {
    return {Fault::unreachable, "the link was cut"};
}

}  // namespace

class Links::Wire final : public Link {
 public:
    Wire(Links& owner, int boot)
        : owner_(owner), caller_(std::make_shared<syncd::Caller>()), boot_(boot) {
        caller_->exporter = Bytes(kExporterBytes, 'x');
        caller_->peer = "in the simulator";
    }
    Result<Bytes> call(const Bytes& request) override {
        return owner_.call(caller_, boot_, request);
    }
    Bytes exporter() const override { return caller_->exporter; }

 private:
    Links& owner_;
    std::shared_ptr<syncd::Caller> caller_;
    int boot_;
};

Result<std::unique_ptr<Link>> Links::connect(const Address&) {
    if (weather.none || !centre_.running()) {
        return Error{Fault::unreachable, "there is no network"};
    }
    return std::unique_ptr<Link>(std::make_unique<Wire>(*this, centre_.boots()));
}

std::optional<wire::Reply> Links::ask(const std::shared_ptr<syncd::Caller>& caller,
                                      const wire::Request& request) {
    auto promise = std::make_shared<std::promise<wire::Reply>>();
    auto answer = promise->get_future();
    centre_.desk().ask(caller, request,
                       [promise](wire::Reply reply) { promise->set_value(std::move(reply)); });
    if (answer.wait_for(kDeadline) != std::future_status::ready) {
        findings_.add("P7 answers", "the desk does not answer");
        return std::nullopt;
    }
    auto reply = answer.get();
    // What a dying process has to say nobody hears.
    return centre_.dead() ? std::nullopt : std::optional(std::move(reply));
}

Result<Bytes> Links::call(const std::shared_ptr<syncd::Caller>& caller, int boot,
                          const Bytes& bytes) {
    const int at = ++calls_;
    if (before) {
        before(at);
    }
    time_.pass(kRoundTripMs);
    wire::Request request;
    if (!centre_.running() || centre_.boots() != boot || weather.none ||
        weather.loseRequest == at || !request.ParseFromString(bytes)) {
        return cut();
    }
    trace_.bytes(bytes);
    if (const auto& earlier = last_[request.ask_case()];
        weather.stale == at && !earlier.empty() && (request.has_push() || request.has_receipts())) {
        return earlier;
    }
    auto reply = ask(caller, request);
    if (reply && weather.repeat == at) {
        tap_.left(device_, request, *reply);
        reply = ask(caller, request);
    }
    if (!reply) {
        return cut();
    }
    tap_.left(device_, request, *reply);
    auto& answer = last_[request.ask_case()] = reply->SerializeAsString();
    trace_.bytes(answer);
    if (weather.loseReply == at) {
        return cut();
    }
    return answer;
}

}  // namespace xiangji::sim
