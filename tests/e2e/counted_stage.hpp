#pragma once

#include "tests/e2e/stage.hpp"

namespace xiangji::test {

/// A township whose rows are counted at the end: what was promised is there, and once.
class CountedStage : public Stage {
 protected:
    /// What a fresh phone finds at a centre, which is the centre's own rows.
    /// `under`: where that phone lives.
    [[nodiscard]] boost::json::array atTheCentre(const Centre& where, const std::string& type,
                                                 const Words& under = {});
    [[nodiscard]] boost::json::array atTheCentre(const std::string& type) {
        return atTheCentre(centre(), type);
    }
    /// Every one of these activities is at the centre once, and none there is twice.
    void expectOnceEach(const Centre& where, const std::vector<std::string>& ids,
                        const Words& under = {});
    void expectOnceEach(const std::vector<std::string>& ids) { expectOnceEach(centre(), ids); }
};

/// What only root may do. Where tests must be complete (CI=true) its lack is a failure, elsewhere a
/// skip.
[[nodiscard]] bool mustBeComplete();
#define NEEDS_ROOT_FOR(possible, what)                                          \
    if (!(possible)) {                                                          \
        if (::xiangji::test::mustBeComplete()) {                                \
            FAIL() << (what) << " is not possible here: run the tests as root"; \
        }                                                                       \
        GTEST_SKIP() << (what) << " needs root";                                \
    }

}  // namespace xiangji::test
