#include "syncd/office/http_door.hpp"

#include <spdlog/spdlog.h>

#include <algorithm>
#include <boost/asio/as_tuple.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/http.hpp>
#include <chrono>
#include <optional>

namespace xiangji::syncd {

namespace {

namespace asio = boost::asio;
namespace beast = boost::beast;
namespace http = boost::beast::http;
using Request = http::request<http::string_body>;
using Response = http::response<http::string_body>;

constexpr std::uint32_t kMaxHeaderBytes = 8 * 1024;
constexpr std::uint64_t kMaxBodyBytes = 64 * 1024;
constexpr std::size_t kMaxConnections = 128;
constexpr std::chrono::seconds kReadDeadline{
    30};  ///< for a whole request, the idle time before it included
constexpr std::chrono::seconds kWriteDeadline{60};  ///< for a whole answer
constexpr std::chrono::milliseconds kAcceptPause{100};
constexpr std::chrono::seconds kFaultLineEvery{10};
constexpr auto kNoThrow = asio::as_tuple(asio::use_awaitable);

/// The answer to a request that never became one.
Answer answerToFault(const beast::error_code& fault) {
    if (fault == http::error::header_limit) {
        return Answer::failure(431, "the request's headers are too long");
    }
    if (fault == http::error::body_limit) {
        return Answer::failure(413, "this page takes no such uploads");
    }
    return Answer::failure(400, "this is no HTTP request");
}

bool isSyntaxFault(const beast::error_code& fault) {
    return fault.category() == http::make_error_code(http::error::bad_method).category() &&
           fault != http::error::end_of_stream && fault != http::error::partial_message;
}

template <typename Name>
std::string headerOf(const Request& request, const Name& name) {
    const auto value = request[name];
    return {value.data(), value.size()};
}

Answer foreign() {
    return Answer::failure(403, "only this page itself may ask that");
}

/// A form of another site can send neither this content type nor this Origin.
std::optional<Answer> objectionToPost(const Request& request) {
    const auto type = headerOf(request, http::field::content_type);
    const bool ownOrigin =
        headerOf(request, http::field::origin) == "http://" + headerOf(request, http::field::host);
    return type == "application/json" && ownOrigin ? std::nullopt : std::optional(foreign());
}

/// What is wrong with a request before its address is looked at.
std::optional<Answer> objectionTo(const Request& request) {
    if (request.count(http::field::host) != 1) {
        return Answer::failure(400, "a request needs one Host header");
    }
    if (!isLoopbackHost(headerOf(request, http::field::host))) {
        return Answer::failure(421, "this page answers to localhost and 127.0.0.1 only");
    }
    if (request.method() == http::verb::post) {
        return objectionToPost(request);
    }
    if (request.method() != http::verb::get && request.method() != http::verb::head) {
        Answer refusal = Answer::failure(405, "this page can only be read");
        refusal.headers.emplace_back("Allow", "GET, HEAD, POST");
        return refusal;
    }
    // A download leaves a line in the access book: another site may not begin one.
    const bool download = request.target().starts_with("/export/");
    return download && headerOf(request, "Sec-Fetch-Site") == "cross-site"
               ? std::optional(foreign())
               : std::nullopt;
}

void secure(Response& response) {
    response.set("Content-Security-Policy",
                 "default-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'; "
                 "object-src 'none'");
    response.set("X-Frame-Options", "DENY");
    response.set("X-Content-Type-Options", "nosniff");
    response.set("Referrer-Policy", "no-referrer");
    response.set("Cross-Origin-Resource-Policy", "same-origin");
    response.set("Cross-Origin-Opener-Policy", "same-origin");
    response.set("Permissions-Policy", "camera=(), microphone=(), geolocation=()");
    // Records must not lie in a browser's cache; the page sends its tags itself.
    response.set(http::field::cache_control, "no-store");
}

Response responseOf(Answer answer, bool headOnly, bool keepAlive) {
    Response response(static_cast<http::status>(answer.status), 11);
    response.keep_alive(keepAlive);
    secure(response);
    if (!answer.mediaType.empty()) {
        response.set(http::field::content_type, answer.mediaType);
    }
    if (!answer.tag.empty()) {
        response.set(http::field::etag, answer.tag);
    }
    for (const auto& [name, value] : answer.headers) {
        response.set(name, value);
    }
    const bool hasBody = answer.status != 304;
    if (hasBody) {
        response.content_length(answer.body.size());
    }
    if (hasBody && !headOnly) {
        response.body() = std::move(answer.body);
    }
    return response;
}

void closeSoon(const std::weak_ptr<beast::tcp_stream>& weak) {
    if (const auto stream = weak.lock()) {
        asio::post(stream->get_executor(), [stream] { stream->close(); });
    }
}

}  // namespace

HttpDoor::HttpDoor(asio::io_context& io, Answerer answerer)
    : io_(io), strand_(asio::make_strand(io)), acceptor_(strand_), answerer_(std::move(answerer)) {}

Result<std::shared_ptr<HttpDoor>> HttpDoor::open(asio::io_context& io, const ListenAddress& address,
                                                 Answerer answerer) {
    std::shared_ptr<HttpDoor> door(new HttpDoor(io, std::move(answerer)));
    XIANGJI_TRY(door->listen(address));
    asio::co_spawn(door->strand_, acceptAll(door), asio::detached);
    return door;
}

Outcome HttpDoor::listen(const ListenAddress& address) {
    const asio::ip::tcp::endpoint endpoint(address.host, address.port);
    beast::error_code fault;
    const auto step = [&fault](auto action) {
        if (!fault) {
            action();
        }
    };
    step([&] { (void)acceptor_.open(endpoint.protocol(), fault); });
    step([&] { (void)acceptor_.set_option(asio::socket_base::reuse_address(true), fault); });
    step([&] { (void)acceptor_.bind(endpoint, fault); });
    step([&] { (void)acceptor_.listen(asio::socket_base::max_listen_connections, fault); });
    if (fault == asio::error::address_in_use) {
        return Error{Fault::busy,
                     "office address " + address.text() +
                         " is in use by another program; choose another port (0 = any free one)"};
    }
    if (fault) {
        return Error{Fault::failed, "office address " + address.text() + ": " + fault.message()};
    }
    address_ = {address.host, acceptor_.local_endpoint().port()};
    return {};
}

void HttpDoor::stop() {
    std::map<Stream*, Guest> guests;
    {
        const std::lock_guard lock(mutex_);
        stopped_ = true;
        guests.swap(guests_);
    }
    asio::post(strand_, [door = shared_from_this()] {
        beast::error_code ignored;
        (void)door->acceptor_.close(ignored);
    });
    for (const auto& [key, guest] : guests) {
        closeSoon(guest.stream);
    }
    pool_.stop();
}

bool HttpDoor::admit(const std::shared_ptr<Stream>& stream) {
    const std::lock_guard lock(mutex_);
    if (stopped_) {
        return false;
    }
    if (guests_.size() >= kMaxConnections) {
        const auto longest =
            std::min_element(guests_.begin(), guests_.end(), [](const auto& a, const auto& b) {
                return std::pair(!a.second.awaited, a.second.since) <
                       std::pair(!b.second.awaited, b.second.since);
            });
        if (!longest->second.awaited) {
            return false;
        }
        closeSoon(longest->second.stream);
        guests_.erase(longest);
    }
    guests_[stream.get()] = {.stream = stream, .since = std::chrono::steady_clock::now()};
    return true;
}

void HttpDoor::forget(const std::shared_ptr<Stream>& stream) {
    const std::lock_guard lock(mutex_);
    guests_.erase(stream.get());
}

void HttpDoor::awaits(const std::shared_ptr<Stream>& stream, bool request) {
    const std::lock_guard lock(mutex_);
    if (const auto guest = guests_.find(stream.get()); guest != guests_.end()) {
        guest->second.awaited = request;
        guest->second.since = std::chrono::steady_clock::now();
    }
}

void HttpDoor::tellFault(const beast::error_code& fault) {
    const auto now = std::chrono::steady_clock::now();
    if (faultTold_ == decltype(faultTold_){} || now - faultTold_ >= kFaultLineEvery) {
        faultTold_ = now;
        spdlog::error("the office's page cannot take a connection ({}); trying again",
                      fault.message());
    }
}

asio::awaitable<void> HttpDoor::acceptAll(std::shared_ptr<HttpDoor> door) {
    asio::steady_timer pause(door->strand_);
    while (door->acceptor_.is_open()) {
        auto strand = asio::make_strand(door->io_);
        auto [fault, socket] = co_await door->acceptor_.async_accept(strand, kNoThrow);
        if (fault == asio::error::operation_aborted) {
            break;
        }
        if (fault) {
            // Out of descriptors, mostly: breathe instead of spinning.
            door->tellFault(fault);
            pause.expires_after(kAcceptPause);
            co_await pause.async_wait(kNoThrow);
            continue;
        }
        auto stream = std::make_shared<Stream>(std::move(socket));
        if (door->admit(stream)) {
            asio::co_spawn(strand, converse(door, stream), asio::detached);
        }
    }
}

asio::awaitable<Answer> HttpDoor::answerTo(std::shared_ptr<HttpDoor> door, Ask ask) {
    auto answer =
        co_await door->pool_.run([door, ask = std::move(ask)] { return door->answerer_(ask); });
    if (answer) {
        co_return *std::move(answer);
    }
    Answer busy = Answer::failure(503, "too much is being read at once; try again in a moment");
    busy.headers.emplace_back("Retry-After", "2");
    co_return busy;
}

asio::awaitable<void> HttpDoor::converse(std::shared_ptr<HttpDoor> door,
                                         std::shared_ptr<Stream> stream) {
    beast::flat_buffer buffer(kMaxHeaderBytes + kMaxBodyBytes);
    bool keepAlive = true;
    while (keepAlive) {
        http::request_parser<http::string_body> parser;
        parser.header_limit(kMaxHeaderBytes);
        parser.body_limit(kMaxBodyBytes);
        door->awaits(stream, true);
        stream->expires_after(kReadDeadline);
        auto [fault, taken] = co_await http::async_read(*stream, buffer, parser, kNoThrow);
        door->awaits(stream, false);
        if (fault && !isSyntaxFault(fault)) {
            break;
        }
        std::optional<Answer> answer;
        bool headOnly = false;
        if (fault) {
            answer = answerToFault(fault);
            keepAlive = false;
        } else {
            const Request& request = parser.get();
            keepAlive = request.keep_alive();
            headOnly = request.method() == http::verb::head;
            answer = objectionTo(request);
            auto ask = Ask::fromTarget({request.target().data(), request.target().size()});
            if (!answer && !ask) {
                answer = Answer::failure(ask.error());
            }
            if (!answer) {
                ask->knownTag = headerOf(request, http::field::if_none_match);
                ask->posted = request.method() == http::verb::post;
                ask->body = ask->posted ? request.body() : std::string();
                stream->expires_never();
                answer = co_await answerTo(door, *std::move(ask));
            }
        }
        Response response = responseOf(*std::move(answer), headOnly, keepAlive);
        http::response_serializer<http::string_body> serializer(response);
        serializer.split(headOnly);
        stream->expires_after(kWriteDeadline);
        beast::error_code writeFault;
        if (headOnly) {
            auto [headFault, sent] =
                co_await http::async_write_header(*stream, serializer, kNoThrow);
            writeFault = headFault;
        } else {
            auto [bodyFault, sent] = co_await http::async_write(*stream, serializer, kNoThrow);
            writeFault = bodyFault;
        }
        if (writeFault) {
            break;
        }
    }
    beast::error_code ignored;
    (void)stream->socket().shutdown(asio::ip::tcp::socket::shutdown_send, ignored);
    door->forget(stream);
}

}  // namespace xiangji::syncd
