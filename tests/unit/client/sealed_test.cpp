// Sealed fields from one phone over the centre to another: nothing of them in any file on the way.
#include <gtest/gtest.h>

#include <algorithm>
#include <iterator>
#include <map>

#include "core/client/bundle_file.hpp"
#include "core/records/permission.hpp"
#include "core/records/value_text.hpp"
#include "core/records/wire_values.hpp"
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
        return tutor->add("child", {{"alias", "小宝"},
                                    {"real_name", kCanary},
                                    {"allergies", kOther},
                                    {"consent_state", "given"}});
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
    EXPECT_NE(filesWith("临江镇"), std::vector<std::string>{})
        << "the search itself can find things";
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
            EXPECT_EQ(entry.fields.at(child().field("real_name")->number),
                      Value(std::string("•••")))
                << "that it was written is told";
        }
        rest({tutor.get()});
    }
    rest({other.get()});
    const auto history = (*other)->history(child(), id);
    ASSERT_TRUE(history);
    ASSERT_EQ(history->entries.size(), 1U);
    EXPECT_FALSE(history->entries.front().fields.contains(child().field("real_name")->number))
        << "nor that, to whom it does not go";
}

TEST_F(Sealed, whoMayNotReadTheRowReadsNoTitle) {
    auto student = town.phone("赵雷", "volunteer");
    const Id id = add();
    rest({tutor.get(), student.get()});
    EXPECT_EQ((*student)->titleOf(child(), id), "");
    EXPECT_FALSE((*student)->row(child(), id));
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
    EXPECT_TRUE(mayPropose(roles, child(), *child().field("village")));
    EXPECT_FALSE(mayPropose(roles, child(), *child().field("grade")));
    EXPECT_FALSE(mayPropose(roles, child(), *child().field("real_name")));
}

TEST_F(Sealed, keepTheirLimits) {
    EXPECT_THROW(tutor->add("child", {{"alias", "小宝"}, {"real_name", std::string(41, 'x')}}),
                 std::runtime_error);
    EXPECT_THROW(tutor->add("child", {{"alias", "小宝"}, {"birth_year", "1999"}}),
                 std::runtime_error);
    EXPECT_THROW(tutor->add("child", {{"alias", "小宝"}, {"sex", "neither"}}), std::runtime_error);
}

TEST_F(Sealed, numbersChoicesAndSwitchesComeBackAsTheyWereGiven) {
    const Id id = tutor->add("child", {{"alias", "小宝"},
                                       {"birth_year", "2016"},
                                       {"sex", "female"},
                                       {"left_behind", "yes"},
                                       {"consent_state", "given"}});
    const auto expect = [&](const Phone& phone, const char* year, const char* sex) {
        EXPECT_EQ(phone.text("child", id, "birth_year"), year);
        EXPECT_EQ(phone.text("child", id, "sex"), sex);
        EXPECT_EQ(phone.text("child", id, "left_behind"), "是");
    };
    expect(*tutor, "2016", "女");
    rest({tutor.get(), other.get()});
    expect(*tutor, "2016", "女");
    expect(*other, "2016", "女");
    other->edit("child", id, {{"birth_year", "2015"}, {"sex", ""}});
    rest({other.get(), tutor.get()});
    expect(*tutor, "2015", "");
    const auto rows = (*tutor)->list(child(), {});
    ASSERT_TRUE(rows);
    for (const auto* field : {"birth_year", "left_behind"}) {
        EXPECT_EQ(rows->front().fields.at(child().field(field)->number), Value(std::string("•••")));
    }
    tutor->edit("child", id, {{"birth_year", "2015"}, {"left_behind", "yes"}});
    EXPECT_EQ((*tutor)->status()->unsent, 0U) << "the same values again change nothing";
}

TEST_F(Sealed, equalNumbersOfTwoPeopleAreNoConflictAndDifferentOnesAreSettled) {
    const Id id = tutor->add("child", {{"alias", "小宝"}, {"consent_state", "given"}});
    rest({tutor.get(), other.get()});
    tutor->edit("child", id, {{"birth_year", "2016"}, {"sex", "male"}});
    town.clock.advance(1000);
    other->edit("child", id, {{"birth_year", "2016"}, {"sex", "female"}});
    rest({tutor.get(), other.get()});
    auto conflicts = (*tutor)->conflicts();
    ASSERT_TRUE(conflicts);
    ASSERT_EQ(conflicts->size(), 1U);
    const auto& conflict = conflicts->front();
    EXPECT_EQ(conflict.field->name, "sex");
    EXPECT_EQ(display(*conflict.field, conflict.shown.value, true), "女");
    EXPECT_EQ(display(*conflict.field, conflict.other.value, true), "男");
    ASSERT_TRUE((*tutor)->write({Settle{.type = &child(),
                                        .id = id,
                                        .field = conflict.field->number,
                                        .value = conflict.other.value}}));
    rest({tutor.get(), other.get()});
    EXPECT_EQ((*other)->conflicts()->size(), 0U);
    EXPECT_EQ(other->text("child", id, "sex"), "男");
    EXPECT_EQ(other->text("child", id, "birth_year"), "2016");
}

TEST_F(Sealed, anUndoGivesBackWhatStoodThere) {
    const Id id = tutor->add("child", {{"alias", "小宝"},
                                       {"real_name", kCanary},
                                       {"birth_year", "2016"},
                                       {"left_behind", "no"},
                                       {"consent_state", "given"}});
    rest({tutor.get(), reader.get()});
    tutor->edit(
        "child", id,
        {{"real_name", "欧阳错"}, {"birth_year", "2017"}, {"left_behind", ""}, {"sex", "male"}});
    const auto undone = (*tutor)->undo();
    ASSERT_TRUE(undone) << undone.error().detail;
    rest({tutor.get(), reader.get()});
    for (const auto* phone : {tutor.get(), reader.get()}) {
        EXPECT_EQ(shown(*phone, id, "real_name"), kCanary);
        EXPECT_EQ(phone->text("child", id, "birth_year"), "2016");
        EXPECT_EQ(phone->text("child", id, "left_behind"), "否");
        EXPECT_EQ(phone->text("child", id, "sex"), "");
    }
}

namespace {

/// A number as it lies in a row of SQLite.
std::string inRow(std::int64_t number) {
    std::string bytes;
    for (int shift = 40; shift >= 0; shift -= 8) {
        bytes.push_back(static_cast<char>(number >> shift));
    }
    return bytes.substr(bytes.find_first_not_of('\0'));
}

/// In a message of protobuf, whose cells say of what kind they are.
std::string inMessage(std::int64_t number, FieldNumber field = 0) {
    wire::Cell cell;
    cell.set_field(field);
    cell.set_integer(number);
    return cell.SerializeAsString();
}

}  // namespace

TEST_F(Sealed, numbersLeaveNothingInAnyFileOnTheirWay) {
    constexpr std::int64_t kFetchedMs = 1'781'913'577'123;
    constexpr std::int64_t kVerifiedMs = 1'781'913'599'321;
    constexpr std::int64_t kTakenMs = 1'781'913'611'987;  // open: what can be found at all
    constexpr std::int64_t kLat = 289'000'123;
    constexpr std::int64_t kLng = 1'157'003'459;
    constexpr std::int64_t kMinutes = 587;
    auto clerk = town.phone("赵雷", "institute_clerk");
    rest({tutor.get(), clerk.get()});
    tutor->links.offline = true;
    const Id lesson = tutor->add(
        "activity", {{"title", "假期作业辅导"}, {"type", "homework_help"}, {"org", "360982100"}});
    const Id session = tutor->add("tutoring_session", {{"activity", lesson.text()}});
    const Id pupil = tutor->add("child", {{"alias", "小宝"}, {"birth_year", "2016"}});
    const Id line = tutor->add("pupil_line", {{"tutoring_session", session.text()},
                                              {"child", pupil.text()},
                                              {"picked_up_ms", std::to_string(kFetchedMs)},
                                              {"progress", "金丝雀进度"},
                                              {"homework_done", "yes"}});
    const Id call = tutor->add("family_call", {{"activity", lesson.text()},
                                               {"child", pupil.text()},
                                               {"minutes", std::to_string(kMinutes)}});
    const auto check = [&](const char* type, const Id& row, const char* field) {
        return tutor->text(type, row, field);
    };
    const Id came = tutor->add("check_event", {{"activity", lesson.text()},
                                               {"person", (*tutor)->me().person.text()},
                                               {"kind", "in"},
                                               {"dev_ms", std::to_string(kTakenMs)},
                                               {"method", "self_gps"},
                                               {"lat", std::to_string(kLat)},
                                               {"lng", std::to_string(kLng)}});
    ASSERT_TRUE((*tutor)->saveDraft("pupil_line", std::to_string(kFetchedMs)));
    ASSERT_TRUE(writeBundleFile(**tutor, town.folder.path() / "waiting.xjb"));
    tutor->links.offline = false;
    clerk->add("guardian_consent", {{"child", pupil.text()},
                                    {"method", "call_back"},
                                    {"verified_ms", std::to_string(kVerifiedMs)}});
    rest({tutor.get(), clerk.get(), other.get()});
    tutor->edit("pupil_line", line, {{"picked_up_ms", std::to_string(kFetchedMs + 1)}});
    rest({tutor.get(), clerk.get(), other.get()});
    static_cast<void>(town.backup("night"));
    EXPECT_EQ(other->text("pupil_line", line, "progress"), "金丝雀进度");
    EXPECT_EQ(clerk->text("check_event", came, "lat"), std::to_string(kLat));
    EXPECT_EQ(check("check_event", came, "lng"), std::to_string(kLng));
    EXPECT_EQ(other->text("family_call", call, "minutes"), std::to_string(kMinutes));
    for (auto* phone : {tutor.get(), clerk.get(), other.get()}) {
        phone->client.reset();
    }
    std::vector<std::string> canaries{"金丝雀进度", inRow(kLat) + inRow(kLng)};
    for (const auto number : {kFetchedMs, kFetchedMs + 1, kVerifiedMs, kLat, kLng}) {
        canaries.push_back(std::to_string(number));
        canaries.push_back(inMessage(number));
    }
    for (const auto number : {kFetchedMs, kFetchedMs + 1, kVerifiedMs}) {
        canaries.push_back(inRow(number));
    }
    const auto minutes = Catalogue::builtIn().find("family_call")->field("minutes")->number;
    canaries.push_back(inMessage(kMinutes, minutes));
    for (const auto& canary : canaries) {
        EXPECT_EQ(filesWith(canary), std::vector<std::string>{}) << canary;
        EXPECT_EQ(test::filesWith(clerk->home, canary), std::vector<std::string>{}) << canary;
    }
    for (const auto& open : {inRow(kTakenMs), inMessage(kTakenMs)}) {
        EXPECT_NE(filesWith(open), std::vector<std::string>{}) << "the search can find numbers";
    }
}

}  // namespace xiangji::test
