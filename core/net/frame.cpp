#include "core/net/frame.hpp"

namespace xiangji {

Result<Bytes> framed(std::string_view bytes) {
    if (bytes.empty() || bytes.size() > kMaxFrameBytes) {
        return Error{Fault::invalid, "a frame holds 1 to " + std::to_string(kMaxFrameBytes) +
                                         " bytes, not " + std::to_string(bytes.size()) +
                                         "; nothing was sent"};
    }
    Bytes frame;
    frame.reserve(kFrameHeadBytes + bytes.size());
    for (int shift = 24; shift >= 0; shift -= 8) {
        frame.push_back(static_cast<char>((bytes.size() >> shift) & 0xff));
    }
    frame.append(bytes);
    return frame;
}

Result<std::size_t> frameLength(const FrameHead& head, std::size_t mostBytes) {
    std::size_t length = 0;
    for (const auto octet : head) {
        length = length << 8 | octet;
    }
    if (length == 0 || length > mostBytes) {
        return Error{Fault::untrusted, "a frame of " + std::to_string(length) +
                                           " bytes was announced; 1 to " +
                                           std::to_string(mostBytes) + " are allowed"};
    }
    return length;
}

}  // namespace xiangji
