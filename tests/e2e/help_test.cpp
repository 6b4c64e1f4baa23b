#include <gtest/gtest.h>

#include <sstream>

#include "tests/support/process.hpp"

namespace xiangji::test {

namespace {

using Words = std::vector<std::string>;

/// Every command that a program's --help names, commands of commands too.
void visitCommands(const Words& command, int& seen) {
    Words asking = command;
    asking.emplace_back("--help");
    const auto help = runProgram(asking);
    SCOPED_TRACE(testing::PrintToString(command));
    EXPECT_EQ(help.exit, 0);
    EXPECT_EQ(help.err, "");
    EXPECT_NE(help.out.find("Usage:"), std::string::npos);
    ++seen;
    std::istringstream lines(help.out);
    bool listed = false;
    bool leaf = true;
    for (std::string line; std::getline(lines, line);) {
        if (line == "Subcommands:") {
            listed = true;
            leaf = false;
        } else if (line.empty()) {
            listed = false;
        } else if (listed && line.starts_with("  ") && line[2] != ' ') {
            Words inner = command;
            inner.push_back(line.substr(2, line.find(' ', 2) - 2));
            visitCommands(inner, seen);
        }
    }
    EXPECT_TRUE(!leaf || help.out.find("Example") != std::string::npos) << help.out;
}

}  // namespace

TEST(Help, everyCommandOfXiangjiHasHelpWithAnExample) {
    int seen = 0;
    visitCommands({XIANGJI_BIN}, seen);
    EXPECT_GE(seen, 14);
}

TEST(Help, everyCommandOfSyncdHasHelpWithAnExample) {
    int seen = 0;
    visitCommands({SYNCD_BIN}, seen);
    EXPECT_GE(seen, 9);
}

TEST(Help, xiangjiSpeaksTheLanguageOfItsEnvironment) {
    EXPECT_NE(runProgram({XIANGJI_BIN, "describe", "activity"}, {}, {"LC_ALL=zh_CN.UTF-8"})
                  .out.find("标题"),
              std::string::npos);
    EXPECT_NE(
        runProgram({XIANGJI_BIN, "describe", "activity"}, {}, {"LC_ALL=C.UTF-8"}).out.find("Title"),
        std::string::npos);
    EXPECT_NE(
        runProgram({XIANGJI_BIN, "describe", "activity", "--lang", "zh"}, {}, {"LC_ALL=C.UTF-8"})
            .out.find("标题"),
        std::string::npos);
}

}  // namespace xiangji::test
