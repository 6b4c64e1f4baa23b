#include "core/records/catalogue.hpp"

#include <gtest/gtest.h>

#include <map>
#include <set>

#include "core/records/festivals.hpp"
#include "core/records/permission.hpp"

namespace xiangji {
namespace {

TEST(Catalogue, theNumbersOfTheFirstDayStay) {
    const auto& catalogue = Catalogue::builtIn();
    TypeNumber number = 0;
    for (const auto* name : {"unit",
                             "person",
                             "role_grant",
                             "device",
                             "festival",
                             "campaign",
                             "team",
                             "membership",
                             "activity",
                             "signup",
                             "check_event",
                             "service_record",
                             "child",
                             "guardian",
                             "guardian_consent",
                             "tutoring_session",
                             "pupil_line",
                             "safety_lesson",
                             "family_call",
                             "film_show",
                             "science_talk",
                             "festival_event",
                             "media"}) {
        ASSERT_NE(catalogue.find(name), nullptr) << name;
        EXPECT_EQ(catalogue.find(name)->number, ++number) << name;
    }
}

// What hurts most where a phone's file is read: sealed, or it stands here with its reason.
TEST(Catalogue, sensitiveFieldsAreSealedUnlessTheyStandHere) {
    const std::string rule = "who may see a photo is decided by it, at the centre";
    const std::map<std::string, std::string> open{
        {"child.consent_state", "its lifecycle shows a child whole or by its title, by it"},
        {"guardian_consent.signed_ms", "the time of its row; " + rule},
        {"guardian_consent.scope", rule + "; a set"},
        {"guardian_consent.refused", rule},
        {"guardian_consent.withdrawn_ms", rule},
        {"pupil_line.present", "sums count it, in SQL"},
    };
    std::set<std::string> found;
    for (const auto& type : Catalogue::builtIn().types()) {
        for (const auto& field : type.fields) {
            const auto name = type.name + "." + field.name;
            if (field.common || field.kind == Kind::reference ||
                field.rules.privacy() != PRIVACY_SENSITIVE) {
                EXPECT_FALSE(field.rules.sealed()) << name << " is not sensitive";
                continue;
            }
            EXPECT_NE(field.rules.sealed(), open.contains(name)) << name;
            found.insert(name);
        }
    }
    for (const auto& [name, reason] : open) {
        EXPECT_TRUE(found.contains(name)) << name << " (" << reason << ") is none";
    }
}

TEST(Catalogue, everySensitiveTextIsSealed) {
    for (const auto& type : Catalogue::builtIn().types()) {
        for (const auto& field : type.fields) {
            if (field.kind == Kind::text && field.rules.privacy() == PRIVACY_SENSITIVE) {
                EXPECT_TRUE(field.common || field.rules.sealed()) << type.name << "." << field.name;
            }
        }
    }
}

TEST(Catalogue, whatListsAndTitlesShowIsReadByWhoeverReadsTheRow) {
    std::size_t sealed = 0;
    for (const auto& type : Catalogue::builtIn().types()) {
        for (const auto& field : type.fields) {
            if (!field.rules.sealed() || !isListed(type, field)) {
                continue;
            }
            ++sealed;
            const std::set<int> readers(field.rules.readers().begin(), field.rules.readers().end());
            EXPECT_FALSE(type.rules.read().empty()) << type.name << "." << field.name;
            for (const int reader : type.rules.read()) {
                EXPECT_TRUE(readers.contains(reader)) << type.name << "." << field.name;
            }
        }
    }
    EXPECT_GE(sealed, 7U) << "what a child and a guardian are called, and columns of four types";
}

// SQL orders, finds and dates rows by what it can read; what everybody is told is not sealed.
TEST(Catalogue, whatIsSealedIsNoKeyNoTimeAndNoPublicColumn) {
    for (const auto& type : Catalogue::builtIn().types()) {
        const std::set<std::string> keys(type.rules.natural_key().begin(),
                                         type.rules.natural_key().end());
        for (const auto& field : type.fields) {
            const bool open = field.rules.office_column() > 0 || field.name == type.rules.when() ||
                              keys.contains(field.name);
            EXPECT_FALSE(open && field.rules.sealed()) << type.name << "." << field.name;
        }
    }
}

TEST(Catalogue, activityKindsAreTheDomains) {
    std::vector<std::string> names;
    for (const auto& choice : Catalogue::builtIn().find("activity")->field("type")->choices) {
        names.push_back(choice.name);
    }
    EXPECT_EQ(names, (std::vector<std::string>{
                         "theory_talk", "performance", "law", "farm_tech", "health", "child_care",
                         "elder_disabled", "drowning_prevention", "homework_help", "family_call",
                         "red_film", "science_talk", "festival_event"}));
}

TEST(Catalogue, unknownNamesGetASuggestion) {
    const auto type = Catalogue::builtIn().require("activty");
    ASSERT_FALSE(type);
    EXPECT_NE(type.error().detail.find("did you mean activity"), std::string::npos)
        << type.error().detail;
    const auto field = requireField(*Catalogue::builtIn().find("activity"), "titel");
    ASSERT_FALSE(field);
    EXPECT_NE(field.error().detail.find("title"), std::string::npos);
    EXPECT_FALSE(roleNamed("king"));
    EXPECT_EQ(roleName(*roleNamed("team_leader")), "team_leader");
}

TEST(Catalogue, fieldsAboutChildrenAreSensitiveAsAWhole) {
    for (const auto* name :
         {"child", "guardian", "guardian_consent", "pupil_line", "family_call"}) {
        for (const auto& field : Catalogue::builtIn().find(name)->fields) {
            EXPECT_TRUE(field.common || field.rules.privacy() == PRIVACY_SENSITIVE)
                << name << "." << field.name;
        }
    }
}

TEST(NaturalId, isTheSameForTheSameKeysAlone) {
    const auto& type = *Catalogue::builtIn().find("pupil_line");
    SystemRandom random;
    const Id session = Id::uuid7(1, random);
    const Id child = Id::uuid7(2, random);
    const FieldNumber first = type.field("tutoring_session")->number;
    const FieldNumber second = type.field("child")->number;
    EXPECT_EQ(*naturalId(type, {{first, refTo(session)}, {second, refTo(child)}}),
              *naturalId(type, {{second, refTo(child)}, {first, refTo(session)}}));
    EXPECT_NE(*naturalId(type, {{first, refTo(session)}, {second, refTo(child)}}),
              *naturalId(type, {{first, refTo(child)}, {second, refTo(session)}}));
    EXPECT_FALSE(naturalId(type, {{first, refTo(session)}}));
}

TEST(Festivals, areTheTablesFortyNine) {
    EXPECT_EQ(festivals().size(), 49U);
    EXPECT_EQ(festivalOn("2026-06-19")->kind, "dragon_boat");
    EXPECT_EQ(festivalOn("2027-02-06")->kind, "spring_festival");
    EXPECT_EQ(festivalOn("2030-02-03")->kind, "spring_festival");
    EXPECT_EQ(festivalOn("2027-02-07"), nullptr);
    EXPECT_EQ(nextFestival("2026-06-20")->kind, "qixi");
    EXPECT_EQ(nextFestival("2031-01-01"), nullptr);
}

}  // namespace
}  // namespace xiangji
