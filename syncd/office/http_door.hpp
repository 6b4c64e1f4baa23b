#pragma once

#include <boost/asio/awaitable.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/strand.hpp>
#include <boost/beast/core/tcp_stream.hpp>
#include <chrono>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <string>

#include "core/base/result.hpp"
#include "syncd/office/answer.hpp"
#include "syncd/office/ask.hpp"
#include "syncd/office/listen_address.hpp"
#include "syncd/office/reading_pool.hpp"

namespace xiangji::syncd {

/// HTTP/1.1 for a page that reads: GET and HEAD, POST of JSON from the page itself, keep-alive, a
/// deadline on every wait, bounded headers, bodies and connections, and the security headers on
/// every answer. What is asked is answered by a function of Ask.
class HttpDoor : public std::enable_shared_from_this<HttpDoor> {
 public:
    /// Called in the reading pool, from several threads at once.
    using Answerer = std::function<Answer(const Ask&)>;

    [[nodiscard]] static Result<std::shared_ptr<HttpDoor>> open(boost::asio::io_context& io,
                                                                const ListenAddress& address,
                                                                Answerer answerer);
    [[nodiscard]] const ListenAddress& address() const { return address_; }
    void stop();

 private:
    using Acceptor = boost::asio::ip::tcp::acceptor;
    using Stream = boost::beast::tcp_stream;
    using Strand = boost::asio::strand<boost::asio::io_context::executor_type>;

    HttpDoor(boost::asio::io_context& io, Answerer answerer);
    Outcome listen(const ListenAddress& address);
    // Static with the door in hand: a coroutine keeps what it uses alive by its arguments.
    static boost::asio::awaitable<void> acceptAll(std::shared_ptr<HttpDoor> door);
    static boost::asio::awaitable<void> converse(std::shared_ptr<HttpDoor> door,
                                                 std::shared_ptr<Stream> stream);
    static boost::asio::awaitable<Answer> answerTo(std::shared_ptr<HttpDoor> door, Ask ask);

    /// Takes one more; where all places are taken, the one whose request has been coming the
    /// longest goes. False: everybody there is being answered.
    bool admit(const std::shared_ptr<Stream>& stream);
    void forget(const std::shared_ptr<Stream>& stream);
    /// A request is awaited from now on, or has come.
    void awaits(const std::shared_ptr<Stream>& stream, bool request);
    void tellFault(const boost::system::error_code& fault);

    boost::asio::io_context& io_;
    Strand strand_;  ///< the acceptor's
    Acceptor acceptor_;
    Answerer answerer_;
    ListenAddress address_;
    ReadingPool pool_;
    std::mutex mutex_;
    bool stopped_ = false;
    struct Guest {
        std::weak_ptr<Stream> stream;
        bool awaited = true;  ///< its request has not come yet
        std::chrono::steady_clock::time_point since;
    };
    std::map<Stream*, Guest> guests_;
    std::chrono::steady_clock::time_point faultTold_;
};

}  // namespace xiangji::syncd
