#pragma once

#include <sys/socket.h>

#include <array>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/read.hpp>
#include <boost/asio/ssl.hpp>
#include <functional>
#include <thread>

#include "core/net/frame.hpp"
#include "core/net/tls_identity.hpp"
#include "core/sync/link.hpp"

namespace xiangji::test {

/// Something that answers on a port of this machine, as badly as a test wants: takes one connection
/// and hands it to `behave` on a thread of its own. What `behave` throws ends the connection.
class OddServer {
 public:
    using Socket = boost::asio::ip::tcp::socket;
    using Tls = boost::asio::ssl::stream<Socket&>;

    explicit OddServer(std::function<void(Socket&)> behave);
    ~OddServer();  ///< waits for `behave`

    [[nodiscard]] Address address(const Bytes& pin) const;

    /// Behaviour of a TLS server with this identity: shakes hands, then does `speak`.
    [[nodiscard]] static std::function<void(Socket&)> speakingTls(
        const TlsIdentity& identity, std::function<void(Tls&)> speak,
        int newestVersion = TLS1_3_VERSION);
    /// Reads one whole frame and gives its bytes.
    [[nodiscard]] static Bytes readFrame(Tls& tls);
    /// Waits until the other side has gone.
    static void waitForEnd(Socket& socket);

 private:
    boost::asio::io_context io_;
    boost::asio::ip::tcp::acceptor acceptor_;
    std::thread thread_;
};

inline OddServer::OddServer(std::function<void(Socket&)> behave)
    : acceptor_(io_, boost::asio::ip::tcp::endpoint(boost::asio::ip::make_address("127.0.0.1"), 0)),
      thread_([this, behave = std::move(behave)] {
          try {
              auto socket = acceptor_.accept();
              behave(socket);
          } catch (const std::exception&) {  // NOLINT(bugprone-empty-catch): an odd server may end
                                             // as it likes
          }
      }) {}

inline OddServer::~OddServer() {
    ::shutdown(acceptor_.native_handle(), SHUT_RDWR);  // Wakes a thread that nobody connected to.
    thread_.join();
}

inline Address OddServer::address(const Bytes& pin) const {
    return {.host = "127.0.0.1", .port = acceptor_.local_endpoint().port(), .pin = pin};
}

inline std::function<void(OddServer::Socket&)> OddServer::speakingTls(
    const TlsIdentity& identity, std::function<void(Tls&)> speak, int newestVersion) {
    return [identity, speak = std::move(speak), newestVersion](Socket& socket) {
        boost::asio::ssl::context context(boost::asio::ssl::context::tls_server);
        SSL_CTX_set_max_proto_version(context.native_handle(), newestVersion);
        context.use_certificate_chain(boost::asio::buffer(identity.certificatePem()));
        context.use_private_key(boost::asio::buffer(identity.keyPem()),
                                boost::asio::ssl::context::pem);
        Tls tls(socket, context);
        tls.handshake(boost::asio::ssl::stream_base::server);
        speak(tls);
    };
}

inline Bytes OddServer::readFrame(Tls& tls) {
    FrameHead head{};
    boost::asio::read(tls, boost::asio::buffer(head));
    Bytes bytes(*frameLength(head), '\0');
    boost::asio::read(tls, boost::asio::buffer(bytes));
    return bytes;
}

inline void OddServer::waitForEnd(Socket& socket) {
    std::array<char, 256> gone{};
    boost::system::error_code fault;
    while (!fault) {
        (void)socket.read_some(boost::asio::buffer(gone), fault);
    }
}

}  // namespace xiangji::test
