#include "core/client/home_lock.hpp"

#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

#include <cerrno>
#include <chrono>
#include <cstring>
#include <thread>

namespace xiangji {

namespace {
constexpr auto kBetweenTries = std::chrono::milliseconds(10);
}  // namespace

Result<std::unique_ptr<HomeLock>> HomeLock::take(const std::filesystem::path& home, int waitMs) {
    std::error_code code;
    if (!std::filesystem::exists(home, code)) {
        // False without an error: another process was quicker.
        if (!std::filesystem::create_directories(home, code) && code) {
            return Error{code == std::errc::no_space_on_device ? Fault::diskFull : Fault::failed,
                         home.string() + " cannot be made: " + code.message()};
        }
        std::filesystem::permissions(home, std::filesystem::perms::owner_all, code);
    }
    const auto file = home / "lock";
    const int descriptor = ::open(file.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, S_IRUSR | S_IWUSR);
    if (descriptor < 0) {
        return Error{errno == ENOSPC ? Fault::diskFull : Fault::failed,
                     file.string() + " cannot be opened: " + std::strerror(errno)};
    }
    std::unique_ptr<HomeLock> lock(new HomeLock(descriptor));
    const auto until = std::chrono::steady_clock::now() + std::chrono::milliseconds(waitMs);
    // flock knows no deadline; asking again is the only way to wait a bounded time.
    while (::flock(descriptor, LOCK_EX | LOCK_NB) != 0) {
        if (errno != EWOULDBLOCK && errno != EINTR) {
            return Error{Fault::failed,
                         file.string() + " cannot be locked: " + std::strerror(errno)};
        }
        if (std::chrono::steady_clock::now() >= until) {
            return Error{
                Fault::busy,
                home.string() +
                    " is open in another Xiangji; close it and try again, nothing was changed"};
        }
        std::this_thread::sleep_for(kBetweenTries);
    }
    return lock;
}

HomeLock::~HomeLock() {
    ::close(descriptor_);
}

}  // namespace xiangji
