#include "mobile/cli/passphrase.hpp"

#include <termios.h>
#include <unistd.h>

#include <cstdlib>
#include <fstream>
#include <iostream>

#include "mobile/cli/shell.hpp"

namespace xiangji::cli {

namespace {

/// The terminal shows nothing that is typed while this lives.
class Unseen {
 public:
    Unseen() {
        ::tcgetattr(STDIN_FILENO, &before_);
        termios quiet = before_;
        quiet.c_lflag &= ~static_cast<tcflag_t>(ECHO);
        ::tcsetattr(STDIN_FILENO, TCSAFLUSH, &quiet);
    }
    ~Unseen() { ::tcsetattr(STDIN_FILENO, TCSAFLUSH, &before_); }
    Unseen(const Unseen&) = delete;
    Unseen& operator=(const Unseen&) = delete;

 private:
    termios before_{};
};

}  // namespace

Bytes passphrase(const std::string& file, const std::string& asking) {
    const char* named = std::getenv("XIANGJI_PASSPHRASE_FILE");
    const std::string place = !file.empty() ? file : named == nullptr ? "" : named;
    Bytes line;
    if (!place.empty()) {
        std::ifstream in(place);
        if (!in || !std::getline(in, line)) {
            throw Failure{{Fault::notFound, place + ": there is no passphrase in it"}};
        }
        return line;
    }
    if (::isatty(STDIN_FILENO) != 1) {
        throw Failure{{Fault::refused,
                       "this home is locked; name a file with its passphrase: --passphrase-file "
                       "FILE; nothing was changed"}};
    }
    std::cerr << asking << std::flush;
    {
        const Unseen unseen;
        std::getline(std::cin, line);
    }
    std::cerr << '\n';
    return line;
}

}  // namespace xiangji::cli
