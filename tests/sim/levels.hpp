#pragma once

#include "tests/support/levels.hpp"

namespace xiangji::sim {

/// What the centre knows at last: the record types of this program and what the next schema level
/// brings.
[[nodiscard]] inline const Catalogue& centreCatalogue() {
    return test::catalogueLater(1);
}

/// What a centre knows before and after its update.
[[nodiscard]] inline const Catalogue& centreCatalogue(bool updated) {
    return test::catalogueLater(updated ? 1 : 0);
}

/// The apps of these worlds: the first seals less, the last knows what the next level brings.
enum class App { sealsLess, before, newest };

[[nodiscard]] inline const Catalogue& phoneCatalogue(App app) {
    return test::catalogueLater(static_cast<int>(app) - static_cast<int>(App::before));
}
[[nodiscard]] inline App after(App app) {
    return app == App::sealsLess ? App::before : App::newest;
}

}  // namespace xiangji::sim
