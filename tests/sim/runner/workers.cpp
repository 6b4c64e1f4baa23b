#include "tests/sim/runner/workers.hpp"

#include <poll.h>
#include <sys/wait.h>
#include <unistd.h>

#include <csignal>
#include <cstdio>
#include <stdexcept>

namespace xiangji::sim {

namespace {

struct Worker {
    pid_t process = 0;
    int pipe = -1;
    std::string rest;  ///< what came since the last end of a line
};

void sayTo(int pipe, std::string line) {
    for (auto& character : line) {
        character = character == '\n' ? '\x1f' : character;
    }
    line += '\n';
    for (std::size_t done = 0; done < line.size();) {
        const auto wrote = ::write(pipe, line.data() + done, line.size() - done);
        if (wrote <= 0) {
            ::_exit(1);
        }
        done += static_cast<std::size_t>(wrote);
    }
}

/// The whole lines that have come; false at the end.
bool read(Worker& worker, std::vector<std::string>& lines) {
    char bytes[4096];
    const auto count = ::read(worker.pipe, bytes, sizeof(bytes));
    if (count <= 0) {
        return false;
    }
    worker.rest.append(bytes, static_cast<std::size_t>(count));
    for (std::size_t end = 0; (end = worker.rest.find('\n')) != std::string::npos;) {
        auto line = worker.rest.substr(0, end);
        worker.rest.erase(0, end + 1);
        for (auto& character : line) {
            character = character == '\x1f' ? '\n' : character;
        }
        lines.push_back(std::move(line));
    }
    return true;
}

}  // namespace

void runWorkers(
    int workers,
    const std::function<void(int worker, const std::function<void(std::string)>& say)>& work,
    const std::function<bool(const std::string& line)>& heard) {
    std::fflush(nullptr);
    std::vector<Worker> all(static_cast<std::size_t>(workers));
    for (int number = 0; number < workers; ++number) {
        int ends[2];
        if (::pipe(ends) != 0) {
            throw std::runtime_error("no pipe for a worker");
        }
        auto& worker = all[static_cast<std::size_t>(number)];
        worker.process = ::fork();
        if (worker.process == 0) {
            ::close(ends[0]);
            work(number, [pipe = ends[1]](std::string line) { sayTo(pipe, std::move(line)); });
            std::fflush(nullptr);
            ::_exit(0);
        }
        ::close(ends[1]);
        worker.pipe = ends[0];
    }
    bool goOn = true;
    for (auto open = all.size(); open > 0;) {
        std::vector<pollfd> polled;
        for (const auto& worker : all) {
            polled.push_back({.fd = worker.pipe, .events = POLLIN, .revents = 0});
        }
        ::poll(polled.data(), polled.size(), -1);
        for (std::size_t i = 0; i < all.size(); ++i) {
            auto& worker = all[i];
            if (worker.pipe < 0 || polled[i].revents == 0) {
                continue;
            }
            std::vector<std::string> lines;
            const bool more = read(worker, lines);
            for (const auto& line : lines) {
                goOn = goOn && heard(line);
            }
            if (more && goOn) {
                continue;
            }
            if (!goOn) {
                ::kill(worker.process, SIGKILL);
            }
            int status = 0;
            ::waitpid(worker.process, &status, 0);
            ::close(worker.pipe);
            worker.pipe = -1;
            --open;
            if (goOn && status != 0) {
                goOn = heard("crash " + std::to_string(i));
            }
        }
        if (!goOn) {
            for (auto& worker : all) {
                if (worker.pipe >= 0) {
                    ::kill(worker.process, SIGKILL);
                }
            }
        }
    }
}

}  // namespace xiangji::sim
