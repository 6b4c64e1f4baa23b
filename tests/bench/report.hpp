#pragma once

#include <benchmark/benchmark.h>

#include <map>
#include <optional>
#include <string>

#include "tests/bench/ratio.hpp"

namespace xiangji::bench {

/// Keeps the medians of each benchmark while Google Benchmark prints them.
class Medians final : public benchmark::ConsoleReporter {
 public:
    void ReportRuns(const std::vector<Run>& runs) override;

    /// None where one of the two did not run.
    [[nodiscard]] std::optional<double> valueOf(const Ratio& ratio) const;

 private:
    struct Median {
        double cpuSeconds = 0;
        double wallSeconds = 0;
        std::map<std::string, double> counters;
    };
    std::map<std::string, Median> of_;
};

/// Prints the figures that were measured, and writes them as an array of {name, value, against,
/// bar, aim, met}. The number of bars that were missed.
[[nodiscard]] int report(const Medians& medians, const std::string& file);

}  // namespace xiangji::bench
