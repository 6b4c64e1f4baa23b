// Figures as ratios against a baseline of the same run: absolute times don't repeat, ratios do.
#include <benchmark/benchmark.h>

#include <algorithm>
#include <cstdio>
#include <cstring>
#include <optional>
#include <set>
#include <vector>

#include "tests/bench/report.hpp"
#include "tests/bench/settings.hpp"

namespace xiangji::bench {

std::vector<Ratio>& ratios() {
    static std::vector<Ratio> all;
    return all;
}

namespace {

constexpr const char* kHelp =
    R"(xiangji_bench [--json FILE] [--only WORDS] [--big] [--tiny] [--list] [--benchmark_…]

  --only WORDS   figures whose name holds these words, and what they are measured against
  --list         the figures, their bars and aims
  --big          the large sizes too: minutes and gigabytes more
  --tiny         the smallest sizes: shows that everything works, the figures mean nothing
  --json FILE    writes the figures as an array of {name, value, against, bar, aim, met}

Exit: 0 where every bar was met, 1 where one was not, 2 where a figure could not be measured.
)";

Settings& mutableSettings() {
    static Settings all;
    return all;
}

std::vector<std::function<void()>>& later() {
    static std::vector<std::function<void()>> all;
    return all;
}

std::vector<std::function<void()>>& afterwards() {
    static std::vector<std::function<void()>> all;
    return all;
}

bool isWanted(const Ratio& ratio) {
    return ratio.name.find(settings().only) != std::string::npos;
}

using Group = std::set<std::string>;

/// Benchmarks that figures hold against each other. A group runs by itself: what is measured and
/// its baseline share the same minutes, and whatever else the program measures lies outside of
/// them.
std::vector<Group> groups() {
    std::vector<Group> all;
    for (const auto& ratio : ratios()) {
        if (!isWanted(ratio)) {
            continue;
        }
        Group joined{ratio.measured, ratio.baseline};
        std::erase_if(all, [&](Group& group) {
            const bool meets = group.contains(ratio.measured) || group.contains(ratio.baseline);
            if (meets) {
                joined.merge(group);
            }
            return meets;
        });
        all.push_back(std::move(joined));
    }
    return all;
}

/// Google Benchmark's filter for them.
std::string filterOf(const Group& names) {
    std::string all;
    for (const auto& name : names) {
        std::string escaped;
        for (const char c : name) {
            escaped += std::strchr(R"(\^$.|?*+()[]{})", c) == nullptr ? "" : "\\";
            escaped += c;
        }
        all += (all.empty() ? "" : "|") + escaped;
    }
    return "^(" + all + ")(/.*)?$";
}

void list() {
    for (const auto& ratio : ratios()) {
        std::printf("%-58s %s %g%s (aim %g), against: %s\n", ratio.name.c_str(),
                    ratio.faster ? ">=" : "<=", ratio.bar, ratio.unit.c_str(), ratio.aim,
                    ratio.baseline.c_str());
    }
}

/// Takes this program's own words out; what is left is Google Benchmark's. None: that was all.
std::optional<std::vector<std::string>> takeOwn(int argc, char** argv) {
    auto& settings = mutableSettings();
    std::vector<std::string> rest;
    bool listed = false;
    for (int i = 1; i < argc; ++i) {
        const std::string word = argv[i];
        if (word == "--help") {
            std::fputs(kHelp, stdout);
            return std::nullopt;
        }
        if (word == "--list") {
            listed = true;
        } else if (word == "--big") {
            settings.big = true;
        } else if (word == "--tiny") {
            settings.tiny = true;
        } else if ((word == "--only" || word == "--json") && i + 1 < argc) {
            (word == "--only" ? settings.only : settings.file) = argv[++i];
        } else {
            rest.push_back(word);
        }
    }
    for (const auto& registering : later()) {
        registering();
    }
    if (listed) {
        list();
        return std::nullopt;
    }
    return rest;
}

std::vector<std::string> wholeCommand(const std::vector<std::string>& rest) {
    // A slower minute of the machine falls on what is measured and on its baseline alike.
    std::vector<std::string> command = {"xiangji_bench", "--benchmark_report_aggregates_only=true",
                                        "--benchmark_enable_random_interleaving=true"};
    command.emplace_back(settings().tiny ? "--benchmark_repetitions=2"
                                         : "--benchmark_repetitions=7");
    if (settings().tiny) {
        command.emplace_back("--benchmark_min_time=0.001");
    }
    command.insert(command.end(), rest.begin(), rest.end());
    return command;
}

int run(std::vector<std::string> command) {
    std::vector<char*> arguments;
    for (auto& word : command) {
        arguments.push_back(word.data());
    }
    int count = static_cast<int>(arguments.size());
    benchmark::Initialize(&count, arguments.data());
    if (benchmark::ReportUnrecognizedArguments(count, arguments.data())) {
        return 2;
    }
    if (std::ranges::none_of(ratios(), isWanted)) {
        std::fprintf(stderr, "no figure's name holds \"%s\"; --list names them\n",
                     settings().only.c_str());
        return 2;
    }
    Medians medians;
    const bool narrowed = !benchmark::GetBenchmarkFilter().empty();
    if (narrowed) {
        benchmark::RunSpecifiedBenchmarks(&medians);
    } else {
        for (const auto& group : groups()) {
            benchmark::RunSpecifiedBenchmarks(&medians, filterOf(group));
            for (const auto& letGo : afterwards()) {
                letGo();
            }
        }
    }
    const int missed = report(medians, settings().file);
    bool all = true;
    for (const auto& ratio : ratios()) {
        if (!narrowed && isWanted(ratio) && !medians.valueOf(ratio)) {
            std::fprintf(stderr, "not measured: %s\n", ratio.name.c_str());
            all = false;
        }
    }
    if (!all) {
        return 2;
    }
    return settings().tiny || missed == 0 ? 0 : 1;
}

}  // namespace

const Settings& settings() {
    return mutableSettings();
}

Later::Later(std::function<void()> registering) {
    later().push_back(std::move(registering));
}

Afterwards::Afterwards(std::function<void()> letGo) {
    afterwards().push_back(std::move(letGo));
}

}  // namespace xiangji::bench

int main(int argc, char** argv) {
    const auto rest = xiangji::bench::takeOwn(argc, argv);
    return rest ? xiangji::bench::run(xiangji::bench::wholeCommand(*rest)) : 0;
}
