#pragma once

#include <functional>
#include <map>
#include <optional>

#include "core/sync/link.hpp"
#include "tests/sim/centre/centre.hpp"
#include "tests/sim/trace.hpp"
#include "wire/session.pb.h"

namespace xiangji::sim {

/// What the network does to one run of a phone; calls count from 1, none = it behaves.
struct Weather {
    bool none = false;  ///< no network at all
    std::optional<int> loseRequest;
    std::optional<int> loseReply;
    std::optional<int> repeat;  ///< the request reaches the desk twice
    /// Receipts of an earlier question come instead of an answer (they also come by other ways).
    std::optional<int> stale;
};

/// What looks at frames as they leave the desk.
class Tap {
 public:
    virtual ~Tap() = default;
    virtual void left(const Id& device, const wire::Request& request, const wire::Reply& reply) = 0;
};

/// A phone's links, in memory: they end at the centre's real desk, one request at a time.
class Links final : public LinkMaker {
 public:
    Links(Centre& centre, WorldTime& time, Trace& trace, Tap& tap, Findings& findings, Id device)
        : centre_(centre),
          time_(time),
          trace_(trace),
          tap_(tap),
          findings_(findings),
          device_(device) {}

    [[nodiscard]] Result<std::unique_ptr<Link>> connect(const Address& address) override;

    Weather weather;
    /// Called before each request goes out; other phones act meanwhile.
    std::function<void(int call)> before;
    void newRun() { calls_ = 0; }

 private:
    class Wire;
    [[nodiscard]] std::optional<wire::Reply> ask(const std::shared_ptr<syncd::Caller>& caller,
                                                 const wire::Request& request);
    [[nodiscard]] Result<Bytes> call(const std::shared_ptr<syncd::Caller>& caller, int boot,
                                     const Bytes& bytes);

    Centre& centre_;
    WorldTime& time_;
    Trace& trace_;
    Tap& tap_;
    Findings& findings_;
    Id device_;
    int calls_ = 0;
    std::map<int, Bytes> last_;  ///< by kind of question
};

}  // namespace xiangji::sim
