#include "tests/support/packet_bridge.hpp"

#include <fcntl.h>
#include <linux/if.h>
#include <linux/if_tun.h>
#include <poll.h>
#include <sys/eventfd.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cstring>
#include <mutex>
#include <queue>
#include <random>
#include <thread>

#include "tests/support/process.hpp"

namespace xiangji::test {

namespace {

using Clock = std::chrono::steady_clock;

constexpr const char* kOffice = "10.98.0.1";
constexpr const char* kVillage = "10.98.0.2";
constexpr std::size_t kMostPacketBytes = 65'536;
/// What a cell's queue holds; beyond it packets are lost, as there.
constexpr std::chrono::seconds kLongestQueue{4};

bool works(const std::vector<std::string>& command) {
    return runProgram(command).exit == 0;
}

/// A TUN device of this name; its packets come and go by the descriptor. -1: not here.
int tunNamed(const std::string& name) {
    const int device = ::open("/dev/net/tun", O_RDWR | O_NONBLOCK | O_CLOEXEC);
    ifreq wanted{};
    wanted.ifr_flags = IFF_TUN | IFF_NO_PI;
    std::strncpy(wanted.ifr_name, name.c_str(), IFNAMSIZ - 1);
    if (device >= 0 && ::ioctl(device, TUNSETIFF, &wanted) != 0) {
        ::close(device);
        return -1;
    }
    return device;
}

/// Puts a device into a namespace of its own, with an address and everything up.
bool furnish(const std::string& space, const std::string& device, const char* own,
             const char* other) {
    return works({"ip", "netns", "add", space}) &&
           works({"ip", "link", "set", device, "netns", space}) &&
           works({"ip", "-n", space, "link", "set", "lo", "up"}) &&
           works({"ip", "-n", space, "addr", "add", own, "peer", other, "dev", device}) &&
           works({"ip", "-n", space, "link", "set", device, "up"});
}

struct Packet {
    Clock::time_point due;
    std::uint64_t number = 0;  ///< packets that are due together keep their order
    int to = -1;
    std::vector<char> bytes;
    bool operator>(const Packet& other) const {
        return std::pair(due, number) > std::pair(other.due, other.number);
    }
};

}  // namespace

struct PacketBridge::Machine {
    Machine(int office, int village)
        : devices{office, village}, woken(::eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK)) {
        thread = std::thread([this] { run(); });
    }
    ~Machine() {
        {
            const std::scoped_lock lock(mutex);
            ending = true;
        }
        wake();
        thread.join();
        for (const int one : {devices[0], devices[1], woken}) {
            ::close(one);
        }
    }

    void wake() const {
        const std::uint64_t one = 1;
        (void)!::write(woken, &one, sizeof one);
    }

    void run() {
        for (;;) {
            std::array<pollfd, 3> waiting{};
            for (std::size_t i = 0; i < 2; ++i) {
                waiting[i] = {devices[i], POLLIN, 0};
            }
            waiting[2] = {woken, POLLIN, 0};
            ::poll(waiting.data(), waiting.size(), millisecondsToNext());
            std::uint64_t ignored = 0;
            (void)!::read(woken, &ignored, sizeof ignored);
            const std::scoped_lock lock(mutex);
            if (ending) {
                return;
            }
            take(0);
            take(1);
            deliver();
        }
    }

    [[nodiscard]] int millisecondsToNext() {
        const std::scoped_lock lock(mutex);
        if (under.empty()) {
            return -1;
        }
        const auto left = under.top().due - Clock::now();
        return static_cast<int>(
            std::max<std::int64_t>(0, std::chrono::ceil<std::chrono::milliseconds>(left).count()));
    }

    void take(std::size_t from) {
        std::array<char, kMostPacketBytes> packet{};
        for (;;) {
            const auto size = ::read(devices[from], packet.data(), packet.size());
            if (size <= 0) {
                return;
            }
            send(from, {packet.data(), packet.data() + size});
        }
    }

    void send(std::size_t from, std::vector<char> bytes) {
        const auto now = Clock::now();
        auto& free = freeAt[from];
        free = std::max(free, now);
        const bool crowded = free - now > kLongestQueue;
        if (down || crowded || chance(plan.lost)) {
            ++counts.lost;
            return;
        }
        if (plan.bytesPerSecond > 0) {
            free += std::chrono::microseconds(1'000'000 * bytes.size() / plan.bytesPerSecond);
        }
        const int copies = chance(plan.twice) ? 2 : 1;
        for (int i = 0; i < copies; ++i) {
            under.push({free + plan.oneWay, ++number, devices[1 - from], bytes});
        }
    }

    void deliver() {
        while (!under.empty() && under.top().due <= Clock::now()) {
            const auto& packet = under.top();
            if (::write(packet.to, packet.bytes.data(), packet.bytes.size()) > 0) {
                ++counts.passed;
                counts.bytes += packet.bytes.size();
            }
            under.pop();
        }
    }

    [[nodiscard]] bool chance(double share) {
        return std::uniform_real_distribution<>(0, 1)(dice) < share;
    }

    std::array<int, 2> devices;
    int woken;
    std::mutex mutex;  ///< over what follows
    PacketPlan plan;
    Counts counts;
    bool down = false;
    bool ending = false;
    std::priority_queue<Packet, std::vector<Packet>, std::greater<>> under;
    std::array<Clock::time_point, 2> freeAt{};  ///< when the last byte of each side has left
    std::uint64_t number = 0;
    std::mt19937 dice;
    std::thread thread;
};

PacketBridge::PacketBridge()
    : office_("xj-office-" + std::to_string(::getpid())),
      village_("xj-village-" + std::to_string(::getpid())),
      possible_(open()) {}

bool PacketBridge::open() {
    const auto name = [](char side) {
        return std::string("xj") + side + std::to_string(::getpid());
    };
    const int office = tunNamed(name('o'));
    const int village = tunNamed(name('v'));
    if (office < 0 || village < 0) {
        ::close(office);
        ::close(village);
        return false;
    }
    machine_ = std::make_unique<Machine>(office, village);
    return furnish(office_, name('o'), kOffice, kVillage) &&
           furnish(village_, name('v'), kVillage, kOffice);
}

PacketBridge::~PacketBridge() {
    for (const auto& space : {office_, village_}) {
        (void)works({"ip", "netns", "delete", space});
    }
}

const char* PacketBridge::officeAddress() {
    return kOffice;
}

std::vector<std::string> PacketBridge::inOffice() const {
    return {"ip", "netns", "exec", office_};
}

std::vector<std::string> PacketBridge::inVillage() const {
    return {"ip", "netns", "exec", village_};
}

void PacketBridge::play(const PacketPlan& plan) {
    const std::scoped_lock lock(machine_->mutex);
    machine_->plan = plan;
    machine_->dice.seed(plan.seed);
}

void PacketBridge::cut() {
    const std::scoped_lock lock(machine_->mutex);
    machine_->down = true;
    machine_->counts.lost += machine_->under.size();
    machine_->under = {};
}

void PacketBridge::mend() {
    const std::scoped_lock lock(machine_->mutex);
    machine_->down = false;
    machine_->freeAt = {};
}

PacketBridge::Counts PacketBridge::counts() const {
    const std::scoped_lock lock(machine_->mutex);
    return machine_->counts;
}

}  // namespace xiangji::test
