#include "tests/support/link_player.hpp"

#include <algorithm>
#include <array>
#include <atomic>
#include <boost/asio.hpp>
#include <mutex>
#include <random>
#include <thread>
#include <vector>

namespace xiangji::test {

namespace {

namespace asio = boost::asio;
using boost::asio::ip::tcp;

constexpr std::size_t kPacketBytes = 1024;

tcp::endpoint endpointOf(const std::string& text) {
    const auto colon = text.rfind(':');
    return {asio::ip::make_address(text.substr(0, colon)),
            static_cast<std::uint16_t>(std::stoi(text.substr(colon + 1)))};
}

/// What all connections count together.
struct Counts {
    std::atomic<std::uint64_t> bytes = 0;
    std::atomic<int> cuts = 0;
};

class Connection : public std::enable_shared_from_this<Connection> {
 public:
    Connection(tcp::socket near, tcp::socket far, const LinkPlan& plan, Counts& counts)
        : plan_(plan),
          counts_(counts),
          dice_(plan.seed),
          near_(std::move(near)),
          far_(std::move(far)),
          up_(near_.get_executor()),
          down_(near_.get_executor()) {}

    void start() {
        read(near_, far_, up_);
        read(far_, near_, down_);
    }
    void cut() {
        if (near_.is_open()) {
            ++counts_.cuts;
        }
        close();
    }

 private:
    struct Way {
        explicit Way(const asio::any_io_executor& executor) : timer(executor) {}
        std::array<char, kPacketBytes> packet{};
        asio::steady_timer timer;
    };

    void read(tcp::socket& from, tcp::socket& to, Way& way) {
        from.async_read_some(
            asio::buffer(way.packet, mostNow()),
            [self = shared_from_this(), &from, &to, &way](const auto& error, std::size_t size) {
                if (error) {
                    // What was said is passed on to its end; only then the other side hears of it.
                    boost::system::error_code ignored;
                    (void)to.shutdown(tcp::socket::shutdown_send, ignored);
                    return;
                }
                way.timer.expires_after(self->timeOf(size));
                way.timer.async_wait([self, &from, &to, &way, size](const auto& gone) {
                    if (!gone) {
                        self->write(from, to, way, size);
                    }
                });
            });
    }

    void write(tcp::socket& from, tcp::socket& to, Way& way, std::size_t size) {
        asio::async_write(
            to, asio::buffer(way.packet, size),
            [self = shared_from_this(), &from, &to, &way](const auto& error, std::size_t written) {
                self->passed_ += written;
                self->counts_.bytes += written;
                if (self->plan_.cutAfterBytes > 0 && self->passed_ >= self->plan_.cutAfterBytes) {
                    self->cut();
                } else if (!error) {
                    self->read(from, to, way);
                }
            });
    }

    /// So that a cut falls on the byte.
    [[nodiscard]] std::size_t mostNow() const {
        return plan_.cutAfterBytes == 0
                   ? kPacketBytes
                   : std::clamp<std::uint64_t>(plan_.cutAfterBytes - passed_, 1, kPacketBytes);
    }

    [[nodiscard]] std::chrono::milliseconds timeOf(std::size_t size) {
        auto time = plan_.oneWay;
        if (plan_.bytesPerSecond > 0) {
            time += std::chrono::milliseconds(1000 * size / plan_.bytesPerSecond);
        }
        while (std::uniform_real_distribution<>(0, 1)(dice_) < plan_.lost) {
            time += plan_.retransmission;
        }
        return time;
    }

    void close() {
        boost::system::error_code ignored;
        for (auto* socket : {&near_, &far_}) {
            // At once and without a word, as a link ends.
            (void)socket->set_option(asio::socket_base::linger(true, 0), ignored);
            (void)socket->close(ignored);
        }
        up_.timer.cancel();
        down_.timer.cancel();
    }

    LinkPlan plan_;
    Counts& counts_;
    std::mt19937 dice_;
    tcp::socket near_;
    tcp::socket far_;
    Way up_;
    Way down_;
    std::uint64_t passed_ = 0;
};

}  // namespace

struct LinkPlayer::Machine {
    explicit Machine(const std::string& target)
        : target(endpointOf(target)),
          acceptor(io, tcp::endpoint(asio::ip::make_address("127.0.0.1"), 0)) {
        accept();
        thread = std::thread([this] { io.run(); });
    }
    ~Machine() {
        io.stop();
        thread.join();
    }

    void accept() {
        acceptor.async_accept([this](const auto& error, tcp::socket near) {
            if (error) {
                return;
            }
            connect(std::move(near));
            accept();
        });
    }

    void connect(tcp::socket near) {
        tcp::socket far(io);
        boost::system::error_code refused;
        (void)far.connect(target, refused);
        if (refused) {
            return;
        }
        const std::scoped_lock lock(mutex);
        auto made = std::make_shared<Connection>(std::move(near), std::move(far), plan, counts);
        std::erase_if(connections, [](const auto& known) { return known.expired(); });
        connections.push_back(made);
        made->start();
    }

    tcp::endpoint target;
    asio::io_context io;
    tcp::acceptor acceptor;
    std::mutex mutex;  ///< over plan and connections
    LinkPlan plan;
    std::vector<std::weak_ptr<Connection>> connections;
    Counts counts;
    std::thread thread;
};

LinkPlayer::LinkPlayer(const std::string& target)
    : machine_(std::make_unique<Machine>(target)),
      address_("127.0.0.1:" + std::to_string(machine_->acceptor.local_endpoint().port())) {}

LinkPlayer::~LinkPlayer() = default;

void LinkPlayer::play(const LinkPlan& plan) {
    const std::scoped_lock lock(machine_->mutex);
    machine_->plan = plan;
}

void LinkPlayer::cutAll() {
    asio::post(machine_->io, [machine = machine_.get()] {
        const std::scoped_lock lock(machine->mutex);
        for (const auto& known : machine->connections) {
            if (const auto connection = known.lock()) {
                connection->cut();
            }
        }
    });
}

std::uint64_t LinkPlayer::bytes() const {
    return machine_->counts.bytes;
}

int LinkPlayer::cuts() const {
    return machine_->counts.cuts;
}

}  // namespace xiangji::test
