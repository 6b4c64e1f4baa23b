#pragma once

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/awaitable.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/steady_timer.hpp>
#include <memory>
#include <optional>
#include <string>

#include "core/net/frame.hpp"
#include "syncd/merge/desk/desk.hpp"
#include "syncd/session/addresses.hpp"
#include "syncd/session/away_log.hpp"
#include "syncd/session/company.hpp"
#include "syncd/session/guesses.hpp"
#include "syncd/session/in_flight.hpp"
#include "syncd/session/server.hpp"
#include "syncd/session/shares.hpp"
#include "syncd/session/tls_stream.hpp"
#include "syncd/session/turnstile.hpp"

namespace xiangji::syncd {

/// What all conversations share.
struct SharedRoom {
    std::shared_ptr<InFlight> inFlight;
    std::shared_ptr<Turnstile> visits;     ///< who may begin
    std::shared_ptr<Turnstile> turnstile;  ///< who is worked on
    std::shared_ptr<Guesses> guesses;
    std::shared_ptr<Addresses> addresses;
    std::shared_ptr<Shares> shares;
    std::shared_ptr<Company> company;
    std::shared_ptr<AwayLog> away;
};

/// One phone's conversation, from handshake to end. Everything in it runs on the socket's strand;
/// windDown() and cut() may be called from any thread. A request is read, parsed and asked only
/// after the one before has been answered, and asked only with a place at the turnstile.
class PhoneSession : public std::enable_shared_from_this<PhoneSession> {
 public:
    using Socket = boost::asio::ip::tcp::socket;

    PhoneSession(Socket socket, ssl_ctx_st* tls, const ServerSettings& settings, Desk& desk,
                 SharedRoom room, std::unique_ptr<Newcomer> newcomer);

    /// The whole conversation; whoever spawns it keeps the session until it ends.
    [[nodiscard]] boost::asio::awaitable<void> run();
    [[nodiscard]] boost::asio::any_io_executor executor() {
        return stream_.socket().get_executor();
    }  ///< the strand
    /// Ends after the request in flight, at once if there is none.
    void windDown();
    /// Ends now.
    void cut();

 private:
    using Milliseconds = std::chrono::milliseconds;

    /// Waits until fewer visits are under way and for a place to be worked on; false: none came in
    /// time.
    [[nodiscard]] boost::asio::awaitable<bool> begin();
    /// Waits for a place to be worked on, if it has none; false: none came in time.
    [[nodiscard]] boost::asio::awaitable<bool> enter(Turnstile::Who who);
    /// Gives the place back after that time, and the visit some time later: whatever we wait for
    /// then may never come.
    void keepPlaceFor(Milliseconds time);
    [[nodiscard]] boost::asio::awaitable<bool> shakeHands();
    /// Of a Join: an invitation that is none is counted.
    void noteGuess(const wire::Reply& reply);
    void tellNoHandshake(const boost::system::error_code& fault) const;
    /// One request and its reply. False: the conversation is over.
    [[nodiscard]] boost::asio::awaitable<bool> answerOne();
    [[nodiscard]] boost::asio::awaitable<bool> answer(wire::Request request, InFlight::Place bytes);
    [[nodiscard]] boost::asio::awaitable<bool> read(char* to, std::size_t count,
                                                    Milliseconds firstWait);
    [[nodiscard]] boost::asio::awaitable<bool> skip(std::size_t count);
    /// Throws a frame away as it comes, then says why.
    [[nodiscard]] boost::asio::awaitable<bool> sendAway(std::size_t frameBytes, wire::Reply reply);
    /// After an answer of the desk: whom it has found proven meanwhile.
    void settle();
    /// To the phone's share, once it is known which.
    void charge(std::size_t bytes, std::size_t envelopes);
    [[nodiscard]] boost::asio::awaitable<bool> send(const wire::Reply& reply);
    /// Says why in a Refusal, then closes so that the words arrive.
    [[nodiscard]] boost::asio::awaitable<void> turnAway(std::string words);

    void watch(Milliseconds deadline);
    void unwatch();
    void close();

    TlsStream stream_;
    boost::asio::steady_timer watch_;   ///< closes the socket when a wait takes too long
    boost::asio::steady_timer answer_;  ///< runs while the desk has our request
    boost::asio::steady_timer turn_;  ///< runs while we wait for a place, or keep one for a moment
    const ServerSettings& settings_;
    Desk& desk_;
    SharedRoom room_;
    Turnstile::Place visit_;
    Turnstile::Place place_;
    std::unique_ptr<Newcomer> newcomer_;
    std::string address_;     ///< as limits count it
    Company::Place company_;  ///< once a phone is proven
    std::shared_ptr<Caller> caller_;
    std::optional<Id> device_;  ///< caller_->device as it was when the desk last answered
    std::size_t answered_ = 0;
    bool idle_ = true;  ///< nothing of a request has arrived
    bool leaving_ = false;
    bool late_ = false;  ///< a deadline ended it
};

}  // namespace xiangji::syncd
