#pragma once

#include <cstddef>
#include <functional>
#include <string>

namespace xiangji::bench {

/// How large a run is. `tiny` only shows that everything works; its figures mean nothing.
struct Settings {
    bool big = false;
    bool tiny = false;
    std::string only;  ///< a part of a figure's name; empty = all figures
    std::string file;  ///< where the figures go as JSON; empty = nowhere

    [[nodiscard]] std::size_t size(std::size_t usual, std::size_t tinyOne) const {
        return tiny ? tinyOne : usual;
    }
};

[[nodiscard]] const Settings& settings();

/// What a figure's benchmarks share between their repetitions goes once all of them have run: the
/// next figure's find memory as if they were alone.
struct Afterwards {
    explicit Afterwards(std::function<void()> letGo);
};

/// Benchmarks that depend on the settings: `registering` runs once they are known, before any
/// benchmark.
struct Later {
    explicit Later(std::function<void()> registering);
};

}  // namespace xiangji::bench
