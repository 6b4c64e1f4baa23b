// Figures as ratios against a baseline of the same run: absolute times don't repeat, ratios do.
// xiangji_bench [FILE.json] [--benchmark_…]
#include <benchmark/benchmark.h>

#include <boost/json.hpp>
#include <cstdio>
#include <fstream>
#include <iostream>
#include <map>

#include "tests/bench/ratio.hpp"

namespace xiangji::bench {

std::vector<Ratio>& ratios() {
    static std::vector<Ratio> all;
    return all;
}

namespace {

constexpr const char* kRepetitions = "--benchmark_repetitions=7";

/// Keeps the median CPU time of each benchmark.
class Medians final : public benchmark::ConsoleReporter {
 public:
    void ReportRuns(const std::vector<Run>& runs) override {
        for (const auto& run : runs) {
            if (run.run_type == Run::RT_Aggregate && run.aggregate_name == "median") {
                cpu[run.run_name.function_name] = run.GetAdjustedCPUTime();
            }
        }
        ConsoleReporter::ReportRuns(runs);
    }
    std::map<std::string, double> cpu;
};

int report(const Medians& medians, const char* file) {
    boost::json::array json;
    bool all = true;
    std::printf("\n%-44s %8s %8s %8s  %s\n", "figure", "value", "bar", "aim", "met");
    for (const auto& ratio : ratios()) {
        const auto measured = medians.cpu.find(ratio.measured);
        const auto baseline = medians.cpu.find(ratio.baseline);
        if (measured == medians.cpu.end() || baseline == medians.cpu.end()) {
            continue;
        }
        const double value = ratio.faster ? baseline->second / measured->second
                                          : measured->second / baseline->second;
        const bool met = ratio.faster ? value >= ratio.bar : value <= ratio.bar;
        all = all && met;
        std::printf("%-44s %7.2fx %7.2fx %7.2fx  %s\n", ratio.name.c_str(), value, ratio.bar,
                    ratio.aim, met ? "yes" : "NO");
        json.push_back(boost::json::object{{"name", ratio.name},
                                           {"value", value},
                                           {"against", ratio.baseline},
                                           {"bar", ratio.bar},
                                           {"aim", ratio.aim},
                                           {"met", met}});
    }
    if (file != nullptr) {
        std::ofstream(file) << boost::json::serialize(json) << '\n';
    }
    return all ? 0 : 1;
}

}  // namespace
}  // namespace xiangji::bench

int main(int argc, char** argv) {
    const char* file = argc > 1 && argv[1][0] != '-' ? argv[1] : nullptr;
    std::vector<char*> arguments = {argv[0], const_cast<char*>(xiangji::bench::kRepetitions),
                                    const_cast<char*>("--benchmark_report_aggregates_only=true")};
    arguments.insert(arguments.end(), argv + (file == nullptr ? 1 : 2), argv + argc);
    int count = static_cast<int>(arguments.size());
    benchmark::Initialize(&count, arguments.data());
    xiangji::bench::Medians medians;
    benchmark::RunSpecifiedBenchmarks(&medians);
    return xiangji::bench::report(medians, file);
}
