// A thousand connections that say a byte now and then, and a daemon without file descriptors:
// others are served meanwhile, and all is well when it stops.
#include <sys/socket.h>
#include <unistd.h>

#include <atomic>
#include <condition_variable>
#include <csignal>
#include <fstream>
#include <mutex>
#include <thread>

#include "core/net/tls_link.hpp"
#include "core/sync/invitation.hpp"
#include "tests/e2e/crowd.hpp"
#include "tests/e2e/moments.hpp"
#include "tests/e2e/stage.hpp"
#include "wire/session.pb.h"

namespace xiangji::test {

namespace {

using Clock = Moments::Clock;
using Ms = Process::Ms;

constexpr std::size_t kSlow = 1'000;
constexpr Ms kServed{5'000};  ///< however many are slow
constexpr Ms kWellAgain{5'000};
constexpr Ms kBetweenBytes{100};

std::size_t filesOf(pid_t process) {
    std::size_t files = 0;
    for (const auto& entry :
         std::filesystem::directory_iterator("/proc/" + std::to_string(process) + "/fd")) {
        files += entry.path().empty() ? 0 : 1;
    }
    return files;
}

/// Seconds of CPU that a process has used.
double cpuOf(pid_t process) {
    std::ifstream stat("/proc/" + std::to_string(process) + "/stat");
    const std::string all{std::istreambuf_iterator<char>(stat), {}};
    std::istringstream words(all.substr(all.rfind(')') + 2));
    constexpr int kBeforeTimes = 11;  // state … cmajflt
    std::string skipped;
    for (int i = 0; i < kBeforeTimes; ++i) {
        words >> skipped;
    }
    long user = 0;
    long system = 0;
    words >> user >> system;
    return static_cast<double>(user + system) / static_cast<double>(::sysconf(_SC_CLK_TCK));
}

/// Says something slowly while something else is tried.
class Dripping {
 public:
    explicit Dripping(std::vector<Crowd*> crowds)
        : thread_([this, crowds = std::move(crowds)] {
              std::unique_lock lock(guard_);
              while (!ends_.wait_for(lock, kBetweenBytes, [this] { return ended_; })) {
                  for (auto* crowd : crowds) {
                      crowd->drip();
                  }
              }
          }) {}
    ~Dripping() {
        {
            const std::lock_guard lock(guard_);
            ended_ = true;
        }
        ends_.notify_all();
        thread_.join();
    }
    Dripping(const Dripping&) = delete;
    Dripping& operator=(const Dripping&) = delete;

 private:
    std::mutex guard_;
    std::condition_variable ends_;
    bool ended_ = false;
    std::thread thread_;
};

/// The first line of the office's answer; empty where there is none in time.
std::string officeSays(const HostPort& door) {
    Crowd one(door, 1, "x");
    return one.answerTo("GET / HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n",
                        static_cast<int>(kServed.count()));
}

}  // namespace

class SlowSenders : public Stage {
 protected:
    SlowSenders() { Crowd::makeRoom(); }

    HostPort phonesDoor() { return must(centre().address()); }
    HostPort office() {
        auto address = centre().officeAddress();
        if (const auto scheme = address.find("://"); scheme != std::string::npos) {
            address = address.substr(scheme + 3);
        }
        return must(address.substr(0, address.find('/')));
    }
    void expectServed(const Home& home, const std::string& title) {
        const auto begun = Clock::now();
        const auto id = home.add("activity", activity(title));
        home.sync();
        EXPECT_LT(Moments::sinceThen(begun), kServed) << title;
        const auto asked = Clock::now();
        EXPECT_EQ(officeSays(office()).rfind("HTTP/1.1 200", 0), 0U) << title;
        EXPECT_LT(Moments::sinceThen(asked), kServed) << title;
        EXPECT_EQ(home.status().at("unsent").to_number<int>(), 0);
    }

 private:
    static HostPort must(const std::string& text) {
        const auto parsed = HostPort::parse(text);
        if (!parsed) {
            throw std::runtime_error(text + ": " + parsed.error().detail);
        }
        return *parsed;
    }
};

TEST_F(SlowSenders, aThousandAtEachDoorKeepNobodyOut) {
    const auto home = phone("李明");
    expectServed(home, "之前");
    const auto pid = centre().process().pid();
    const auto before = filesOf(pid);
    std::size_t most = 0;
    {
        // The beginning of a TLS handshake, and of a request with one more header, and one more.
        Crowd phones(
            phonesDoor(), kSlow,
            std::string("\x16\x03\x01\x02\x00\x01\x00\x01\xfc", 9) + std::string(503, '\x03'));
        Crowd readers(office(), kSlow, "GET / HTTP/1.1\r\nHost: localhost\r\nX-A: b\r\nX-C: d");
        const Dripping dripping({&phones, &readers});
        for (int time = 0; time < 5; ++time) {
            expectServed(home, "第" + std::to_string(time) + "次");
            most = std::max(most, filesOf(pid));
        }
    }
    EXPECT_GT(most, before + kSlow / 2) << "the crowd must have been there";
    const auto left = Clock::now();
    expectServed(home, "之后");
    while (filesOf(pid) > before + 4 && Moments::sinceThen(left) < kWellAgain) {
        (void)centre().status();
    }
    EXPECT_LE(filesOf(pid), before + 4) << "all is well 5 s after it stops";
}

class FewFiles : public SlowSenders {};

TEST_F(FewFiles, whoIsInIsServedAndTheRestComeInWhenThereIsRoom) {
    constexpr std::size_t kFiles = 96;
    const auto home = phone("李明");
    const auto address =
        Invitation::find(centre().invite("王芳", "tutor")).valueOr(Invitation{}).address;
    centre().stop();
    const auto limit = std::to_string(kFiles);
    centre().serve({"prlimit", "--nofile=" + limit + ":" + limit});
    const auto pid = centre().process().pid();

    TlsLinkMaker links;
    auto inside = links.connect(address);
    ASSERT_TRUE(inside) << inside.error().detail;
    {
        const Crowd idle(phonesDoor(), 2 * kFiles, "x");
        const auto full = Clock::now();
        while (filesOf(pid) < kFiles && Moments::sinceThen(full) < kServed) {
            std::this_thread::yield();
        }
        ASSERT_GE(filesOf(pid), kFiles) << "a descriptor is left";
        const double used = cpuOf(pid);
        const auto begun = Clock::now();
        // A stranger is answered, if only that he is one.
        wire::Request request;
        request.mutable_hello()->set_device(Bytes(16, 'd'));
        const auto answer = (*inside)->call(request.SerializeAsString());
        EXPECT_TRUE(answer) << answer.error().detail;
        constexpr int kUntilThrownOutMs = 15'000;
        EXPECT_TRUE(idle.oneIsThrownOut(kUntilThrownOutMs)) << "who says nothing has to leave";
        const std::chrono::duration<double> took = Clock::now() - begun;
        EXPECT_LT((cpuOf(pid) - used) / took.count(), 0.2) << "it waits, it does not spin";
    }
    const auto left = Clock::now();
    (void)home.add("activity", activity("有地方了"));
    home.sync();
    EXPECT_LT(Moments::sinceThen(left), kWellAgain);

    centre().process().signal(SIGTERM);
    const auto ended = centre().process().wait();
    EXPECT_EQ(ended.exit, 0);
    const std::string line = "cannot take a connection";
    const auto first = ended.err.find(line);
    ASSERT_NE(first, std::string::npos) << ended.err;
    int lines = 0;
    for (auto at = first; at != std::string::npos; at = ended.err.find(line, at + 1)) {
        ++lines;
    }
    EXPECT_LE(lines, 3) << "said once, then every ten seconds";
}

}  // namespace xiangji::test
