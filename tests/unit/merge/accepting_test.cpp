#include "core/merge/accepting.hpp"

#include <gtest/gtest.h>

#include "core/records/wire_values.hpp"

namespace xiangji {
namespace {

const Id kAsked = Id::ofHash("who the row names");
const Id kOther = Id::ofHash("a colleague");

const RecordType& typeNamed(const char* name) {
    return *Catalogue::builtIn().find(name);
}

wire::Proposal asking(const RecordType& type, const char* field, const Value& value) {
    wire::Proposal proposal;
    auto& cell = *proposal.add_cells();
    cell.set_field(type.field(field)->number);
    putValue(cell, value);
    return proposal;
}

TEST(Accepting, takesARoleThatMayWriteEachField) {
    const auto& activity = typeNamed("activity");
    const auto asked = asking(activity, "needs_insurance", std::int64_t{1});
    const std::vector<Role> clerk{ROLE_INSTITUTE_CLERK};
    const std::vector<Role> head{ROLE_STATION_HEAD};
    EXPECT_TRUE(mayAccept(clerk, activity, {}, asked, kOther));
    EXPECT_FALSE(mayAccept(head, activity, {}, asked, kOther));
    EXPECT_TRUE(
        mayAccept(head, activity, {}, asking(activity, "place", std::string("祠堂")), kOther));
    EXPECT_FALSE(
        mayAccept(clerk, activity, {{common::kVoidReason, std::string("误录")}}, asked, kOther));
}

TEST(Accepting, isNobodysForHimself) {
    const auto& grant = typeNamed("role_grant");
    const auto person = grant.field("person")->number;
    const std::vector<Role> admin{ROLE_CENTRE_ADMIN};
    const auto longer = asking(grant, "to", std::int64_t{1});
    EXPECT_FALSE(mayAccept(admin, grant, {{person, refTo(kAsked)}}, longer, kAsked));
    EXPECT_TRUE(mayAccept(admin, grant, {{person, refTo(kAsked)}}, longer, kOther));
    const auto named = asking(grant, "person", refTo(kAsked));
    EXPECT_FALSE(mayAccept(admin, grant, {{person, refTo(kOther)}}, named, kAsked));
}

}  // namespace
}  // namespace xiangji
