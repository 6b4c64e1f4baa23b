// The tests, and beside them what a killed opening is played with: `--open HOME` opens a home and
// closes it again.
#include <gtest/gtest.h>

#include <cstdio>
#include <string_view>

#include "core/client/database_key.hpp"
#include "core/client/home_lock.hpp"
#include "core/client/key_file.hpp"

namespace {

int open(const std::filesystem::path& home) {
    using namespace xiangji;
    SystemRandom random;
    KeyFile keys(home / "keys");
    const auto lock = HomeLock::take(home, 0);
    const auto opened = openDatabase(home / "phone.db", keys, random);
    if (!lock || !opened) {
        std::fprintf(stderr, "%s\n", (lock ? opened.error() : lock.error()).detail.c_str());
        return EXIT_FAILURE;
    }
    return EXIT_SUCCESS;
}

}  // namespace

int main(int argc, char** argv) {
    if (argc == 3 && std::string_view(argv[1]) == "--open") {
        return open(argv[2]);
    }
    testing::InitGoogleTest(&argc, argv);
    return RUN_ALL_TESTS();
}
