#pragma once

#include <gtest/gtest.h>

#include "core/records/validate.hpp"
#include "tests/unit/client/level_centre.hpp"

namespace xiangji::test {

/// The program of the first level, the one before titles were sealed, the one before other columns
/// were, and this one.
inline constexpr int kFirst = -3;
inline constexpr int kTitlesOpen = -2;
inline constexpr int kColumnsOpen = -1;
inline constexpr int kNow = 0;

/// A township of an older program with two phones, and the update of it.
struct Updated : testing::Test {
    Updated(int before, int after)
        : after(after),
          centre(before),
          old(centre.phone("陈静", before, "tutor")),
          other(centre.phone("李明", before, "tutor")) {}

    void updateCentre() {
        centre.updateTo(after);
        for (auto* phone : {old.get(), other.get()}) {
            phone->links.moveTo(*centre.desk);
        }
    }
    void everythingAddsUp() const {
        const auto report = must(centre.desk->audit({}));
        for (const auto& finding : report.findings) {
            ADD_FAILURE() << finding.type << ": " << finding.what;
        }
        EXPECT_EQ(report.unreplayable, 0U);
    }
    [[nodiscard]] Value atCentre(const char* type, const Id& row, const char* field) const {
        const auto& record = *catalogueLater(after).find(type);
        const auto rows = must(centre.central->reader().rows(record, {.row = row, .most = 1}));
        return rows.at(0).fields.at(record.field(field)->number);
    }

    int after;
    LevelCentre centre;
    std::unique_ptr<LevelPhone> old;
    std::unique_ptr<LevelPhone> other;
};

inline bool isSealed(const Value& value) {
    const auto* text = std::get_if<std::string>(&value);
    return text != nullptr && isSealedText(*text);
}

}  // namespace xiangji::test
