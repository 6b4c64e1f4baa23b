#pragma once

#include <sys/types.h>

#include <chrono>
#include <optional>
#include <string>
#include <vector>

namespace xiangji::test {

/// What a finished program left behind.
struct Ended {
    int exit = -1;   ///< its exit status; -1 where a signal ended it
    int signal = 0;  ///< the signal that ended it; 0 where it ended by itself
    std::string out;
    std::string err;
};

/// A real program with pipes on its three streams, owned by the test: it is killed with the object,
/// and by the system if the test dies first. Every wait has a deadline; one that passes throws with
/// all the program has said. Thread: the one that made it.
class Process {
 public:
    using Ms = std::chrono::milliseconds;
    static constexpr Ms kPatience{30'000};

    /// `environment` is NAME=value, on top of the test's own. Throws where the program cannot be
    /// started.
    explicit Process(std::vector<std::string> command, std::vector<std::string> environment = {});
    ~Process();  ///< kill -9, if it still lives
    Process(Process&& other) noexcept;
    Process& operator=(Process&&) = delete;
    Process(const Process&) = delete;
    Process& operator=(const Process&) = delete;

    /// Gives it standard input; `closeInput` tells it that nothing more comes.
    void write(const std::string& text);
    void closeInput();
    /// The next whole line of its standard output, without the line's end. Throws where it ends
    /// without one.
    [[nodiscard]] std::string line(Ms patience = kPatience);
    /// Whether it ends by itself within a time; reads along, so that it never waits for us.
    [[nodiscard]] bool endsWithin(Ms time);
    /// Waits for its end.
    Ended wait(Ms patience = kPatience);

    void signal(int number) const;
    /// Stops it where it stands, all of its threads, and waits until it does: from then on it says
    /// and does nothing. Nothing to do where it has ended.
    void freeze() const;
    /// kill -9, wherever it stands, and what it had said until then.
    Ended kill();
    [[nodiscard]] pid_t pid() const { return pid_; }

 private:
    void readSome(std::chrono::steady_clock::time_point until);
    [[nodiscard]] bool silent() const { return out_ < 0 && err_ < 0; }
    Ended reap();

    pid_t pid_ = -1;
    int in_ = -1;
    int out_ = -1;
    int err_ = -1;
    std::string name_;
    std::string outText_;
    std::size_t outTaken_ = 0;  ///< of outText_, by line()
    std::string errText_;
    std::optional<Ended> ended_;
};

/// Starts a program, gives it its standard input, waits for its end.
[[nodiscard]] Ended runProgram(std::vector<std::string> command, const std::string& input = {},
                               std::vector<std::string> environment = {});

}  // namespace xiangji::test
