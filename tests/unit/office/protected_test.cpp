#include <gtest/gtest.h>

#include <boost/json/object.hpp>
#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>

#include "tests/unit/office/small_township.hpp"

namespace xiangji::syncd {
namespace {

namespace json = boost::json;

struct ProtectedPage : ::testing::Test, SmallTownship {
    Id xiaobao = Id::ofHash("xiaobao");
    Id pending = Id::ofHash("pending");
    Routes routes{reader, catalogue, clock, seat()};

    void SetUp() override {
        for (const auto* name : {"xiaobao", "pending"}) {
            const std::string state = name == std::string("pending") ? "consent_pending" : "active";
            reader.tell(row("child", name, station,
                            {{"alias", "xs1.小宝贝儿"},
                             {"real_name", "xs1.欧阳零"},
                             {"birth_year", std::int64_t{2016}},
                             {"status", state}}));
        }
    }
    json::value get(const std::string& target) {
        const auto answer = routes.answer(*Ask::fromTarget(target));
        EXPECT_EQ(answer.status, 200U) << answer.body;
        return json::parse(answer.body);
    }
    Answer post(json::object body, const std::string& target = "/api/open") {
        Ask ask = *Ask::fromTarget(target);
        ask.posted = true;
        ask.body = json::serialize(body);
        return routes.answer(ask);
    }
    json::object opening(const Id& row, std::initializer_list<json::value_ref> fields) {
        return {{"token", get("/api/protected").at("token")},
                {"type", "child"},
                {"row", row.text()},
                {"fields", json::array(fields)},
                {"who", "王芳"},
                {"reason", "联系监护人"}};
    }
};

TEST_F(ProtectedPage, listsShowWhatMayBeOpenedAndNoValue) {
    const auto answer = routes.answer(*Ask::fromTarget("/api/protected?type=child"));
    for (const auto* value : {"小宝贝儿", "欧阳零"}) {
        EXPECT_EQ(answer.body.find(value), std::string::npos) << value << " in " << answer.body;
    }
    const auto body = json::parse(answer.body);
    EXPECT_EQ(body.at("total"), 2);
    for (const auto& item : body.at("items").as_array()) {
        EXPECT_EQ(item.at("title"), "小***");
        const bool waits = item.at("id") == json::string(pending.text());
        EXPECT_EQ(item.at("fields").as_array().size(), waits ? 1U : 3U);
    }
    EXPECT_TRUE(noted.empty()) << "nothing was opened";
}

/// Does not say how much of its rows others see.
struct ForgetfulReader : ToldReader {
    Result<std::vector<SeenRow>> rows(const RecordType& type, const RowsWanted& wanted) override {
        std::vector<SeenRow> bare;
        XIANGJI_LET(told, ToldReader::rows(type, wanted));
        for (const auto& row : told) {
            bare.push_back({.type = row.type, .id = row.id, .fields = row.fields});
        }
        return bare;
    }
};

TEST_F(ProtectedPage, whereAReaderDoesNotSayHowMuchOthersSeeOnlyTheTitleOpens) {
    ForgetfulReader forgetful;
    forgetful.tell(
        row("child", "xiaobao", station,
            {{"alias", "xs1.小宝贝儿"}, {"birth_year", std::int64_t{2016}}, {"status", "active"}}));
    const auto answer = Routes(forgetful, catalogue, clock, seat())
                            .answer(*Ask::fromTarget("/api/protected?type=child"));
    EXPECT_EQ(json::parse(answer.body).at("items").at(0).at("fields"), json::array{"alias"});
}

TEST_F(ProtectedPage, aTitleThatCannotBeOpenedHereIsNotShown) {
    auto closed = seat();
    closed.unseal = {};
    Routes without{reader, catalogue, clock, closed};
    const auto answer = without.answer(*Ask::fromTarget("/api/protected?type=child"));
    ASSERT_EQ(answer.status, 200U);
    EXPECT_EQ(answer.body.find("xs1."), std::string::npos) << answer.body;
    const auto body = json::parse(answer.body);
    for (const auto& item : body.at("items").as_array()) {
        EXPECT_EQ(item.at("title"), "");
    }
}

TEST_F(ProtectedPage, aValueIsShownOnceItIsNotedWhoAsksAndWhy) {
    const auto answer = post(opening(xiaobao, {"real_name", "birth_year"}));
    ASSERT_EQ(answer.status, 200U) << answer.body;
    EXPECT_EQ(json::parse(answer.body).at("values").at("real_name"), "欧阳零");
    EXPECT_EQ(json::parse(answer.body).at("values").at("birth_year"), "2016");
    EXPECT_TRUE(answer.tag.empty()) << "it is never kept";
    ASSERT_EQ(noted.size(), 1U);
    EXPECT_EQ(noted[0].who, "王芳");
    EXPECT_EQ(noted[0].reason, "联系监护人");
    EXPECT_EQ(noted[0].type, "child");
    EXPECT_EQ(noted[0].row, xiaobao);
    EXPECT_EQ(noted[0].fields, "real_name, birth_year");
    EXPECT_EQ(noted[0].door, "office");
}

TEST_F(ProtectedPage, sealedNumbersChoicesAndSwitchesOpenInWords) {
    reader.tell(row("child", "ciqi", station,
                    {{"alias", "xs1.次七"},
                     {"birth_year", "xs1.2015"},
                     {"grade", "xs1.3"},
                     {"sex", "xs1.1"},
                     {"left_behind", "xs1.0"},
                     {"status", "active"}}));
    const auto answer =
        post(opening(Id::ofHash("ciqi"), {"birth_year", "grade", "sex", "left_behind"}));
    ASSERT_EQ(answer.status, 200U) << answer.body;
    const auto values = json::parse(answer.body).at("values");
    EXPECT_EQ(values.at("birth_year"), "2015");
    EXPECT_EQ(values.at("grade"), "3");
    EXPECT_EQ(values.at("sex"), "女");
    EXPECT_EQ(values.at("left_behind"), "否");
    reader.tell(
        row("child", "broken", station,
            {{"alias", "xs1.坏的"}, {"birth_year", "xs1.no number"}, {"status", "active"}}));
    const auto broken = post(opening(Id::ofHash("broken"), {"birth_year"}));
    EXPECT_NE(broken.status, 200U);
    EXPECT_EQ(broken.body.find("no number"), std::string::npos) << "no value stands in an error";
}

TEST_F(ProtectedPage, columnsOfPhonesListsThatLieSealedOpenHereToo) {
    reader.tell(row("guardian", "mother", station,
                    {{"guardian_name", "xs1.王妈妈"}, {"relation", "xs1.2"}}));
    reader.tell(row("guardian_consent", "paper", station,
                    {{"child", refTo(xiaobao)}, {"method", "xs1.4"}}));
    reader.tell(row("family_call", "call", station,
                    {{"child", refTo(xiaobao)}, {"relative", "xs1.2"}, {"minutes", "xs1.35"}}));
    // As a syncd of before wrote it.
    reader.tell(row("family_call", "older", station,
                    {{"child", refTo(xiaobao)}, {"minutes", std::int64_t{35}}}));
    const auto opened = [&](const char* type, const char* id, const char* field) {
        auto asked = opening(Id::ofHash(id), {field});
        asked["type"] = type;
        const auto answer = post(asked);
        EXPECT_EQ(answer.status, 200U) << answer.body;
        return std::string(json::parse(answer.body).at("values").at(field).as_string());
    };
    EXPECT_EQ(opened("guardian", "mother", "relation"), "母亲");
    EXPECT_EQ(opened("guardian_consent", "paper", "method"), "电话回访");
    EXPECT_EQ(opened("family_call", "call", "relative"), "母亲");
    EXPECT_EQ(opened("family_call", "call", "minutes"), "35");
    EXPECT_EQ(opened("family_call", "older", "minutes"), "35");
    EXPECT_EQ(noted.size(), 5U);
}

TEST_F(ProtectedPage, withoutALineNothingIsShownOrExported) {
    noteFault = Error{Fault::diskFull, "the disk is full"};
    const auto answer = post(opening(xiaobao, {"real_name"}));
    EXPECT_EQ(answer.status, 503U);
    EXPECT_EQ(answer.body.find("欧阳零"), std::string::npos);
    tellActivity("防溺水", "2026-06-19T09:00+08:00", station);
    const auto file = routes.answer(*Ask::fromTarget("/export/activity.csv"));
    EXPECT_EQ(file.status, 503U);
    EXPECT_EQ(file.body.find("防溺水"), std::string::npos);
}

TEST_F(ProtectedPage, anExportLeavesALineWithItsRows) {
    tellActivity("防溺水", "2026-06-19T09:00+08:00", station);
    EXPECT_EQ(routes.answer(*Ask::fromTarget("/export/activity.csv?who=%E7%8E%8B%E8%8A%B3")).status,
              200U);
    ASSERT_EQ(noted.size(), 1U);
    EXPECT_EQ(noted[0].act, "exported");
    EXPECT_EQ(noted[0].who, "王芳");
    EXPECT_EQ(noted[0].type, "activity");
    EXPECT_EQ(noted[0].rows, 1U);
}

TEST_F(ProtectedPage, ofAChildWithoutConsentOnlyTheAliasOpens) {
    EXPECT_EQ(post(opening(pending, {"alias"})).status, 200U);
    EXPECT_EQ(post(opening(pending, {"alias", "birth_year"})).status, 403U);
    EXPECT_EQ(post(opening(pending, {"real_name"})).status, 403U);
    EXPECT_EQ(noted.size(), 1U) << "what is refused is not read";
}

TEST_F(ProtectedPage, onlyThePageItselfOpens) {
    auto foreign = opening(xiaobao, {"real_name"});
    foreign["token"] = "guessed";
    EXPECT_EQ(post(foreign).status, 403U);
    EXPECT_EQ(post(opening(xiaobao, {"real_name"}), "/api/units").status, 404U);
    EXPECT_EQ(routes.answer(*Ask::fromTarget("/api/open")).status, 404U);
    EXPECT_TRUE(noted.empty());
}

TEST_F(ProtectedPage, whatIsNotProtectedOrNotThereIsRefused) {
    EXPECT_EQ(post(opening(xiaobao, {"home_org"})).status, 400U);
    EXPECT_EQ(post(opening(xiaobao, {})).status, 400U);
    EXPECT_EQ(post(opening(Id::ofHash("nobody"), {"alias"})).status, 404U);
    Ask ask = *Ask::fromTarget("/api/open");
    ask.posted = true;
    ask.body = "no json";
    EXPECT_EQ(routes.answer(ask).status, 400U);
}

}  // namespace
}  // namespace xiangji::syncd
