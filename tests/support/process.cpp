#include "tests/support/process.hpp"

#include <fcntl.h>
#include <poll.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <csignal>
#include <cstdlib>
#include <cstring>
#include <stdexcept>
#include <utility>

namespace xiangji::test {

namespace {

using Moment = std::chrono::steady_clock::time_point;
constexpr int kCannotStart = 127;

[[noreturn]] void fail(const std::string& what) {
    throw std::runtime_error(what + ": " + std::strerror(errno));
}

std::array<int, 2> pipeOf() {
    std::array<int, 2> ends{};
    if (::pipe2(ends.data(), O_CLOEXEC) != 0) {
        fail("a pipe cannot be made");
    }
    return ends;
}

void closeEnd(int& end) {
    if (end >= 0) {
        ::close(end);
        end = -1;
    }
}

int msUntil(Moment until) {
    const auto left =
        std::chrono::duration_cast<Process::Ms>(until - std::chrono::steady_clock::now());
    return static_cast<int>(std::max<Process::Ms::rep>(left.count(), 0));
}

/// Takes what a pipe holds; closes it at its end.
void take(int& end, std::string& text) {
    std::array<char, 65536> buffer{};
    const auto got = ::read(end, buffer.data(), buffer.size());
    if (got > 0) {
        text.append(buffer.data(), static_cast<std::size_t>(got));
    } else if (got == 0 || errno != EINTR) {
        closeEnd(end);
    }
}

}  // namespace

Process::Process(std::vector<std::string> command, std::vector<std::string> environment)
    : name_(command.front()) {
    std::signal(SIGPIPE, SIG_IGN);  // A program that ended is an error of write(), not our end.
    auto in = pipeOf();
    auto out = pipeOf();
    auto err = pipeOf();
    std::vector<char*> words;
    for (auto& word : command) {
        words.push_back(word.data());
    }
    words.push_back(nullptr);
    const pid_t parent = ::getpid();
    pid_ = ::fork();
    if (pid_ < 0) {
        fail("no process for " + name_);
    }
    if (pid_ == 0) {
        ::prctl(PR_SET_PDEATHSIG, SIGKILL);
        if (::getppid() != parent) {
            ::_exit(kCannotStart);
        }
        ::dup2(in[0], STDIN_FILENO);
        ::dup2(out[1], STDOUT_FILENO);
        ::dup2(err[1], STDERR_FILENO);
        ::unsetenv("DBUS_SESSION_BUS_ADDRESS");  // Nothing of a test goes into a person's keyring.
        for (auto& variable : environment) {
            ::putenv(variable.data());
        }
        ::execvp(words.front(), words.data());
        ::_exit(kCannotStart);
    }
    closeEnd(in[0]);
    closeEnd(out[1]);
    closeEnd(err[1]);
    in_ = in[1];
    out_ = out[0];
    err_ = err[0];
}

Process::Process(Process&& other) noexcept
    : pid_(std::exchange(other.pid_, -1)),
      in_(std::exchange(other.in_, -1)),
      out_(std::exchange(other.out_, -1)),
      err_(std::exchange(other.err_, -1)),
      name_(std::move(other.name_)),
      outText_(std::move(other.outText_)),
      outTaken_(other.outTaken_),
      errText_(std::move(other.errText_)),
      ended_(std::move(other.ended_)) {}

Process::~Process() {
    if (pid_ > 0 && !ended_) {
        ::kill(pid_, SIGKILL);
        ::waitpid(pid_, nullptr, 0);
    }
    closeEnd(in_);
    closeEnd(out_);
    closeEnd(err_);
}

void Process::write(const std::string& text) {
    std::size_t written = 0;
    while (written < text.size()) {
        const auto put = ::write(in_, text.data() + written, text.size() - written);
        if (put < 0 && errno == EPIPE) {
            return;  // It has ended, or wants no more: what it says about that is what counts.
        }
        if (put < 0 && errno != EINTR) {
            fail(name_ + " takes no input");
        }
        written += put > 0 ? static_cast<std::size_t>(put) : 0;
    }
}

void Process::closeInput() {
    closeEnd(in_);
}

void Process::readSome(Moment until) {
    std::array<pollfd, 2> ends{{{out_, POLLIN, 0}, {err_, POLLIN, 0}}};
    const int ready = ::poll(ends.data(), ends.size(), msUntil(until));
    if (ready < 0 && errno != EINTR) {
        fail("waiting for " + name_);
    }
    if (ready > 0 && ends[0].revents != 0) {
        take(out_, outText_);
    }
    if (ready > 0 && ends[1].revents != 0) {
        take(err_, errText_);
    }
}

std::string Process::line(Ms patience) {
    const auto until = std::chrono::steady_clock::now() + patience;
    for (;;) {
        const auto end = outText_.find('\n', outTaken_);
        if (end != std::string::npos) {
            auto text = outText_.substr(outTaken_, end - outTaken_);
            outTaken_ = end + 1;
            return text;
        }
        if (silent() || std::chrono::steady_clock::now() >= until) {
            throw std::runtime_error(name_ + " gave no line; it said: " + outText_ + errText_);
        }
        readSome(until);
    }
}

bool Process::endsWithin(Ms time) {
    const auto until = std::chrono::steady_clock::now() + time;
    while (!silent() && std::chrono::steady_clock::now() < until) {
        readSome(until);
    }
    return silent();
}

Ended Process::wait(Ms patience) {
    closeInput();
    if (!endsWithin(patience)) {
        const auto ended = kill();
        throw std::runtime_error(name_ + " did not end in time; it said: " + ended.out + ended.err);
    }
    return reap();
}

void Process::signal(int number) const {
    if (pid_ > 0 && !ended_) {
        ::kill(pid_, number);
    }
}

void Process::freeze() const {
    if (pid_ <= 0 || ended_) {
        return;
    }
    ::kill(pid_, SIGSTOP);
    siginfo_t ignored{};
    // Its end is left for reap() to see.
    while (::waitid(P_PID, static_cast<id_t>(pid_), &ignored, WSTOPPED | WEXITED | WNOWAIT) < 0 &&
           errno == EINTR) {
    }
}

Ended Process::kill() {
    signal(SIGKILL);
    if (!endsWithin(kPatience)) {
        throw std::runtime_error(name_ + " survived kill -9");
    }
    return reap();
}

Ended Process::reap() {
    // Both pipes are at their end: it has closed everything, so it is at its own end too.
    if (!ended_) {
        int status = 0;
        while (::waitpid(pid_, &status, 0) < 0 && errno == EINTR) {
        }
        ended_ = Ended{.exit = WIFEXITED(status) ? WEXITSTATUS(status) : -1,
                       .signal = WIFSIGNALED(status) ? WTERMSIG(status) : 0,
                       .out = outText_.substr(outTaken_),
                       .err = errText_};
        if (ended_->exit == kCannotStart) {
            throw std::runtime_error(name_ + " could not be started");
        }
    }
    return *ended_;
}

Ended runProgram(std::vector<std::string> command, const std::string& input,
                 std::vector<std::string> environment) {
    Process process(std::move(command), std::move(environment));
    process.write(input);
    return process.wait();
}

}  // namespace xiangji::test
