#include "tests/bench/report.hpp"

#include <boost/json.hpp>
#include <cstdio>
#include <fstream>

namespace xiangji::bench {

void Medians::ReportRuns(const std::vector<Run>& runs) {
    for (const auto& run : runs) {
        if (run.run_type != Run::RT_Aggregate || run.aggregate_name != "median") {
            continue;
        }
        const double unit = benchmark::GetTimeUnitMultiplier(run.time_unit);
        Median& median = of_[run.run_name.function_name];
        median.cpuSeconds = run.GetAdjustedCPUTime() / unit;
        median.wallSeconds = run.GetAdjustedRealTime() / unit;
        // A benchmark that sets its own time says what it means: another process' CPU.
        if (run.run_name.time_type == "manual_time") {
            median.cpuSeconds = median.wallSeconds;
        }
        for (const auto& [name, counter] : run.counters) {
            median.counters[name] = counter.value;
        }
    }
    ConsoleReporter::ReportRuns(runs);
}

std::optional<double> Medians::valueOf(const Ratio& ratio) const {
    const auto measured = of_.find(ratio.measured);
    if (measured == of_.end()) {
        return std::nullopt;
    }
    if (ratio.of == Ratio::Of::counter) {
        const auto counter = measured->second.counters.find(ratio.counter);
        return counter == measured->second.counters.end() ? std::nullopt
                                                          : std::optional(counter->second);
    }
    const auto baseline = of_.find(ratio.baseline);
    if (baseline == of_.end()) {
        return std::nullopt;
    }
    const auto timeOf = [&](const Median& median) {
        return ratio.of == Ratio::Of::cpu ? median.cpuSeconds : median.wallSeconds;
    };
    const double over = timeOf(measured->second) / timeOf(baseline->second);
    return ratio.faster ? 1 / over : over;
}

int report(const Medians& medians, const std::string& file) {
    boost::json::array json;
    int missed = 0;
    std::printf("\n%-58s %10s %8s %8s  %-4s %s\n", "figure", "value", "bar", "aim", "met",
                "against");
    for (const auto& ratio : ratios()) {
        const auto value = medians.valueOf(ratio);
        if (!value) {
            continue;
        }
        const char* unit = ratio.unit.c_str();
        if (ratio.bar == 0) {
            std::printf("%-58s %8.3g%-2s %27s %s\n", ratio.name.c_str(), *value, unit, "",
                        ratio.baseline.c_str());
            continue;
        }
        const bool met = ratio.faster ? *value >= ratio.bar : *value <= ratio.bar;
        missed += met ? 0 : 1;
        std::printf("%-58s %8.3g%-2s %6.3g%-2s %6.3g%-2s  %-4s %s\n", ratio.name.c_str(), *value,
                    unit, ratio.bar, unit, ratio.aim, unit, met ? "yes" : "NO",
                    ratio.baseline.c_str());
        json.push_back(boost::json::object{{"name", ratio.name},
                                           {"value", *value},
                                           {"against", ratio.baseline},
                                           {"bar", ratio.bar},
                                           {"aim", ratio.aim},
                                           {"met", met}});
    }
    if (!file.empty()) {
        std::ofstream(file) << boost::json::serialize(json) << '\n';
    }
    return missed;
}

}  // namespace xiangji::bench
