// The first bytes of a stranger: a head, a length, a request or a reply.
#include <algorithm>

#include "core/net/frame.hpp"
#include "core/sync/envelope.hpp"
#include "tests/fuzz/door.hpp"
#include "wire/session.pb.h"

using namespace xiangji;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size) {
    FrameHead head{};
    if (size < head.size()) {
        return 0;
    }
    std::copy_n(bytes, head.size(), head.begin());
    const auto length = frameLength(head);
    fuzz::require(!length || (*length > 0 && *length <= kMaxFrameBytes));
    const auto rest = fuzz::asText(bytes + head.size(), size - head.size());
    if (!length || *length > rest.size()) {
        return 0;
    }
    wire::Request request;
    (void)parseOutside(request, rest.substr(0, *length));
    wire::Reply reply;
    if (parseOutside(reply, rest.substr(0, *length))) {
        const auto again = framed(reply.SerializeAsString());
        fuzz::require(again || reply.ByteSizeLong() == 0 || reply.ByteSizeLong() > kMaxFrameBytes);
    }
    return 0;
}
