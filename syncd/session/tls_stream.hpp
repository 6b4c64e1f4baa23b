#pragma once

#include <boost/asio/awaitable.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/system/error_code.hpp>
#include <cstddef>
#include <memory>

struct ssl_ctx_st;
struct ssl_st;

namespace xiangji::syncd {

/// TLS over a socket, by OpenSSL on the descriptor itself: nothing between the two keeps buffers,
/// so a silent connection costs what OpenSSL keeps of it and no more. One coroutine at a time, on
/// the socket's strand; closing the socket there ends whatever waits.
class TlsStream {
 public:
    using Socket = boost::asio::ip::tcp::socket;
    using ErrorCode = boost::system::error_code;
    enum class Side { server, client };

    /// `context` must outlive the stream.
    TlsStream(Socket socket, ssl_ctx_st* context, Side side);
    ~TlsStream();
    TlsStream(const TlsStream&) = delete;
    TlsStream& operator=(const TlsStream&) = delete;

    [[nodiscard]] boost::asio::awaitable<ErrorCode> shakeHands();
    /// All of them, or why not.
    [[nodiscard]] boost::asio::awaitable<ErrorCode> read(char* to, std::size_t count);
    [[nodiscard]] boost::asio::awaitable<ErrorCode> write(const char* from, std::size_t count);

    [[nodiscard]] Socket& socket() { return socket_; }
    /// None before shakeHands().
    [[nodiscard]] ssl_st* native() { return tls_.get(); }

 private:
    struct Free {
        void operator()(ssl_st* tls) const;
    };
    template <typename Step>
    [[nodiscard]] boost::asio::awaitable<ErrorCode> repeat(Step step);

    Socket socket_;
    ssl_ctx_st* context_;
    Side side_;
    std::unique_ptr<ssl_st, Free> tls_;
};

}  // namespace xiangji::syncd
