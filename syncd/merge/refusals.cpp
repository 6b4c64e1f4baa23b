#include "syncd/merge/refusals.hpp"

namespace xiangji::syncd {

namespace {

constexpr std::uint32_t kRetrySeconds = 10;

wire::Reply comeBack(std::string words) {
    auto reply = refusing(wire::Refusal::CODE_COME_BACK, std::move(words));
    reply.mutable_refusal()->set_retry_seconds(kRetrySeconds);
    return reply;
}

}  // namespace

wire::Reply refusing(wire::Refusal::Code code, std::string words) {
    wire::Reply reply;
    reply.mutable_refusal()->set_code(code);
    reply.mutable_refusal()->set_words(std::move(words));
    return reply;
}

wire::Reply tooMany() {
    return comeBack(
        "many phones are being answered; everything is safe on this phone; try again soon");
}

/// A failure of the centre's own, told to a phone: it keeps what it has and comes again.
wire::Reply failing(const Error& error) {
    return comeBack(error.fault == Fault::diskFull
                        ? "the centre's disk is full; nothing was taken, everything is safe on "
                          "this phone; tell the township's office"
                        : "the centre could not save (" + error.detail +
                              "); everything is safe on this phone; try again later");
}

wire::Reply tooOld(std::uint32_t level, std::uint32_t known) {
    return refusing(wire::Refusal::CODE_TOO_OLD,
                    "this phone's app is too old to read from the centre (level " +
                        std::to_string(level) + ", the centre is at " + std::to_string(known) +
                        "); what you wrote was taken; update the app to read on");
}

wire::Reply notProven() {
    return refusing(wire::Refusal::CODE_NOT_PROVEN,
                    "this phone did not prove its key on this connection; connect again");
}

}  // namespace xiangji::syncd
