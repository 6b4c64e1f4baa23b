#include "core/records/row_scope.hpp"

#include <gtest/gtest.h>

#include <map>

namespace xiangji {
namespace {

const Id kLinjiang = Id::ofHash("临江镇");
const Id kYongtai = Id::ofHash("永泰镇");
const RecordType& typeNamed(const char* name) {
    return *Catalogue::builtIn().find(name);
}

struct Stated {
    wire::Scope scope;

    Stated& level(std::uint32_t level) {
        scope.set_level(level);
        return *this;
    }
    Stated& part(const std::vector<const char*>& types, const std::vector<Id>& units) {
        auto& part = *scope.add_parts();
        for (const auto* type : types) {
            part.add_types(typeNamed(type).number);
        }
        for (const auto& unit : units) {
            part.add_units(unit.bytes());
        }
        return *this;
    }
    operator RowScope() const { return *RowScope::read(scope.SerializeAsString()); }  // NOLINT
};

std::size_t typesIn(const std::vector<wire::ScopePart>& parts) {
    std::size_t count = 0;
    for (const auto& part : parts) {
        count += static_cast<std::size_t>(part.types_size());
    }
    return count;
}

TEST(RowScope, coversATypeAtAUnitOrWhateverTheUnit) {
    const RowScope scope = Stated().part({"unit"}, {}).part({"activity", "team"}, {kLinjiang});
    EXPECT_TRUE(scope.covers(typeNamed("unit").number, kYongtai));
    EXPECT_TRUE(scope.covers(typeNamed("team").number, kLinjiang));
    EXPECT_FALSE(scope.covers(typeNamed("team").number, kYongtai));
    EXPECT_FALSE(scope.covers(typeNamed("child").number, kLinjiang));
    EXPECT_FALSE(RowScope().covers(typeNamed("unit").number, kLinjiang))
        << "nothing covers nothing";
}

TEST(RowScope, whoFirstTellsWhatIsOpenBringsAnewWhatMayHide) {
    const RowScope before =
        Stated().level(2).part({"unit"}, {}).part({"activity", "child"}, {kLinjiang});
    auto stated = Stated().level(2).part({"unit"}, {}).part({"activity", "child"}, {kLinjiang});
    stated.scope.set_tells_open(true);
    const RowScope after = stated;
    const auto entered = after.entered(before, Catalogue::builtIn());
    ASSERT_EQ(typesIn(entered), 1U) << "an activity hides nothing";
    EXPECT_EQ(entered[0].types(0), typeNamed("child").number);
    EXPECT_TRUE(after.entered(after, Catalogue::builtIn()).empty());
}

TEST(RowScope, whatEnteredIsWhatWasNotThereBefore) {
    const RowScope before = Stated().level(1).part({"unit"}, {}).part({"activity"}, {kLinjiang});
    const RowScope after =
        Stated().level(1).part({"unit"}, {}).part({"activity", "child"}, {kLinjiang, kYongtai});
    const auto entered = after.entered(before, Catalogue::builtIn());
    ASSERT_EQ(entered.size(), 2U);
    std::map<std::uint32_t, int> unitsOf;
    for (const auto& part : entered) {
        for (const auto type : part.types()) {
            unitsOf[type] = part.units_size();
        }
    }
    EXPECT_EQ(unitsOf[typeNamed("activity").number], 1) << "one more unit";
    EXPECT_EQ(unitsOf[typeNamed("child").number], 2) << "a new type in both";
    EXPECT_TRUE(after.entered(after, Catalogue::builtIn()).empty());
    EXPECT_EQ(typesIn(after.entered(RowScope(), Catalogue::builtIn())), 3U);
}

TEST(RowScope, whatIsStillToBeReadShrinksWithTheScope) {
    const RowScope wanted = Stated().part({"unit"}, {}).part({"activity"}, {kLinjiang, kYongtai});
    const RowScope now = Stated().part({"unit"}, {}).part({"activity", "team"}, {kYongtai});
    const auto left = now.within(wanted);
    ASSERT_EQ(typesIn(left), 2U);
    for (const auto& part : left) {
        if (part.types(0) == typeNamed("activity").number) {
            ASSERT_EQ(part.units_size(), 1);
            EXPECT_EQ(part.units(0), kYongtai.bytes());
        }
    }
}

TEST(RowScope, bytesThatAreNoneAreToldApartFromNothing) {
    EXPECT_FALSE(RowScope::read("\xff\xff nonsense"));
    wire::Scope odd;
    auto& part = *odd.add_parts();
    part.add_types(1);
    part.add_units("short");
    EXPECT_FALSE(RowScope::read(odd.SerializeAsString()));
    ASSERT_TRUE(RowScope::read(""));
    EXPECT_TRUE(RowScope::read("")->empty());
}

}  // namespace
}  // namespace xiangji
