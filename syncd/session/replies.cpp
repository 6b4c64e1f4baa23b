#include "syncd/session/replies.hpp"

#include "core/net/frame.hpp"

namespace xiangji::syncd {

wire::Reply refusal(wire::Refusal::Code code, std::string words) {
    wire::Reply reply;
    reply.mutable_refusal()->set_code(code);
    reply.mutable_refusal()->set_words(std::move(words));
    return reply;
}

wire::Reply comeBack(const std::string& why, std::chrono::seconds wait) {
    auto reply =
        refusal(wire::Refusal::CODE_COME_BACK,
                why + "; nothing is lost, try again in " +
                    (wait.count() <= 5 ? "a few seconds" : std::to_string(wait.count()) + " s"));
    reply.mutable_refusal()->set_retry_seconds(static_cast<std::uint32_t>(wait.count()));
    return reply;
}

std::size_t answerRoom(const wire::Request& request) {
    return request.has_pull() || request.has_history() || request.has_carried() ||
                   request.has_media_wanted()
               ? kMaxFrameBytes
               : 0;
}

bool bringsToKeep(const wire::Request& request) {
    return request.has_push() || request.has_carried() || request.has_recall() ||
           request.has_former();
}

std::size_t envelopesIn(const wire::Request& request) {
    return static_cast<std::size_t>(request.push().envelopes_size()) +
           static_cast<std::size_t>(request.former().envelopes_size()) +
           (request.has_carried() ? 1U : 0U);
}

}  // namespace xiangji::syncd
