#include "tests/e2e/counted_stage.hpp"

#include <cstdlib>
#include <set>
#include <string_view>

namespace xiangji::test {

boost::json::array CountedStage::atTheCentre(const Centre& where, const std::string& type,
                                             const Words& under) {
    const auto home = bareHome(under);
    home.join(where.invite("核对员", "tutor"));
    home.sync();
    return home.list(type);
}

void CountedStage::expectOnceEach(const Centre& where, const std::vector<std::string>& ids,
                                  const Words& under) {
    const auto rows = atTheCentre(where, "activity", under);
    for (const auto& id : ids) {
        EXPECT_EQ(timesIn(rows, id), 1) << id;
    }
    std::set<std::string> different;
    for (const auto& row : rows) {
        different.insert(row.at("id").as_string().c_str());
    }
    EXPECT_EQ(different.size(), rows.size()) << "a row is there twice";
}

bool mustBeComplete() {
    const char* ci = std::getenv("CI");
    return ci != nullptr && std::string_view(ci) == "true";
}

}  // namespace xiangji::test
