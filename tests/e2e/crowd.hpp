#pragma once

#include <netinet/in.h>

#include <string>
#include <vector>

#include "core/net/host_port.hpp"

namespace xiangji::test {

/// Many connections to one door of loopback that say next to nothing. They go with the object.
class Crowd {
 public:
    /// `words`: what each would say, given time; said from the beginning again at its end.
    Crowd(const HostPort& door, std::size_t many, std::string words);
    ~Crowd();
    Crowd(const Crowd&) = delete;
    Crowd& operator=(const Crowd&) = delete;

    /// A byte from each. Whoever was thrown out comes again.
    void drip();
    /// Waits until the door has closed one of them, for so long at most.
    [[nodiscard]] bool oneIsThrownOut(int mostMs) const;
    /// What the first of them is answered, as far as it comes in one piece and in time.
    [[nodiscard]] std::string answerTo(const std::string& question, int mostMs) const;
    /// As many file descriptors as this process may have.
    static void makeRoom();

 private:
    struct Member {
        int socket = -1;
        std::size_t said = 0;
    };
    void enter(Member& member) const;

    sockaddr_in door_{};
    std::string words_;
    std::vector<Member> members_;
};

}  // namespace xiangji::test
