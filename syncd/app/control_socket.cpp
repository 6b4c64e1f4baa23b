#include "syncd/app/control_socket.hpp"

#include <fcntl.h>
#include <poll.h>
#include <spdlog/spdlog.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/time.h>
#include <sys/un.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstring>

namespace xiangji::syncd {

namespace fs = std::filesystem;

namespace {

constexpr const char* kName = "control.sock";
constexpr std::size_t kMostLineBytes = 16 * 1024 * 1024;
constexpr int kWaiting = 16;
constexpr timeval kListenDeadline{.tv_sec = 5, .tv_usec = 0};

/// A socket's address may have 107 characters and a folder's path more; through /proc it is always
/// short.
struct Place {
    Descriptor folder;
    sockaddr_un address{};
    [[nodiscard]] const sockaddr* generic() const {
        return reinterpret_cast<const sockaddr*>(&address);
    }
};

Result<Place> placeIn(const fs::path& folder) {
    Place place;
    place.folder = Descriptor(::open(folder.c_str(), O_PATH | O_DIRECTORY | O_CLOEXEC));
    if (!place.folder.open()) {
        return systemError("cannot look into", folder, errno);
    }
    const auto path = "/proc/self/fd/" + std::to_string(place.folder.number()) + "/" + kName;
    place.address.sun_family = AF_UNIX;
    std::memcpy(place.address.sun_path, path.c_str(), path.size() + 1);
    return place;
}

Descriptor unixSocket() {
    return Descriptor(::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0));
}

void setDeadline(const Descriptor& socket, const timeval& deadline) {
    ::setsockopt(socket.number(), SOL_SOCKET, SO_RCVTIMEO, &deadline, sizeof deadline);
    ::setsockopt(socket.number(), SOL_SOCKET, SO_SNDTIMEO, &deadline, sizeof deadline);
}

bool sendLine(const Descriptor& socket, std::string line) {
    line.push_back('\n');
    for (std::size_t at = 0; at < line.size();) {
        const auto sent = ::send(socket.number(), line.data() + at, line.size() - at, MSG_NOSIGNAL);
        if (sent <= 0) {
            return false;
        }
        at += static_cast<std::size_t>(sent);
    }
    return true;
}

std::optional<std::string> receiveLine(const Descriptor& socket) {
    std::string line;
    std::array<char, 4096> part{};
    while (line.size() <= kMostLineBytes) {
        const auto got = ::recv(socket.number(), part.data(), part.size(), 0);
        if (got <= 0) {
            return std::nullopt;
        }
        line.append(part.data(), static_cast<std::size_t>(got));
        if (line.back() == '\n') {
            line.pop_back();
            return line;
        }
    }
    return std::nullopt;
}

}  // namespace

Result<std::unique_ptr<ControlSocket>> ControlSocket::open(const fs::path& folder, Answer answer) {
    XIANGJI_LET(place, placeIn(folder));
    const auto path = folder / kName;
    ::unlink(path.c_str());
    auto ear = unixSocket();
    if (!ear.open() || ::bind(ear.number(), place.generic(), sizeof place.address) != 0 ||
        ::chmod(path.c_str(), S_IRUSR | S_IWUSR) != 0 || ::listen(ear.number(), kWaiting) != 0) {
        return systemError("cannot listen on", path, errno);
    }
    std::array<int, 2> ends{};
    if (::pipe2(ends.data(), O_CLOEXEC) != 0) {
        return systemError("cannot listen on", path, errno);
    }
    return std::unique_ptr<ControlSocket>(new ControlSocket(
        path, std::move(ear), Descriptor(ends[0]), Descriptor(ends[1]), std::move(answer)));
}

ControlSocket::ControlSocket(fs::path socket, Descriptor ear, Descriptor stopRead,
                             Descriptor stopWrite, Answer answer)
    : socket_(std::move(socket)),
      ear_(std::move(ear)),
      stopRead_(std::move(stopRead)),
      stopWrite_(std::move(stopWrite)),
      answer_(std::move(answer)),
      thread_([this] { listen(); }) {}

ControlSocket::~ControlSocket() {
    {
        const Descriptor closed(std::move(stopWrite_));
    }
    thread_.join();
    ::unlink(socket_.c_str());
}

void ControlSocket::listen() {
    for (;;) {
        std::array<pollfd, 2> waits{pollfd{ear_.number(), POLLIN, 0},
                                    pollfd{stopRead_.number(), POLLIN, 0}};
        if (::poll(waits.data(), waits.size(), -1) < 0 && errno != EINTR) {
            spdlog::error("the control socket stops: {}", std::strerror(errno));
            return;
        }
        if (waits[1].revents != 0) {
            return;
        }
        if (waits[0].revents == 0) {
            continue;
        }
        const Descriptor asking(::accept4(ear_.number(), nullptr, nullptr, SOCK_CLOEXEC));
        if (!asking.open()) {
            // Without descriptors the question stays in the queue; look again when something may
            // have changed.
            ::poll(&waits[1], 1, 200);
            continue;
        }
        setDeadline(asking, kListenDeadline);
        if (const auto line = receiveLine(asking)) {
            (void)sendLine(asking,
                           answer_(*line));  // Whoever asked may have gone; then nobody misses it.
        }
    }
}

Result<std::optional<std::string>> askControlSocket(const fs::path& folder, const std::string& line,
                                                    std::chrono::seconds patience) {
    XIANGJI_LET(place, placeIn(folder));
    const auto socket = unixSocket();
    if (!socket.open()) {
        return systemError("cannot ask", folder / kName, errno);
    }
    setDeadline(socket, {.tv_sec = patience.count(), .tv_usec = 0});
    if (::connect(socket.number(), place.generic(), sizeof place.address) != 0) {
        if (errno == ENOENT || errno == ECONNREFUSED) {
            return std::optional<std::string>();
        }
        return systemError("cannot ask", folder / kName, errno);
    }
    if (!sendLine(socket, line)) {
        return Error{Fault::failed, "the running syncd does not listen; try again"};
    }
    auto answer = receiveLine(socket);
    if (!answer) {
        return Error{Fault::failed,
                     "the running syncd did not answer in time; whether it did what was asked, "
                     "syncd status says"};
    }
    return answer;
}

}  // namespace xiangji::syncd
