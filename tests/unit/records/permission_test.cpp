#include "core/records/permission.hpp"

#include <gtest/gtest.h>

namespace xiangji {
namespace {

TEST(Permission, withoutARoleNothingIsWritten) {
    const std::vector<Role> nobody;
    const std::vector<Role> unspecified = {ROLE_UNSPECIFIED};
    for (const auto& type : Catalogue::builtIn().types()) {
        for (const auto& roles : {nobody, unspecified}) {
            for (const auto verb : {Verb::insert, Verb::edit, Verb::voiding, Verb::act}) {
                EXPECT_FALSE(may(roles, type, verb)) << type.name;
            }
        }
    }
}

TEST(Permission, nobodyWritesCommonOrSystemFields) {
    std::vector<Role> everybody;
    for (int role = ROLE_VOLUNTEER; role <= ROLE_CHILD_DATA_READER; ++role) {
        everybody.push_back(static_cast<Role>(role));
    }
    for (const auto& type : Catalogue::builtIn().types()) {
        for (const auto& field : type.fields) {
            if (field.common || field.rules.system()) {
                EXPECT_FALSE(mayWrite(everybody, type, field, Verb::insert))
                    << type.name << "." << field.name;
                EXPECT_FALSE(mayWrite(everybody, type, field, Verb::edit))
                    << type.name << "." << field.name;
            }
        }
    }
}

TEST(Permission, childrenAreReadByThoseWhoTeachAndByTheOffice) {
    const auto& child = *Catalogue::builtIn().find("child");
    const std::vector<Role> volunteer = {ROLE_VOLUNTEER};
    const std::vector<Role> tutor = {ROLE_TUTOR};
    const std::vector<Role> reader = {ROLE_CHILD_DATA_READER};
    EXPECT_FALSE(may(volunteer, child, Verb::read));
    EXPECT_TRUE(may(tutor, child, Verb::read));
    EXPECT_TRUE(may(reader, child, Verb::read));
    EXPECT_FALSE(may(reader, child, Verb::edit));
}

TEST(Permission, thePeopleInTheFieldCanDoTheirDay) {
    const auto can = [](Role role, const char* name) {
        const std::vector<Role> roles = {role};
        return may(roles, *Catalogue::builtIn().find(name), Verb::insert);
    };
    for (const auto role : {ROLE_VOLUNTEER, ROLE_TEAM_LEADER, ROLE_TUTOR, ROLE_OFFICER}) {
        for (const auto* name :
             {"activity", "safety_lesson", "family_call", "film_show", "science_talk",
              "festival_event", "tutoring_session", "check_event", "signup", "media"}) {
            EXPECT_TRUE(can(role, name)) << roleName(role) << " " << name;
        }
    }
    for (const auto role : {ROLE_TEAM_LEADER, ROLE_TUTOR, ROLE_OFFICER}) {
        for (const auto* name : {"child", "guardian", "guardian_consent", "pupil_line"}) {
            EXPECT_TRUE(can(role, name)) << roleName(role) << " " << name;
        }
    }
    EXPECT_FALSE(can(ROLE_VOLUNTEER, "role_grant"));
    EXPECT_FALSE(can(ROLE_TEAM_LEADER, "unit"));
}

TEST(Permission, nobodyGivesHimselfARole) {
    const auto& grant = *Catalogue::builtIn().find("role_grant");
    const Id me = Id::ofHash("me");
    const auto about = [&](const Id& person) {
        return Fields{{grant.field("person")->number, refTo(person)},
                      {grant.field("granted_by")->number, refTo(me)}};
    };
    EXPECT_EQ(needsSecondPerson(grant, about(me), me), grant.field("person"));
    EXPECT_EQ(needsSecondPerson(grant, about(Id::ofHash("another")), me), nullptr);
    EXPECT_EQ(needsSecondPerson(grant, {}, me), nullptr);
    EXPECT_EQ(needsSecondPerson(grant, about(Id{}), Id{}), nullptr) << "nobody is no person";
    const auto& signup = *Catalogue::builtIn().find("signup");
    EXPECT_EQ(needsSecondPerson(signup, {{signup.field("person")->number, refTo(me)}}, me), nullptr)
        << "who signs up names himself";
}

TEST(Permission, ofAChildWithoutConsentItsTitleAloneShows) {
    const auto& child = *Catalogue::builtIn().find("child");
    const auto& consent = *child.field("consent_state");
    const auto hidden = [&](const char* state, const char* said) {
        Fields fields{{common::kStatus, std::string(state)}};
        if (said != nullptr) {
            fields[consent.number] = consent.choice(said)->number;
        }
        return showsTitleOnly(child, fields);
    };
    for (const auto* state : {"draft", "left"}) {
        EXPECT_TRUE(hidden(state, nullptr)) << state;
        EXPECT_FALSE(hidden(state, "given")) << state;
    }
    EXPECT_TRUE(hidden("consent_pending", "given")) << "DOMAIN 3.3: the alias alone";
    EXPECT_FALSE(hidden("active", nullptr)) << "to admit says that there is consent";
    EXPECT_FALSE(hidden("active", "given"));
    EXPECT_TRUE(hidden("anonymised", "given"));
    for (const auto* said : {"none", "refused", "withdrawn"}) {
        for (const auto* state : {"draft", "active", "left"}) {
            EXPECT_TRUE(hidden(state, said)) << state << " " << said;
        }
    }
}

TEST(Permission, isDeniedUnlessNamed) {
    const auto& type = *Catalogue::builtIn().find("activity");
    const std::vector<Role> nobody;
    const std::vector<Role> auditor = {ROLE_AUDITOR};
    const std::vector<Role> volunteer = {ROLE_VOLUNTEER};
    const std::vector<Role> clerk = {ROLE_INSTITUTE_CLERK};
    EXPECT_FALSE(may(nobody, type, Verb::insert));
    EXPECT_FALSE(may(auditor, type, Verb::edit));
    EXPECT_TRUE(mayWrite(volunteer, type, *type.field("title"), Verb::edit));
    EXPECT_TRUE(mayWrite(volunteer, type, *type.field("org"), Verb::insert));
    EXPECT_FALSE(mayWrite(volunteer, type, *type.field("org"), Verb::edit));
    EXPECT_TRUE(mayWrite(clerk, type, *type.field("org"), Verb::edit));
    EXPECT_FALSE(mayWrite(clerk, type, *type.field("backfilled"), Verb::edit));
    EXPECT_FALSE(mayWrite(clerk, type, *type.field("status"), Verb::edit));
    EXPECT_TRUE(mayAct(volunteer, type, *type.action("submit")));
    EXPECT_FALSE(mayAct(volunteer, type, *type.action("approve")));
    EXPECT_TRUE(mayAct(clerk, type, *type.action("approve")));
    const auto early = requireAction(type, "draft", "approve");
    ASSERT_FALSE(early);
    EXPECT_NE(early.error().detail.find("submit"), std::string::npos);
}

}  // namespace
}  // namespace xiangji
