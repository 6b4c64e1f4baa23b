#pragma once

#include <string>
#include <vector>

namespace xiangji::bench {

/// One figure: a benchmark's CPU time over its baseline's, both measured in this run. Lower is
/// better unless `faster`.
struct Ratio {
    std::string name;
    std::string measured;  ///< benchmark's name
    std::string baseline;  ///< the other's
    double bar = 0;
    double aim = 0;
    bool faster = false;  ///< the ratio is baseline ÷ measured: how much faster
};

/// Every figure of the program; each file of this folder adds its own.
std::vector<Ratio>& ratios();

struct Added {
    explicit Added(Ratio ratio) { ratios().push_back(std::move(ratio)); }
};

}  // namespace xiangji::bench
