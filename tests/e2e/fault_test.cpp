// Promises P1–P3 when the system itself fails, once and at every place in turn: a write, a sync, an
// opening, a request for memory.
#include <cstdio>
#include <fstream>

#include "tests/e2e/counted_stage.hpp"
#include "tests/e2e/moments.hpp"

namespace xiangji::test {

namespace {

/// One system call and how it fails.
struct Fault {
    const char* call;
    const char* error;
};

constexpr Fault kFaults[] = {{"pwrite64", "EIO"},    {"pwrite64", "ENOSPC"}, {"fdatasync", "EIO"},
                             {"fsync", "EIO"},       {"ftruncate", "EIO"},   {"openat", "EMFILE"},
                             {"ftruncate", "ENOSPC"}};
constexpr int kMostPlaces = 60;

/// The program with its `place`-th such call failing; what was done to it stands in `log`. The
/// tracer is not its parent, so that a signal reaches the program itself.
Words failing(const Fault& fault, int place, const std::filesystem::path& log) {
    const std::string call = fault.call;
    return {"strace",
            "-D",
            "-f",
            "-o",
            log.string(),
            "-e",
            "trace=" + call,
            "-e",
            "inject=" + call + ":error=" + fault.error + ":when=" + std::to_string(place)};
}

bool struck(const std::filesystem::path& log) {
    std::ifstream file(log);
    const std::string all{std::istreambuf_iterator<char>(file), {}};
    return all.find("(INJECTED)") != std::string::npos;
}

bool canTrace() {
    return runProgram({"strace", "-o", "/dev/null", "true"}).exit == 0;
}

Words adding(const std::string& title) {
    Words words = {"add", "activity"};
    const auto fields = activity(title);
    words.insert(words.end(), fields.begin(), fields.end());
    return words;
}

}  // namespace

class Faults : public CountedStage {
 protected:
    /// It ended by itself, and where it failed it said so in one line.
    static void expectClear(const Ended& ended, const std::string& where) {
        EXPECT_EQ(ended.signal, 0) << where << ": " << ended.err;
        if (ended.exit != 0) {
            EXPECT_TRUE(ended.err.starts_with("xiangji: ") &&
                        ended.err.find('\n') == ended.err.size() - 1)
                << where << ": " << ended.err;
        }
    }
};

TEST_F(Faults, everyCallThatFailsOnceOnThePhoneCostsNothingThatWasPrinted) {
    NEEDS_ROOT_FOR(canTrace(), "tracing a program (strace)");
    const auto home = phone("李明");
    std::vector<std::string> printed;
    int failed = 0;
    int places = 0;
    for (const auto& fault : kFaults) {
        for (int place = 1; place <= kMostPlaces; ++place) {
            const auto log = folder() / "strace.log";
            const auto where = std::string(fault.call) + " " + std::to_string(place);
            auto add = home.start(adding(where), failing(fault, place, log));
            const auto ended = add.wait();
            if (!struck(log)) {
                const auto ids = idsPrinted(ended.out);
                printed.insert(printed.end(), ids.begin(), ids.end());
                break;
            }
            ++places;
            failed += ended.exit == 0 ? 0 : 1;
            expectClear(ended, where);
            const auto ids = idsPrinted(ended.out);
            printed.insert(printed.end(), ids.begin(), ids.end());
        }
    }
    std::printf("%d calls failed under xiangji add, %d times it said so; %zu ids were printed\n",
                places, failed, printed.size());
    EXPECT_GT(failed, 20);
    home.sync();
    EXPECT_EQ(home.status().at("unsent").to_number<int>(), 0);
    expectOnceEach(printed);
}

TEST_F(Faults, everyCallThatFailsOnceAtTheCentreCostsNothingThatWasReceipted) {
    NEEDS_ROOT_FOR(canTrace(), "tracing a program (strace)");
    const auto home = phone("李明");
    std::vector<std::string> printed;
    int places = 0;
    int cut = 0;
    for (const auto& fault : kFaults) {
        for (int place = 1; place <= kMostPlaces; place += 1 + place / 4) {
            centre().stop();
            const auto log = folder() / "strace.log";
            const auto where = std::string(fault.call) + " " + std::to_string(place);
            printed.push_back(home.add("activity", activity(where)));
            bool up = true;
            try {
                centre().serve(failing(fault, place, log));
            } catch (const std::exception&) {
                up = false;  // it failed while it came up, and says so
            }
            if (up) {
                const auto ended = home.run({"sync"});
                EXPECT_TRUE(ended.exit == 0 || ended.exit == 3 || ended.exit == 4)
                    << where << ": " << ended.exit << " " << ended.err;
                cut += ended.exit == 0 ? 0 : 1;
            }
            const auto ended = centre().process().kill();
            const bool last = !struck(log);
            places += last ? 0 : 1;
            centre().serve();
            if (last) {
                break;
            }
        }
    }
    std::printf("%d calls failed under syncd, %d syncs were put off; %zu ids were printed\n",
                places, cut, printed.size());
    EXPECT_GT(places, 20);
    home.sync();
    EXPECT_EQ(home.status().at("unsent").to_number<int>(), 0);
    expectOnceEach(printed);
}

TEST_F(Faults, memoryThatIsRefusedOnceCostsNothingThatWasPrinted) {
    const auto home = phone("李明");
    const auto counted = folder() / "requests";
    const std::string preload = std::string("LD_PRELOAD=") + FAILING_MEMORY;
    auto counting =
        home.start(adding("第一场"), {}, {preload, "XIANGJI_COUNT_MEMORY=" + counted.string()});
    auto printed = idsPrinted(counting.wait().out);
    unsigned long requests = 0;
    std::ifstream(counted) >> requests;
    ASSERT_GT(requests, 1000U);
    // All over the program's life, and closely where it saves.
    std::vector<unsigned long> places;
    for (unsigned long i = 1; i <= 100; ++i) {
        places.push_back(requests * i / 100);
    }
    for (unsigned long place = requests - 900; place < requests; place += 6) {
        places.push_back(place);
    }
    int failed = 0;
    for (const auto place : places) {
        auto add = home.start(adding("第" + std::to_string(place) + "场"), {},
                              {preload, "XIANGJI_FAIL_MEMORY=" + std::to_string(place)});
        const auto ended = add.wait();
        failed += ended.exit == 0 ? 0 : 1;
        // Before main there is nobody who could say a word (SIGABRT); it must never run on wild.
        EXPECT_TRUE(ended.signal == 0 || ended.signal == SIGABRT)
            << place << ": " << ended.signal << " " << ended.err;
        const auto ids = idsPrinted(ended.out);
        printed.insert(printed.end(), ids.begin(), ids.end());
    }
    std::printf(
        "%lu of %lu requests for memory refused to xiangji add, %d times it did not save; "
        "%zu ids were printed\n",
        places.size(), requests, failed, printed.size());
    EXPECT_GT(failed, 20);
    home.sync();
    expectOnceEach(printed);
}

}  // namespace xiangji::test
