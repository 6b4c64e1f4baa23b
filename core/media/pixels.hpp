#pragma once

#include <cstddef>
#include <vector>

namespace xiangji {

/// A picture's colours: red, green, blue, row by row from the top left.
struct Pixels {
    static constexpr int kColours = 3;

    Pixels() = default;
    Pixels(int width, int height)
        : w(width),
          h(height),
          colours(static_cast<std::size_t>(width) * static_cast<std::size_t>(height) * kColours) {}

    [[nodiscard]] const unsigned char* at(int x, int y) const {
        return colours.data() + (static_cast<std::size_t>(y) * static_cast<std::size_t>(w) +
                                 static_cast<std::size_t>(x)) *
                                    kColours;
    }
    [[nodiscard]] unsigned char* at(int x, int y) {
        return const_cast<unsigned char*>(static_cast<const Pixels&>(*this).at(x, y));
    }

    int w = 0;
    int h = 0;
    std::vector<unsigned char> colours;
};

}  // namespace xiangji
