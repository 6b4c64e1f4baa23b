#pragma once

#include <functional>

#include "core/sync/link.hpp"
#include "core/sync/shelf.hpp"
#include "core/sync/syncer.hpp"

namespace xiangji {

/// What a phone reads in one run: parts of its scope it has nothing of yet, whole; then what
/// changed in all of it, until the head. Each page is durable with the place it reaches, so a cut
/// costs the page under way. Thread: the caller's.
class Reading {
 public:
    Reading(Shelf& shelf, Link& link, Progressed& progressed, std::function<void()> tell)
        : shelf_(shelf), link_(link), progressed_(progressed), tell_(std::move(tell)) {}

    [[nodiscard]] Outcome run(const PhoneState& state);

 private:
    [[nodiscard]] Outcome follow();
    [[nodiscard]] Outcome readWhole();
    [[nodiscard]] Outcome takeScope(const Bytes& scope);
    [[nodiscard]] Result<wire::Reply> ask(const wire::Request& request);

    Shelf& shelf_;
    Link& link_;
    Progressed& progressed_;
    std::function<void()> tell_;
    PhoneState state_;
    int scopesTaken_ = 0;
};

}  // namespace xiangji
