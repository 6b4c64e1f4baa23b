#include "tests/bench/floor.hpp"

#include <openssl/ssl.h>

#include <boost/asio/ssl/context.hpp>
#include <memory>
#include <stdexcept>

#include "core/net/tls_identity.hpp"
#include "syncd/merge/opened_envelope.hpp"
#include "tests/bench/bench_centre.hpp"
#include "tests/bench/plain_apply.hpp"
#include "tests/bench/settings.hpp"

namespace xiangji::bench {

namespace {

constexpr std::uint64_t kSeed = 9;

int times() {
    return static_cast<int>(settings().size(300, 3));
}

using Tls = std::unique_ptr<SSL, decltype(&SSL_free)>;

/// The server's CPU in handshakes with a client of this thread, over memory.
double handshake() {
    namespace asio = boost::asio;
    const auto identity = *TlsIdentity::make();
    asio::ssl::context server(asio::ssl::context::tlsv13_server);
    server.use_certificate(asio::buffer(identity.certificatePem()), asio::ssl::context::pem);
    server.use_private_key(asio::buffer(identity.keyPem()), asio::ssl::context::pem);
    SSL_CTX_set_num_tickets(server.native_handle(), 0);
    asio::ssl::context client(asio::ssl::context::tlsv13_client);
    double seconds = 0;
    for (int i = 0; i < times(); ++i) {
        const Tls one(SSL_new(server.native_handle()), &SSL_free);
        const Tls other(SSL_new(client.native_handle()), &SSL_free);
        BIO* here = nullptr;
        BIO* there = nullptr;
        BIO_new_bio_pair(&here, 0, &there, 0);
        SSL_set_bio(one.get(), here, here);
        SSL_set_bio(other.get(), there, there);
        SSL_set_accept_state(one.get());
        SSL_set_connect_state(other.get());
        while (SSL_is_init_finished(one.get()) == 0) {
            SSL_do_handshake(other.get());
            const double before = cpuNow();
            SSL_do_handshake(one.get());
            seconds += cpuNow() - before;
        }
    }
    return seconds / times();
}

double checkingAndSigning() {
    auto sender = std::move(sendersOf(kSeed, 1).front());
    Scribe scribe(kSeed, sender.person, sender.unit);
    auto opened = syncd::openEnvelope(sender.envelope(scribe.changes(), {}, 0), nullptr);
    const double before = cpuNow();
    for (int i = 0; i < times(); ++i) {
        syncd::checkSignatures({&opened, 1}, sender.key.publicKey());
        if (!opened.signedByDevice || sender.key.sign(opened.hash).empty()) {
            throw std::runtime_error("a signature does not hold");
        }
    }
    return (cpuNow() - before) / times();
}

double applying(std::uint64_t seed, std::size_t phones) {
    static std::vector<Bytes> changesets;
    static std::pair<std::uint64_t, std::size_t> of;
    if (of != std::pair(seed, phones)) {
        changesets = recordedOf(seed, phones, 1);
        of = {seed, phones};
    }
    return applySecondsOf(changesets) / static_cast<double>(phones);
}

}  // namespace

double floorSecondsAPhone(std::uint64_t seed, std::size_t phones) {
    return handshake() + checkingAndSigning() + applying(seed, phones);
}

}  // namespace xiangji::bench
