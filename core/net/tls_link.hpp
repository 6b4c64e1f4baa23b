#pragma once

#include <chrono>
#include <memory>

#include "core/sync/link.hpp"

namespace xiangji {

/// How long a link waits.
struct LinkDeadlines {
    std::chrono::milliseconds connect{
        10'000};  ///< looking the name up, connecting and shaking hands, together
    std::chrono::milliseconds call{30'000};  ///< for each slice of a frame out, for the answer's
                                             ///< start, and for each slice of it
};

/// Links over TCP and TLS 1.3. A centre is the one that holds a key named by the address' pins, or
/// one to which these lead (succession.hpp); that is known before the first byte of a request
/// leaves. Makes no thread that outlives a call (but see name_lookup.hpp) and throws
/// nothing. A link belongs to one thread at a time.
class TlsLinkMaker final : public LinkMaker {
 public:
    explicit TlsLinkMaker(LinkDeadlines deadlines = {}) : deadlines_(deadlines) {}

    /// Faults: unreachable (no name, no route, refused, no answer in time, cut), untrusted (another
    /// key, or something that does not speak TLS 1.3), invalid (an address that is none).
    [[nodiscard]] Result<std::unique_ptr<Link>> connect(const Address& address) override;

 private:
    LinkDeadlines deadlines_;
};

}  // namespace xiangji
