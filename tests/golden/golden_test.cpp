#include <gtest/gtest.h>

#include <algorithm>
#include <cstdlib>
#include <fstream>
#include <sstream>

#include "tests/golden/story.hpp"

namespace xiangji::syncd::test {
namespace {

namespace fs = std::filesystem;

std::string contents(const fs::path& file) {
    std::ifstream stream(file);
    std::stringstream text;
    text << stream.rdbuf();
    return text.str();
}

std::vector<std::string> scenarios() {
    std::vector<std::string> names;
    for (const auto& entry : fs::directory_iterator(XIANGJI_SCENARIOS)) {
        names.push_back(entry.path().filename().string());
    }
    std::sort(names.begin(), names.end());
    return names;
}

/// The orders of arrivals.txt, or one empty order.
std::vector<std::vector<std::string>> arrivalsOf(const fs::path& folder) {
    std::vector<std::vector<std::string>> orders;
    std::istringstream lines(contents(folder / "arrivals.txt"));
    for (std::string line; std::getline(lines, line);) {
        std::istringstream words(line);
        std::vector<std::string> order;
        for (std::string word; words >> word;) {
            order.push_back(word);
        }
        orders.push_back(order);
    }
    return orders.empty() ? std::vector<std::vector<std::string>>(1) : orders;
}

/// Compares with what is expected, or writes it where that was asked for.
void matches(const fs::path& file, const std::string& actual) {
    const char* mode = std::getenv("XIANGJI_GOLDEN");
    if (mode != nullptr && std::string(mode) == "write") {
        std::ofstream(file) << actual;
    }
    EXPECT_EQ(contents(file), actual) << file;
}

class Golden : public ::testing::TestWithParam<std::string> {};

TEST_P(Golden, endsAsItIsTold) {
    const fs::path folder = fs::path(XIANGJI_SCENARIOS) / GetParam();
    bool first = true;
    for (const auto& arrival : arrivalsOf(folder)) {
        Story story(arrival);
        story.play(folder / "deeds.txt");
        if (first) {
            matches(folder / "verdicts.txt", story.verdicts());
            matches(folder / "central.txt", story.central());
        }
        EXPECT_EQ(contents(folder / "central.txt"), story.central())
            << "another order of arrival ends elsewhere";
        EXPECT_EQ(story.audit(), "");
        // The same with a centre that archives after every line of it.
        Story archived(arrival, true);
        archived.play(folder / "deeds.txt");
        EXPECT_EQ(archived.verdicts(), story.verdicts());
        EXPECT_EQ(archived.central(), story.central());
        EXPECT_EQ(archived.audit(), "");
        first = false;
    }
}

INSTANTIATE_TEST_SUITE_P(Scenarios, Golden, ::testing::ValuesIn(scenarios()),
                         [](const auto& scenario) { return scenario.param; });

}  // namespace
}  // namespace xiangji::syncd::test
