#include "syncd/session/server.hpp"

#include <openssl/ssl.h>
#include <spdlog/spdlog.h>

#include <algorithm>
#include <boost/asio/as_tuple.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/ssl/context.hpp>
#include <boost/asio/strand.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <condition_variable>
#include <csignal>
#include <deque>
#include <mutex>
#include <set>
#include <thread>
#include <vector>

#include "syncd/session/phone_session.hpp"

namespace xiangji::syncd {

namespace {

namespace asio = boost::asio;
using asio::ip::tcp;
using boost::system::error_code;
using Strand = asio::strand<asio::io_context::executor_type>;

constexpr unsigned kMostThreads = 8;
constexpr std::chrono::milliseconds kAcceptPause{200};
constexpr std::chrono::seconds kCutDeadline{10};
constexpr std::chrono::seconds kLineEvery{10};  ///< what goes on is said so often at most

asio::ssl::context contextOf(const TlsIdentity& identity) {
    asio::ssl::context tls(asio::ssl::context::tls_server);
    auto* handle = tls.native_handle();
    SSL_CTX_set_min_proto_version(handle, TLS1_3_VERSION);
    // The groups phones use: a stranger shall not choose one that costs us hundreds of times more.
    SSL_CTX_set1_groups_list(handle, "X25519:P-256");
    SSL_CTX_set_session_cache_mode(handle, SSL_SESS_CACHE_OFF);
    SSL_CTX_set_num_tickets(
        handle, 0);  // Phones prove the key each time; tickets would only cost 2G bytes.
    SSL_CTX_set_mode(handle, SSL_MODE_RELEASE_BUFFERS);
    // A record's head and body in one call of the system.
    SSL_CTX_set_read_ahead(handle, 1);
    tls.use_certificate_chain(asio::buffer(identity.certificatePem()));
    tls.use_private_key(asio::buffer(identity.keyPem()), asio::ssl::context::pem);
    return tls;
}

/// OpenSSL writes to sockets of phones that are gone: an error of that write, not our end.
void keepFromSigpipe() {
    sigset_t signals;
    sigemptyset(&signals);
    sigaddset(&signals, SIGPIPE);
    pthread_sigmask(SIG_BLOCK, &signals, nullptr);
}

Error whyNotListening(const error_code& why, const HostPort& listen) {
    if (why == asio::error::address_in_use) {
        return {
            Fault::busy,
            listen.text() + " is in use by another program; stop that one or choose another port"};
    }
    if (why == asio::error::access_denied) {
        return {Fault::refused,
                "this user may not listen on " + listen.text() + "; choose a port above 1023"};
    }
    return {Fault::invalid, "cannot listen on " + listen.text() + " (" + why.message() +
                                "); choose an address of this machine"};
}

/// However few connections there may be, one address does not take the last quarter.
Addresses::Limits addressLimits(const ServerSettings& wanted) {
    auto limits = wanted.address;
    limits.mostUnproven = std::min(limits.mostUnproven, wanted.mostConnections * 3 / 4);
    return limits;
}

bool isDue(std::chrono::steady_clock::time_point& told) {
    const auto now = std::chrono::steady_clock::now();
    if (told != std::chrono::steady_clock::time_point{} && now - told < kLineEvery) {
        return false;
    }
    told = now;
    return true;
}

}  // namespace

struct Server::Parts {
    Parts(const ServerSettings& wanted, const TlsIdentity& identity, Desk& answering)
        : settings(wanted),
          desk(answering),
          room{std::make_shared<InFlight>(wanted.mostBytes),
               std::make_shared<Turnstile>(wanted.mostVisiting),
               std::make_shared<Turnstile>(wanted.mostAtWork),
               std::make_shared<Guesses>(),
               std::make_shared<Addresses>(addressLimits(wanted)),
               std::make_shared<Shares>(wanted.share),
               std::make_shared<Company>(wanted.mostOfOnePhone),
               std::make_shared<AwayLog>()},
          door(asio::make_strand(io)),
          acceptor(door),
          pause(door) {
        shown.push_back(contextOf(identity));
    }

    Outcome listen();
    asio::awaitable<void> admit();
    void begin(tcp::socket socket);
    void ended(const std::shared_ptr<PhoneSession>& session);
    void tellFull();
    void shut();
    bool waitUntilEmpty(std::chrono::milliseconds deadline);

    const ServerSettings settings;
    Desk& desk;
    SharedRoom room;
    asio::io_context io;
    Strand door;  ///< admitting and shutting run here
    tcp::acceptor acceptor;
    asio::steady_timer pause;
    std::chrono::steady_clock::time_point fullTold;
    std::chrono::steady_clock::time_point faultTold;
    HostPort bound;

    std::mutex guard;  ///< of what follows
    std::condition_variable left;
    std::set<std::shared_ptr<PhoneSession>> sessions;
    /// The last one is shown; those before stay, for conversations that began under them.
    std::deque<asio::ssl::context> shown;
    bool shutting = false;

    std::vector<std::thread> threads;
};

Outcome Server::Parts::listen() {
    error_code fault;
    tcp::resolver resolver(io);
    const auto found =
        resolver.resolve(settings.listen.host, std::to_string(settings.listen.port),
                         tcp::resolver::passive | tcp::resolver::numeric_service, fault);
    if (fault || found.empty()) {
        return whyNotListening(fault ? fault : error_code(asio::error::host_not_found),
                               settings.listen);
    }
    const tcp::endpoint endpoint = found.begin()->endpoint();
    (void)acceptor.open(endpoint.protocol(), fault);
    if (!fault) {
        (void)acceptor.set_option(tcp::acceptor::reuse_address(true),
                                  fault);  // A restart must not wait for old connections.
    }
    if (!fault) {
        (void)acceptor.bind(endpoint, fault);
    }
    if (!fault) {
        (void)acceptor.listen(asio::socket_base::max_listen_connections, fault);
    }
    if (fault) {
        return whyNotListening(fault, settings.listen);
    }
    bound = {settings.listen.host, acceptor.local_endpoint().port()};
    return {};
}

asio::awaitable<void> Server::Parts::admit() {
    while (acceptor.is_open()) {
        auto [fault, socket] = co_await acceptor.async_accept(asio::make_strand(io),
                                                              asio::as_tuple(asio::use_awaitable));
        if (!acceptor.is_open()) {
            co_return;
        }
        if (fault == asio::error::connection_aborted) {
            continue;
        }
        if (fault) {
            // Out of descriptors or memory: the ones waiting stay in the system's queue until some
            // are free.
            if (isDue(faultTold)) {
                spdlog::error(
                    "cannot take a connection ({}); trying again; more open files (LimitNOFILE) "
                    "may help",
                    fault.message());
            }
            pause.expires_after(kAcceptPause);
            co_await pause.async_wait(asio::as_tuple(asio::use_awaitable));
            continue;
        }
        try {
            begin(std::move(socket));
        } catch (const std::exception& thrown) {  // No memory for one more must not end the door.
            spdlog::error("cannot begin a conversation: {}", thrown.what());
        }
    }
}

void Server::Parts::begin(tcp::socket socket) {
    error_code gone;
    const auto peer = socket.remote_endpoint(gone);
    auto address = addressText(peer.address());
    if (gone || !room.addresses->enter(address, Addresses::Time::clock::now())) {
        return;  // The socket closes as it goes out of scope.
    }
    auto newcomer = std::make_unique<Newcomer>(room.addresses, std::move(address));
    std::shared_ptr<PhoneSession> session;
    {
        const std::lock_guard lock(guard);
        if (sessions.size() >= settings.mostConnections) {
            tellFull();
            newcomer->excuse();
            return;
        }
        session = std::make_shared<PhoneSession>(std::move(socket), shown.back().native_handle(),
                                                 settings, desk, room, std::move(newcomer));
        sessions.insert(session);
    }
    asio::co_spawn(
        session->executor(), session->run(), [this, session](const std::exception_ptr& thrown) {
            try {
                if (thrown) {
                    std::rethrow_exception(thrown);
                }
            } catch (const std::exception& fault) {
                spdlog::error("a phone's conversation ended by a fault: {}", fault.what());
            }
            ended(session);
        });
}

void Server::Parts::ended(const std::shared_ptr<PhoneSession>& session) {
    const std::lock_guard lock(guard);
    sessions.erase(session);
    left.notify_all();
}

void Server::Parts::tellFull() {
    if (isDue(fullTold)) {
        spdlog::warn("{} connections are open, as many as are allowed; more are closed at once",
                     settings.mostConnections);
    }
}

void Server::Parts::shut() {
    error_code ignored;
    (void)acceptor.close(ignored);
    pause.cancel();
    const std::lock_guard lock(guard);
    shutting = true;
    for (const auto& session : sessions) {
        session->windDown();
    }
    left.notify_all();
}

bool Server::Parts::waitUntilEmpty(std::chrono::milliseconds deadline) {
    std::unique_lock lock(guard);
    return left.wait_for(lock, deadline, [this] { return shutting && sessions.empty(); });
}

Server::Server(std::unique_ptr<Parts> parts) : parts_(std::move(parts)) {}

Server::~Server() {
    stop();
}

Result<std::unique_ptr<Server>> Server::open(const ServerSettings& settings,
                                             const TlsIdentity& identity, Desk& desk) {
    try {
        auto parts = std::make_unique<Parts>(settings, identity, desk);
        XIANGJI_TRY(parts->listen());
        return std::unique_ptr<Server>(new Server(std::move(parts)));
    } catch (const std::exception& fault) {
        return Error{Fault::failed,
                     std::string("the phones' door cannot be opened: ") + fault.what()};
    }
}

void Server::start() {
    asio::co_spawn(parts_->door, parts_->admit(), asio::detached);
    const auto cores = std::clamp(std::thread::hardware_concurrency(), 1U, kMostThreads);
    const auto wanted = parts_->settings.threads == 0 ? cores : parts_->settings.threads;
    for (unsigned i = 0; i < wanted; ++i) {
        parts_->threads.emplace_back([&io = parts_->io] {
            keepFromSigpipe();
            const auto work = asio::make_work_guard(io);
            io.run();
        });
    }
}

void Server::show(const TlsIdentity& identity) {
    auto context = contextOf(identity);
    const std::lock_guard lock(parts_->guard);
    parts_->shown.push_back(std::move(context));
}

void Server::stop() {
    if (parts_->threads.empty()) {
        return;
    }
    asio::post(parts_->door, [parts = parts_.get()] { parts->shut(); });
    if (!parts_->waitUntilEmpty(parts_->settings.stop)) {
        {
            const std::lock_guard lock(parts_->guard);
            spdlog::warn(
                "{} connections did not finish in time and are cut; their phones will ask again",
                parts_->sessions.size());
            for (const auto& session : parts_->sessions) {
                session->cut();
            }
        }
        if (!parts_->waitUntilEmpty(kCutDeadline)) {
            spdlog::error("some connections would not end");
        }
    }
    parts_->io.stop();
    for (auto& thread : parts_->threads) {
        thread.join();
    }
    parts_->threads.clear();
}

HostPort Server::address() const {
    return parts_->bound;
}

std::size_t Server::connections() const {
    const std::lock_guard lock(parts_->guard);
    return parts_->sessions.size();
}

DoorView Server::view() const {
    return {.connections = connections(),
            .closedByAddress = parts_->room.addresses->closed(),
            .sentAwayByShare = parts_->room.shares->sentAway(),
            .cutByNewer = parts_->room.company->cut()};
}

}  // namespace xiangji::syncd
