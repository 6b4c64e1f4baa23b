#pragma once

#include <string>
#include <vector>

namespace xiangji::bench {

/// One figure: what a benchmark took over what its baseline took, both measured in this run; the
/// median of its repetitions. Lower is better unless `faster`.
struct Ratio {
    /// What of a benchmark's run is looked at. `wall` is its manual time where it sets one.
    enum class Of { cpu, wall, counter };

    std::string name;
    std::string measured;  ///< benchmark's name
    std::string baseline;  ///< the other's; of a counter, in words what it is held against
    double bar = 0;        ///< 0 = none: printed beside the others, to say where their time goes
    double aim = 0;
    bool faster = false;  ///< the ratio is baseline ÷ measured: how much faster
    Of of = Of::cpu;
    std::string counter;  ///< of `measured`: is itself the figure (bytes, MB, a ratio)
    std::string unit = "x";
};

/// Every figure of the program; each file of this folder adds its own.
std::vector<Ratio>& ratios();

struct Added {
    explicit Added(Ratio ratio) { ratios().push_back(std::move(ratio)); }
};

}  // namespace xiangji::bench
