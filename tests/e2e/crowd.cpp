#include "tests/e2e/crowd.hpp"

#include <arpa/inet.h>
#include <poll.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <unistd.h>

#include <stdexcept>

namespace xiangji::test {

Crowd::Crowd(const HostPort& door, std::size_t many, std::string words)
    : words_(std::move(words)), members_(many) {
    door_.sin_family = AF_INET;
    door_.sin_port = htons(door.port);
    if (inet_pton(AF_INET, "127.0.0.1", &door_.sin_addr) != 1) {
        throw std::runtime_error("there is no loopback");
    }
    for (auto& member : members_) {
        enter(member);
    }
}

Crowd::~Crowd() {
    for (const auto& member : members_) {
        ::close(member.socket);
    }
}

void Crowd::enter(Member& member) const {
    if (member.socket >= 0) {
        ::close(member.socket);
    }
    member = {.socket = ::socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0)};
    if (member.socket < 0) {
        throw std::runtime_error("too few file descriptors for a crowd");
    }
    // In progress is good enough: a crowd is in no hurry.
    (void)::connect(member.socket, reinterpret_cast<const sockaddr*>(&door_), sizeof(door_));
}

void Crowd::drip() {
    for (auto& member : members_) {
        const char next = words_[member.said++ % words_.size()];
        const auto sent = ::send(member.socket, &next, 1, MSG_NOSIGNAL);
        if (sent < 0 && errno != EAGAIN && errno != EINPROGRESS && errno != ENOTCONN) {
            enter(member);
        }
    }
}

bool Crowd::oneIsThrownOut(int mostMs) const {
    std::vector<pollfd> polled;
    for (const auto& member : members_) {
        polled.push_back({.fd = member.socket, .events = POLLIN, .revents = 0});
    }
    return ::poll(polled.data(), polled.size(), mostMs) > 0;
}

std::string Crowd::answerTo(const std::string& question, int mostMs) const {
    pollfd polled{.fd = members_.front().socket, .events = POLLOUT, .revents = 0};
    if (::poll(&polled, 1, mostMs) != 1 ||
        ::send(polled.fd, question.data(), question.size(), MSG_NOSIGNAL) < 0) {
        return {};
    }
    polled.events = POLLIN;
    std::string answer(4096, '\0');
    const auto count =
        ::poll(&polled, 1, mostMs) == 1 ? ::recv(polled.fd, answer.data(), answer.size(), 0) : 0;
    answer.resize(count < 0 ? 0 : static_cast<std::size_t>(count));
    return answer;
}

void Crowd::makeRoom() {
    rlimit files{};
    if (::getrlimit(RLIMIT_NOFILE, &files) == 0) {
        files.rlim_cur = files.rlim_max;
        ::setrlimit(RLIMIT_NOFILE, &files);
    }
}

}  // namespace xiangji::test
