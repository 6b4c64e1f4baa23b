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

/// What a phone knows before and after the update of its app.
[[nodiscard]] inline const Catalogue& phoneCatalogue(bool updated) {
    return test::catalogueLater(updated ? 1 : 0);
}

}  // namespace xiangji::sim
