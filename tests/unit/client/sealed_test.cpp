// Sealed fields from one phone over the centre to another: nothing of them in any file on the way.
#include <gtest/gtest.h>

#include <algorithm>
#include <iterator>

#include "core/client/bundle_file.hpp"
#include "core/records/permission.hpp"
#include "tests/support/files_with.hpp"
#include "tests/unit/client/phones.hpp"

namespace xiangji::test {

namespace {

constexpr const char* kCanary = "金丝雀真名欧阳零";
constexpr const char* kOther = "金丝雀过敏花生";
constexpr const char* kPhone = "13900007788";

const RecordType& child() {
    return *Catalogue::builtIn().find("child");
}

struct Sealed : testing::Test {
    Township town;
    std::unique_ptr<Phone> tutor = town.phone("李明", "tutor");
    std::unique_ptr<Phone> reader = town.phone("陈静", "child_data_reader");
    std::unique_ptr<Phone> other = town.phone("王小明", "tutor");

    Id add() const {
        return tutor->add("child",
                          {{"alias", "小宝"}, {"real_name", kCanary}, {"allergies", kOther}});
    }
    static std::string shown(const Phone& phone, const Id& id, const char* field) {
        const auto row = phone->row(child(), id);
        if (!row || !row->fields.contains(child().field(field)->number)) {
            return "";
        }
        return std::get<std::string>(row->fields.at(child().field(field)->number));
    }
    /// Files below the township and its phones that hold these bytes.
    std::vector<std::string> filesWith(std::string_view bytes) const {
        auto found = test::filesWith(town.folder.path(), bytes);
        for (const auto* phone : {tutor.get(), reader.get(), other.get()}) {
            std::ranges::move(test::filesWith(phone->home, bytes), std::back_inserter(found));
        }
        return found;
    }
};

}  // namespace

TEST_F(Sealed, areReadByTheirAuthorAndWhoMayAndByNobodyElse) {
    const Id id = add();
    EXPECT_EQ(shown(*tutor, id, "real_name"), kCanary);
    rest({tutor.get(), reader.get(), other.get()});
    EXPECT_EQ(tutor->text("child", id, "alias"), "小宝");
    EXPECT_EQ(shown(*tutor, id, "real_name"), kCanary) << "after the centre's row has come back";
    EXPECT_EQ(shown(*reader, id, "real_name"), kCanary);
    EXPECT_EQ(shown(*reader, id, "allergies"), kOther);
    EXPECT_EQ(other->text("child", id, "alias"), "小宝");
    EXPECT_EQ(shown(*other, id, "real_name"), "");
}

TEST_F(Sealed, leaveNothingInAnyFileOnTheirWay) {
    tutor->links.offline = true;
    const Id id = add();
    ASSERT_TRUE((*tutor)->saveDraft("child", std::string("{\"real_name\":\"") + kCanary + "\"}"));
    ASSERT_TRUE(writeBundleFile(**tutor, town.folder.path() / "waiting.xjb"));
    const Id mother = tutor->add("guardian", {{"guardian_name", "王妈妈"}, {"phone", kPhone}});
    tutor->add("guardian_consent", {{"child", id.text()},
                                    {"guardian_name", "金丝雀签字人"},
                                    {"phone", kPhone},
                                    {"method", "call_back"}});
    EXPECT_EQ(filesWith(kCanary), std::vector<std::string>{});
    tutor->links.offline = false;
    rest({tutor.get(), reader.get(), other.get()});
    tutor->edit("child", id, {{"real_name", std::string(kCanary) + "改"}});
    rest({tutor.get(), reader.get()});
    EXPECT_EQ(shown(*reader, id, "real_name"), std::string(kCanary) + "改");
    EXPECT_EQ(other->text("guardian", mother, "phone"), kPhone) << "who teaches may call her";
    EXPECT_EQ((*tutor)->draft("child").valueOr({}).value_or(""),
              std::string("{\"real_name\":\"") + kCanary + "\"}");
    for (auto* phone : {tutor.get(), reader.get(), other.get()}) {
        phone->client.reset();
    }
    EXPECT_EQ(filesWith(kCanary), std::vector<std::string>{});
    EXPECT_EQ(filesWith(kOther), std::vector<std::string>{});
    EXPECT_EQ(filesWith(kPhone), std::vector<std::string>{});
    EXPECT_EQ(filesWith("金丝雀签字人"), std::vector<std::string>{});
    EXPECT_NE(filesWith("小宝"), std::vector<std::string>{}) << "the search itself can find things";
}

TEST_F(Sealed, standMaskedInListsAndHistories) {
    const Id id = add();
    const auto rows = (*tutor)->list(child(), {});
    ASSERT_TRUE(rows);
    EXPECT_EQ(std::get<std::string>(rows->front().fields.at(child().field("real_name")->number)),
              "•••");
    for (int time = 0; time < 2; ++time) {  // as this phone wrote it, then as the centre has it
        const auto history = (*tutor)->history(child(), id);
        ASSERT_TRUE(history);
        for (const auto& entry : history->entries) {
            for (const auto& [number, value] : entry.fields) {
                EXPECT_NE(value, Value(std::string(kCanary)));
            }
        }
        rest({tutor.get()});
    }
}

TEST_F(Sealed, savingTheSameTextAgainChangesNothing) {
    const Id id = add();
    rest({tutor.get(), reader.get()});
    tutor->edit("child", id, {{"real_name", kCanary}});
    EXPECT_EQ((*tutor)->status()->unsent, 0U);
}

TEST_F(Sealed, equalTextsOfTwoPeopleAreNoConflictAndDifferentOnesAre) {
    const Id id = add();
    auto second = town.phone("周芳", "child_data_reader");
    auto helper = town.phone("赵雷", "institute_clerk");
    rest({tutor.get(), second.get(), helper.get()});
    tutor->edit("child", id, {{"real_name", "欧阳一"}});
    helper->edit("child", id, {{"real_name", "欧阳一"}});
    rest({tutor.get(), helper.get()});
    EXPECT_EQ((*tutor)->status()->conflicts, 0U);
    tutor->edit("child", id, {{"real_name", "欧阳二"}});
    helper->edit("child", id, {{"real_name", "欧阳三"}});
    rest({tutor.get(), helper.get(), second.get()});
    const auto conflicts = (*tutor)->conflicts();
    ASSERT_TRUE(conflicts);
    ASSERT_EQ(conflicts->size(), 1U);
    EXPECT_NE(conflicts->front().shown.value, conflicts->front().other.value);
    EXPECT_EQ(filesWith("欧阳二"), std::vector<std::string>{});
}

TEST_F(Sealed, aConflictOfThemIsSettledAndStaysSealed) {
    const Id id = add();
    auto clerk = town.phone("赵雷", "institute_clerk");
    rest({tutor.get(), reader.get(), clerk.get()});
    tutor->edit("child", id, {{"real_name", "欧阳二"}});
    clerk->edit("child", id, {{"real_name", "欧阳三"}});
    rest({tutor.get(), clerk.get(), reader.get()});
    ASSERT_EQ((*tutor)->conflicts()->size(), 1U);
    ASSERT_TRUE((*tutor)->write({Settle{.type = &child(),
                                        .id = id,
                                        .field = child().field("real_name")->number,
                                        .value = std::string("欧阳二")}}));
    EXPECT_EQ((*tutor)->conflicts()->size(), 0U);
    rest({tutor.get(), clerk.get(), reader.get()});
    EXPECT_EQ((*reader)->conflicts()->size(), 0U);
    EXPECT_EQ(shown(*tutor, id, "real_name"), "欧阳二");
    EXPECT_EQ(shown(*reader, id, "real_name"), "欧阳二");
    EXPECT_EQ(filesWith("欧阳二"), std::vector<std::string>{});
}

TEST_F(Sealed, nobodyMayProposeThem) {
    const std::vector<Role> roles{ROLE_INSTITUTE_CLERK, ROLE_TUTOR, ROLE_CENTRE_ADMIN};
    EXPECT_TRUE(mayPropose(roles, child(), *child().field("alias")));
    EXPECT_FALSE(mayPropose(roles, child(), *child().field("real_name")));
}

TEST_F(Sealed, ofAChildWithoutConsentOthersSeeOnlyWhatItIsCalled) {
    const Id id = tutor->add(
        "child",
        {{"alias", "小宝"}, {"real_name", kCanary}, {"grade", "3"}, {"birth_year", "2016"}});
    const auto act = [&](const char* action) {
        ASSERT_TRUE((*tutor)->write({Act{.type = &child(), .id = id, .action = action}}));
        rest({tutor.get(), reader.get(), other.get()});
    };
    act("ask");
    for (const auto* phone : {tutor.get(), reader.get(), other.get()}) {
        const auto rows = (*phone)->list(child(), {});
        ASSERT_TRUE(rows);
        ASSERT_EQ(rows->size(), 1U);
        for (const auto& [number, value] : rows->front().fields) {
            EXPECT_TRUE(number < common::kFirstOwn || number == child().field("alias")->number)
                << number;
        }
    }
    const auto grade = child().field("grade")->number;
    const auto historyHasGrade = [&](const Phone& phone) {
        const auto history = *phone->history(child(), id);
        return std::ranges::any_of(history.entries,
                                   [&](const auto& entry) { return entry.fields.contains(grade); });
    };
    for (const auto* phone : {reader.get(), other.get()}) {
        EXPECT_FALSE((*phone)->row(child(), id)->fields.contains(grade)) << "it never came there";
        EXPECT_FALSE(historyHasGrade(*phone));
    }
    EXPECT_TRUE((*tutor)->row(child(), id)->fields.contains(grade));
    EXPECT_EQ(shown(*tutor, id, "real_name"), kCanary) << "who wrote it still has it";
    EXPECT_EQ(shown(*reader, id, "real_name"), "");
    act("admit");
    EXPECT_EQ(shown(*reader, id, "real_name"), kCanary) << "with consent it comes";
    EXPECT_TRUE((*other)->list(child(), {})->front().fields.contains(grade));
    EXPECT_TRUE(historyHasGrade(*other));
}

TEST_F(Sealed, whatOthersHadOfADraftOfAChildLeavesThemUntilThereIsConsent) {
    const Id id = tutor->add("child", {{"alias", "小宝"}, {"grade", "3"}});
    rest({tutor.get(), other.get()});
    ASSERT_EQ(other->text("child", id, "grade"), "3");
    ASSERT_TRUE((*tutor)->write({Act{.type = &child(), .id = id, .action = "ask"}}));
    rest({tutor.get(), other.get()});
    EXPECT_EQ(other->text("child", id, "grade"), "");
    other->edit("child", id, {{"alias", "小宝贝"}});
    rest({other.get(), tutor.get()});
    EXPECT_EQ(tutor->text("child", id, "grade"), "3") << "what others do not see they do not empty";
    EXPECT_EQ(tutor->text("child", id, "alias"), "小宝贝");
}

TEST_F(Sealed, keepTheirLimits) {
    EXPECT_THROW(tutor->add("child", {{"alias", "小宝"}, {"real_name", std::string(41, 'x')}}),
                 std::runtime_error);
}

}  // namespace xiangji::test
