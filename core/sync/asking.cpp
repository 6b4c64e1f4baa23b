#include "core/sync/asking.hpp"

#include "core/sync/envelope.hpp"

namespace xiangji {

Result<wire::Reply> askOver(Link& link, const wire::Request& request) {
    XIANGJI_LET(bytes, link.call(request.SerializeAsString()));
    wire::Reply reply;
    if (!parseOutside(reply, bytes) || reply.answer_case() == wire::Reply::ANSWER_NOT_SET) {
        return unexpectedAnswer();
    }
    return reply;
}

Error unexpectedAnswer() {
    return {Fault::untrusted,
            "the centre answered something else than was asked; nothing was lost, try again later"};
}

Error errorOf(const wire::Refusal& refusal) {
    switch (refusal.code()) {
        case wire::Refusal::CODE_COME_BACK:
            return {Fault::busy, refusal.words().empty()
                                     ? "the centre is busy; try again in " +
                                           std::to_string(refusal.retry_seconds()) + " s"
                                     : refusal.words()};
        case wire::Refusal::CODE_TOO_NEW:
        case wire::Refusal::CODE_TOO_OLD:
        case wire::Refusal::CODE_CANNOT_UNPACK:
            return {Fault::unsupported, refusal.words()};
        case wire::Refusal::CODE_BAD_INVITATION:
        case wire::Refusal::CODE_UNKNOWN_DEVICE:
        case wire::Refusal::CODE_REVOKED:
        case wire::Refusal::CODE_NOT_PROVEN:
        case wire::Refusal::CODE_MALFORMED:
        case wire::Refusal::CODE_OTHER_SERVER:
        case wire::Refusal::CODE_MISSING:
        default:
            return {Fault::refused,
                    refusal.words().empty() ? "the centre refused" : refusal.words()};
    }
}

}  // namespace xiangji
