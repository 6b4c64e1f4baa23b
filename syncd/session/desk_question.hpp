#pragma once

#include <boost/asio/awaitable.hpp>
#include <boost/asio/steady_timer.hpp>
#include <chrono>
#include <memory>
#include <optional>

#include "syncd/merge/desk/desk.hpp"
#include "syncd/session/in_flight.hpp"

namespace xiangji::syncd {

/// What a question holds while it is with the desk.
struct QuestionPlaces {
    InFlight::Place bytes;
    InFlight::Place turn;
};

/// Asks the desk and waits on `waiting`, the caller's timer, whose strand this runs on; cancelling
/// the timer ends the wait. None: no answer within the deadline. The desk may answer long after
/// that, from any thread, when nobody waits any more: it then gives the places back and touches
/// nothing else.
[[nodiscard]] boost::asio::awaitable<std::optional<wire::Reply>> askDesk(
    Desk& desk, std::shared_ptr<Caller> caller, wire::Request request, QuestionPlaces places,
    boost::asio::steady_timer& waiting, std::chrono::milliseconds deadline);

}  // namespace xiangji::syncd
