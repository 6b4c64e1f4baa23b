#pragma once

#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/read.hpp>
#include <boost/asio/ssl.hpp>
#include <boost/asio/write.hpp>
#include <memory>
#include <optional>

#include "core/net/frame.hpp"
#include "core/net/host_port.hpp"
#include "wire/session.pb.h"

namespace xiangji::syncd::test {

/// The other end of a conversation, with every rudeness: blocking, byte by byte, no checks.
class RawPhone {
 public:
    explicit RawPhone(int newestTls = TLS1_3_VERSION)
        : tls_(boost::asio::ssl::context::tls_client) {
        SSL_CTX_set_max_proto_version(tls_.native_handle(), newestTls);
        SSL_set_max_proto_version(stream_.native_handle(), newestTls);
        stream_.next_layer().open(boost::asio::ip::tcp::v4());
    }

    /// Key exchange by nothing else than these groups.
    void insistOn(const char* groups) { SSL_set1_groups_list(stream_.native_handle(), groups); }
    void connect(const HostPort& server) {
        stream_.next_layer().connect({boost::asio::ip::make_address(server.host), server.port});
    }
    /// False: refused.
    [[nodiscard]] bool shakeHands() {
        boost::system::error_code fault;
        (void)stream_.handshake(boost::asio::ssl::stream_base::client, fault);
        return !fault;
    }
    void send(const Bytes& bytes) { boost::asio::write(stream_, boost::asio::buffer(bytes)); }
    void send(const wire::Request& request) { send(*framed(request.SerializeAsString())); }

    [[nodiscard]] std::optional<wire::Reply> reply() {
        boost::system::error_code fault;
        FrameHead head{};
        (void)boost::asio::read(stream_, boost::asio::buffer(head), fault);
        if (fault) {
            return std::nullopt;
        }
        Bytes bytes(frameLength(head).valueOr(0), '\0');
        (void)boost::asio::read(stream_, boost::asio::buffer(bytes), fault);
        wire::Reply reply;
        return !fault && reply.ParseFromString(bytes) ? std::optional(reply) : std::nullopt;
    }
    /// Waits until the server hangs up; bytes that come before that are thrown away.
    void waitForEnd() {
        boost::system::error_code fault;
        Bytes gone(256, '\0');
        while (!fault) {
            (void)stream_.next_layer().read_some(boost::asio::buffer(gone), fault);
        }
    }

 private:
    boost::asio::io_context io_;
    boost::asio::ssl::context tls_;
    boost::asio::ssl::stream<boost::asio::ip::tcp::socket> stream_{io_, tls_};
};

/// A Hello of the phone with this id.
inline wire::Request helloOf(const Id& device) {
    wire::Request request;
    request.mutable_hello()->set_device(device.bytes());
    return request;
}

inline wire::Request pushOf(int envelopes, std::size_t bytesEach = 1) {
    wire::Request request;
    request.mutable_push();
    for (int i = 0; i < envelopes; ++i) {
        request.mutable_push()->add_envelopes()->set_body(Bytes(bytesEach, 'x'));
    }
    return request;
}

}  // namespace xiangji::syncd::test
