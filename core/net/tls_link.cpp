#include "core/net/tls_link.hpp"

#include <openssl/crypto.h>
#include <openssl/ssl.h>
#include <openssl/x509_vfy.h>

#include <algorithm>
#include <boost/asio/connect.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/read.hpp>
#include <boost/asio/ssl.hpp>
#include <boost/asio/write.hpp>
#include <cstring>

#include "core/net/frame.hpp"
#include "core/net/host_port.hpp"
#include "core/net/name_lookup.hpp"
#include "core/net/succession.hpp"

namespace xiangji {

namespace {

namespace asio = boost::asio;
using asio::ip::tcp;
using boost::system::error_code;
using std::chrono::milliseconds;
using std::chrono::steady_clock;

constexpr std::size_t kPinBytes = 32;
constexpr std::size_t kExporterBytes = 32;
constexpr const char* kSafe = "; nothing is lost, try again later";

/// The keys an address asks for, and what the other side shows.
struct PinCheck {
    Pins wanted;
    bool seen = false;
    Succession found;
    [[nodiscard]] bool held() const { return found.verdict == Succession::Verdict::held; }
};

/// OpenSSL asks this instead of looking for an authority: 1 = go on, 0 = end the handshake.
int checkPin(X509_STORE_CTX* chain, void* asked) {
    auto& check = *static_cast<PinCheck*>(asked);
    std::vector<const X509*> shown;
    auto* certificates = X509_STORE_CTX_get0_untrusted(chain);
    for (int i = 0; i < sk_X509_num(certificates); ++i) {
        shown.push_back(sk_X509_value(certificates, i));
    }
    check.seen = true;
    check.found = succession(shown, check.wanted);
    if (!check.held()) {
        X509_STORE_CTX_set_error(chain, X509_V_ERR_CERT_REJECTED);
    }
    return check.held() ? 1 : 0;
}

Error notOurCentre(const std::string& what) {
    return {Fault::untrusted, what +
                                  "; nothing was sent and nothing is lost; if this Wi-Fi has a "
                                  "sign-in page, sign in first, otherwise ask "
                                  "the office for a new invitation"};
}

Error whyNotTrusted(Succession::Verdict verdict, const std::string& where) {
    switch (verdict) {
        case Succession::Verdict::forged:
            return notOurCentre(where +
                                " shows a new key that the centre's old key did not sign, so it is "
                                "not the centre that invited this phone");
        case Succession::Verdict::overdue:
            return notOurCentre("the time of the key that " + where +
                                " shows is over; look first whether this phone's date is right");
        case Succession::Verdict::foreign:
        case Succession::Verdict::held:
            break;
    }
    return notOurCentre(where +
                        " is not the centre that invited this phone: its key is another one");
}

Error whyNotConnected(const error_code& why, const std::string& where) {
    if (why == asio::error::connection_refused) {
        return {Fault::unreachable,
                "nobody answers at " + where + ": the centre is switched off or has moved" + kSafe};
    }
    if (why == asio::error::network_unreachable || why == asio::error::host_unreachable ||
        why == asio::error::network_down || why == asio::error::address_family_not_supported) {
        return {Fault::unreachable,
                "there is no way to " + where + ": this phone has no network" + std::string(kSafe)};
    }
    if (why == asio::error::timed_out) {
        return {Fault::unreachable, where + " did not answer in time" + kSafe};
    }
    return {Fault::unreachable, where + " could not be reached (" + why.message() + ")" + kSafe};
}

/// One TCP and TLS connection. Asio runs only inside its calls.
class TlsLink final : public Link {
 public:
    TlsLink(const Address& address, LinkDeadlines deadlines)
        : where_(HostPort{address.host, address.port}.text()),
          deadlines_(deadlines),
          pin_{.wanted = {address.pin, address.backupPin}},
          tls_(prepared(pin_)),
          stream_(io_, tls_) {}

    ~TlsLink() override { close(); }

    Outcome open(const Address& address) {
        const auto until = steady_clock::now() + deadlines_.connect;
        XIANGJI_LET(found, lookUp(address.host, address.port, deadlines_.connect));
        XIANGJI_TRY(reach(found, until));
        XIANGJI_TRY(shakeHands(until));
        exporter_.resize(kExporterBytes);
        if (SSL_export_keying_material(stream_.native_handle(),
                                       reinterpret_cast<unsigned char*>(exporter_.data()),
                                       exporter_.size(), kExporterLabel,
                                       std::strlen(kExporterLabel), nullptr, 0, 0) != 1) {
            return notOurCentre(where_ + " gives no key material");
        }
        alive_ = true;
        return {};
    }

    Result<Bytes> call(const Bytes& request) override {
        XIANGJI_LET(frame, framed(request));
        if (!alive_) {
            return Error{Fault::unreachable, "the connection to " + where_ + " has ended" + kSafe};
        }
        auto reply = exchange(frame);
        if (!reply) {
            close();
        }
        return reply;
    }

    Bytes exporter() const override { return exporter_; }

    std::optional<Pins> newPins() const override {
        return pin_.found.pins == pin_.wanted ? std::nullopt : std::optional(pin_.found.pins);
    }

 private:
    static asio::ssl::context prepared(PinCheck& pin) {
        asio::ssl::context tls(asio::ssl::context::tls_client);
        SSL_CTX_set_min_proto_version(tls.native_handle(), TLS1_3_VERSION);
        SSL_CTX_set_cert_verify_callback(tls.native_handle(), checkPin, &pin);
        tls.set_verify_mode(asio::ssl::verify_peer);
        return tls;
    }

    /// Starts one step and waits for its end, at most until `until`; then nothing of it is left
    /// running.
    template <typename Start>
    error_code step(steady_clock::time_point until, Start start) {
        bool ended = false;
        error_code result;
        start([&](error_code fault, auto&&...) {
            ended = true;
            result = fault;
        });
        io_.restart();
        io_.run_until(until);
        if (!ended) {
            close();
            io_.restart();
            io_.run();
            return asio::error::timed_out;
        }
        return result;
    }

    Outcome reach(const std::vector<Bytes>& found, steady_clock::time_point until) {
        error_code last = asio::error::host_unreachable;
        for (std::size_t i = 0; i < found.size(); ++i) {
            tcp::endpoint endpoint;
            if (found[i].size() > endpoint.capacity()) {
                continue;
            }
            std::memcpy(endpoint.data(), found[i].data(), found[i].size());
            endpoint.resize(found[i].size());
            // One silent address (an IPv6 that leads nowhere) must not eat the others' time.
            const auto now = steady_clock::now();
            const auto share = now + (until - now) / static_cast<int>(found.size() - i);
            auto& socket = stream_.next_layer();
            error_code ignored;
            (void)socket.close(ignored);
            last = step(share, [&](auto done) { socket.async_connect(endpoint, std::move(done)); });
            if (!last) {
                (void)socket.set_option(tcp::no_delay(true), ignored);
                return {};
            }
        }
        return whyNotConnected(last, where_);
    }

    Outcome shakeHands(steady_clock::time_point until) {
        const auto fault = step(until, [&](auto done) {
            stream_.async_handshake(asio::ssl::stream_base::client, std::move(done));
        });
        if (pin_.seen && !pin_.held()) {
            return whyNotTrusted(pin_.found.verdict, where_);
        }
        if (!fault && pin_.held()) {
            return {};
        }
        if (fault.category() == asio::error::get_ssl_category()) {
            return notOurCentre("what answers at " + where_ +
                                " does not speak TLS 1.3 as a centre does");
        }
        return fault == asio::error::timed_out ? whyNotConnected(fault, where_) : cut();
    }

    Result<Bytes> exchange(const Bytes& frame) {
        for (std::size_t at = 0; at < frame.size(); at += kSliceBytes) {
            const auto slice =
                asio::buffer(frame.data() + at, std::min(kSliceBytes, frame.size() - at));
            XIANGJI_TRY(
                moved([&](auto done) { asio::async_write(stream_, slice, std::move(done)); }));
        }
        FrameHead head{};
        XIANGJI_TRY(moved(
            [&](auto done) { asio::async_read(stream_, asio::buffer(head), std::move(done)); }));
        const auto length = frameLength(head);
        if (!length) {
            return Error{Fault::untrusted, where_ + " answers what no centre answers: " +
                                               length.error().detail + kSafe};
        }
        Bytes reply(*length, '\0');
        for (std::size_t at = 0; at < reply.size(); at += kSliceBytes) {
            const auto slice =
                asio::buffer(reply.data() + at, std::min(kSliceBytes, reply.size() - at));
            XIANGJI_TRY(
                moved([&](auto done) { asio::async_read(stream_, slice, std::move(done)); }));
        }
        return reply;
    }

    template <typename Start>
    Outcome moved(Start start) {
        const auto fault = step(steady_clock::now() + deadlines_.call, start);
        if (!fault) {
            return {};
        }
        return fault == asio::error::timed_out ? whyNotConnected(fault, where_) : cut();
    }

    Error cut() const {
        return {Fault::unreachable, "the connection to " + where_ + " was cut" + kSafe};
    }

    void close() {
        error_code ignored;
        (void)stream_.next_layer().close(ignored);
        alive_ = false;
    }

    std::string where_;
    LinkDeadlines deadlines_;
    PinCheck pin_;
    asio::io_context io_{1};
    asio::ssl::context tls_;
    asio::ssl::stream<tcp::socket> stream_;
    Bytes exporter_;
    bool alive_ = false;
};

}  // namespace

Result<std::unique_ptr<Link>> TlsLinkMaker::connect(const Address& address) {
    if (address.host.empty() || address.port == 0 || address.pin.size() != kPinBytes ||
        (!address.backupPin.empty() && address.backupPin.size() != kPinBytes)) {
        return Error{Fault::invalid,
                     "the centre's address is incomplete; ask the office for a new invitation"};
    }
    try {
        auto link = std::make_unique<TlsLink>(address, deadlines_);
        XIANGJI_TRY(link->open(address));
        return std::unique_ptr<Link>(std::move(link));
    } catch (const std::exception& fault) {
        return Error{Fault::unreachable,
                     std::string("the connection could not be made: ") + fault.what() + kSafe};
    }
}

}  // namespace xiangji
