#include "syncd/session/tls_stream.hpp"

#include <openssl/err.h>
#include <openssl/ssl.h>

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/error.hpp>
#include <boost/asio/ssl/error.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <cerrno>

namespace xiangji::syncd {

namespace {

namespace asio = boost::asio;
using Socket = TlsStream::Socket;

TlsStream::ErrorCode whyEnded(int told) {
    if (told == SSL_ERROR_ZERO_RETURN) {
        return asio::error::eof;
    }
    if (const auto code = ERR_get_error(); code != 0) {
        return {static_cast<int>(code), asio::error::get_ssl_category()};
    }
    return errno == 0 ? TlsStream::ErrorCode(asio::error::eof)
                      : TlsStream::ErrorCode(errno, boost::system::system_category());
}

}  // namespace

void TlsStream::Free::operator()(ssl_st* tls) const {
    SSL_free(tls);
}

TlsStream::TlsStream(Socket socket, ssl_ctx_st* context, Side side)
    : socket_(std::move(socket)), context_(context), side_(side) {}

TlsStream::~TlsStream() = default;

template <typename Step>
asio::awaitable<TlsStream::ErrorCode> TlsStream::repeat(Step step) {
    // A descriptor that was closed may already be somebody else's.
    while (socket_.is_open()) {
        ERR_clear_error();
        errno = 0;
        const int done = step();
        if (done > 0) {
            co_return ErrorCode();
        }
        const int told = SSL_get_error(tls_.get(), done);
        if (told != SSL_ERROR_WANT_READ && told != SSL_ERROR_WANT_WRITE) {
            co_return whyEnded(told);
        }
        const auto until = told == SSL_ERROR_WANT_READ ? Socket::wait_read : Socket::wait_write;
        const auto [fault] =
            co_await socket_.async_wait(until, asio::as_tuple(asio::use_awaitable));
        if (fault) {
            co_return fault;
        }
    }
    co_return asio::error::operation_aborted;
}

asio::awaitable<TlsStream::ErrorCode> TlsStream::shakeHands() {
    ErrorCode fault;
    (void)socket_.non_blocking(true, fault);
    tls_.reset(fault ? nullptr : SSL_new(context_));
    if (tls_ == nullptr || SSL_set_fd(tls_.get(), socket_.native_handle()) != 1) {
        co_return fault ? fault : ErrorCode(asio::error::no_memory);
    }
    if (side_ == Side::server) {
        SSL_set_accept_state(tls_.get());
    } else {
        SSL_set_connect_state(tls_.get());
    }
    fault = co_await repeat([this] { return SSL_do_handshake(tls_.get()); });
    co_return fault;
}

asio::awaitable<TlsStream::ErrorCode> TlsStream::read(char* to, std::size_t count) {
    for (std::size_t at = 0; at < count;) {
        std::size_t moved = 0;
        const auto fault =
            co_await repeat([&] { return SSL_read_ex(tls_.get(), to + at, count - at, &moved); });
        if (fault) {
            co_return fault;
        }
        at += moved;
    }
    co_return ErrorCode();
}

asio::awaitable<TlsStream::ErrorCode> TlsStream::write(const char* from, std::size_t count) {
    for (std::size_t at = 0; at < count;) {
        std::size_t moved = 0;
        const auto fault = co_await repeat(
            [&] { return SSL_write_ex(tls_.get(), from + at, count - at, &moved); });
        if (fault) {
            co_return fault;
        }
        at += moved;
    }
    co_return ErrorCode();
}

}  // namespace xiangji::syncd
