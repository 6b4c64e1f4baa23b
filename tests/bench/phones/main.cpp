// Many phones in one process, so that a daemon can be measured from outside.
//   xiangji_bench_phones PORT SERVER EPOCH SEED COUNT ENVELOPES
// Says "ready" when every phone has its next envelopes signed; at each line it is given all phones
// come at once (`go HOST`: push and leave; `stay HOST`: greet and stay), and it says in one line of
// JSON how that went.
#include <openssl/ssl.h>
#include <sys/resource.h>

#include <algorithm>
#include <boost/asio/as_tuple.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <chrono>
#include <csignal>
#include <cstring>
#include <iostream>
#include <sstream>

#include "core/net/frame.hpp"
#include "core/sync/envelope.hpp"
#include "core/sync/link.hpp"
#include "syncd/session/tls_stream.hpp"
#include "tests/bench/bench_centre.hpp"
#include "tests/bench/phones/few_algorithms.hpp"

namespace xiangji::bench {
namespace {

namespace asio = boost::asio;
using asio::ip::tcp;
using Clock = std::chrono::steady_clock;
using syncd::TlsStream;
constexpr auto kTold = asio::as_tuple(asio::use_awaitable);
constexpr std::size_t kExporterBytes = 32;
constexpr std::chrono::milliseconds kAgain{250};

double secondsSince(Clock::time_point start) {
    return std::chrono::duration<double>(Clock::now() - start).count();
}

struct Course {
    std::vector<double> waited;   ///< seconds from the start to the last receipt
    std::vector<double> serving;  ///< seconds from acceptance (the handshake is done) to it
    std::size_t receipts = 0;
    std::size_t again = 0;  ///< attempts that were turned away or cut
};

class Phones {
 public:
    Phones(syncd::CentralIdentity identity, std::uint16_t port, std::uint64_t seed,
           std::size_t count, std::size_t envelopes)
        : identity_(identity),
          port_(port),
          envelopes_(envelopes),
          senders_(sendersOf(seed, count)),
          tls_(SSL_CTX_new_ex(fewAlgorithms(), nullptr, TLS_client_method()), &SSL_CTX_free) {
        SSL_CTX_set_min_proto_version(tls_.get(), TLS1_3_VERSION);
        SSL_CTX_set_mode(tls_.get(), SSL_MODE_RELEASE_BUFFERS);
        // Phones hold the key's hash against their pin; they ask no chain.
        SSL_CTX_set_cert_verify_callback(
            tls_.get(), [](X509_STORE_CTX*, void*) { return 1; }, nullptr);
        for (std::size_t i = 0; i < count; ++i) {
            scribes_.emplace_back(seed + i, senders_[i].person, senders_[i].unit);
        }
    }

    void sign() {
        pushes_.clear();
        for (std::size_t i = 0; i < senders_.size(); ++i) {
            wire::Push push;
            for (std::size_t k = 0; k < envelopes_; ++k) {
                *push.add_envelopes() = senders_[i].envelope(scribes_[i].changes(), identity_, 0);
            }
            wire::Request request;
            *request.mutable_push() = std::move(push);
            pushes_.push_back(*framed(request.SerializeAsString()));
        }
    }

    Course come(const std::string& host, bool stay) {
        course_ = {};
        staying_.clear();  // Those of the time before: all come anew.
        start_ = Clock::now();
        asio::co_spawn(io_, all(host, stay), asio::detached);
        io_.restart();
        io_.run();
        return course_;
    }

 private:
    /// All begin as fast as this machine can, but who begins holds up nobody who is being answered:
    /// phones have machines of their own.
    asio::awaitable<void> all(std::string host, bool stay) {
        for (std::size_t i = 0; i < senders_.size(); ++i) {
            asio::co_spawn(io_, one(host, i, stay), asio::detached);
            co_await asio::post(io_, asio::use_awaitable);
        }
    }

    asio::awaitable<void> one(std::string host, std::size_t which, bool stay) {
        for (;;) {
            auto pause = kAgain;
            const bool done = co_await attempt(host, which, stay, pause);
            if (done) {
                co_return;
            }
            ++course_.again;
            asio::steady_timer timer(io_, pause);
            co_await timer.async_wait(kTold);
        }
    }

    asio::awaitable<bool> attempt(const std::string& host, std::size_t which, bool stay,
                                  std::chrono::milliseconds& pause) {
        tcp::socket socket(io_);
        const auto [refused] =
            co_await socket.async_connect({asio::ip::make_address(host), port_}, kTold);
        if (refused) {
            co_return false;
        }
        auto stream =
            std::make_unique<TlsStream>(std::move(socket), tls_.get(), TlsStream::Side::client);
        const auto shaken = co_await stream->shakeHands();
        if (shaken) {
            co_return false;
        }
        const auto accepted = Clock::now();
        wire::Reply reply;
        const bool greeted = co_await ask(*stream, hello(*stream, which), reply);
        if (!greeted || !reply.has_welcome()) {
            pause = pauseOf(reply);
            co_return false;
        }
        if (stay) {
            staying_.push_back(std::move(stream));
            co_return true;
        }
        const bool pushed = co_await ask(*stream, pushes_[which], reply);
        if (!pushed || !reply.has_receipts()) {
            pause = pauseOf(reply);
            co_return false;
        }
        course_.receipts += static_cast<std::size_t>(reply.receipts().receipts_size());
        course_.waited.push_back(secondsSince(start_));
        course_.serving.push_back(secondsSince(accepted));
        co_return true;
    }

    static std::chrono::milliseconds pauseOf(const wire::Reply& reply) {
        const auto seconds = reply.refusal().retry_seconds();
        return seconds == 0 ? kAgain : std::chrono::milliseconds(1'000 * seconds);
    }

    Bytes hello(TlsStream& stream, std::size_t which) const {
        const auto& key = senders_[which].key;
        Bytes exporter(kExporterBytes, '\0');
        SSL_export_keying_material(
            stream.native(), reinterpret_cast<unsigned char*>(exporter.data()), exporter.size(),
            kExporterLabel, std::strlen(kExporterLabel), nullptr, 0, 0);
        wire::Request request;
        request.mutable_hello()->set_device(senders_[which].device().bytes());
        request.mutable_hello()->set_proof(key.sign(proofMessage(exporter, key.publicKey())));
        request.mutable_hello()->set_level(Catalogue::builtIn().level());
        return *framed(request.SerializeAsString());
    }

    static asio::awaitable<bool> ask(TlsStream& stream, const Bytes& frame, wire::Reply& reply) {
        const auto unsent = co_await stream.write(frame.data(), frame.size());
        FrameHead head{};
        const auto silent = co_await stream.read(reinterpret_cast<char*>(head.data()), head.size());
        if (unsent || silent) {
            co_return false;
        }
        Bytes bytes(*frameLength(head), '\0');
        const auto cut = co_await stream.read(bytes.data(), bytes.size());
        co_return !cut && reply.ParseFromString(bytes);
    }

    syncd::CentralIdentity identity_;
    std::uint16_t port_;
    std::size_t envelopes_;
    std::vector<Sender> senders_;
    std::unique_ptr<SSL_CTX, decltype(&SSL_CTX_free)> tls_;
    std::vector<Scribe> scribes_;
    std::vector<Bytes> pushes_;  ///< frames
    asio::io_context io_{1};
    std::vector<std::unique_ptr<TlsStream>> staying_;
    Course course_;
    Clock::time_point start_;
};

double at(std::vector<double> sorted, double share) {
    if (sorted.empty()) {
        return 0;
    }
    std::sort(sorted.begin(), sorted.end());
    return sorted[static_cast<std::size_t>(share * static_cast<double>(sorted.size() - 1))];
}

void tell(const Course& course) {
    std::cout << "{\"receipts\":" << course.receipts << ",\"again\":" << course.again
              << ",\"drain_s\":" << at(course.waited, 1) << ",\"p50_s\":" << at(course.serving, 0.5)
              << ",\"p99_s\":" << at(course.serving, 0.99) << "}" << std::endl;
}

void openManyFiles() {
    rlimit files{};
    ::getrlimit(RLIMIT_NOFILE, &files);
    files.rlim_cur = files.rlim_max;
    ::setrlimit(RLIMIT_NOFILE, &files);
}

int run(const std::vector<std::string>& words) {
    std::signal(SIGPIPE, SIG_IGN);
    openManyFiles();
    Phones phones({*Id::parse(words[1]), *Id::parse(words[2])},
                  static_cast<std::uint16_t>(std::stoul(words[0])), std::stoull(words[3]),
                  std::stoul(words[4]), std::stoul(words[5]));
    phones.sign();
    std::cout << "ready" << std::endl;
    for (std::string line; std::getline(std::cin, line);) {
        std::istringstream order(line);
        std::string what;
        std::string host;
        order >> what >> host;
        tell(phones.come(host, what == "stay"));
        if (what == "go") {
            phones.sign();
            std::cout << "ready" << std::endl;
        }
    }
    return 0;
}

}  // namespace
}  // namespace xiangji::bench

int main(int argc, char** argv) {
    if (argc != 7) {
        std::cerr << "xiangji_bench_phones PORT SERVER EPOCH SEED COUNT ENVELOPES\n";
        return 2;
    }
    return xiangji::bench::run({argv + 1, argv + argc});
}
