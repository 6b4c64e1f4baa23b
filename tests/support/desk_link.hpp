#pragma once

#include <functional>
#include <memory>
#include <optional>

#include "core/sync/link.hpp"
#include "syncd/merge/desk/desk.hpp"

namespace xiangji::test {

/// Links that end at a real desk in this process: no TLS, no sockets, every byte of the frames. A
/// test may cut them.
class DeskLinks final : public LinkMaker {
 public:
    explicit DeskLinks(syncd::Desk& desk) : desk_(&desk) {}

    [[nodiscard]] Result<std::unique_ptr<Link>> connect(const Address& address) override;

    /// No network at all.
    bool offline = false;
    /// The link is cut after so many more replies (requests still reach the desk); none = never.
    std::optional<int> cutReplyAfter;
    /// Another centre takes over this address.
    void moveTo(syncd::Desk& desk) { desk_ = &desk; }

 private:
    friend class DeskLink;
    syncd::Desk* desk_;
};

}  // namespace xiangji::test
