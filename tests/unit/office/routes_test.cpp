#include "syncd/office/routes.hpp"

#include <gtest/gtest.h>

#include <boost/json/parse.hpp>
#include <boost/json/value.hpp>

#include "tests/unit/office/small_township.hpp"

namespace xiangji::syncd {
namespace {

boost::json::value bodyOf(const Answer& answer) {
    EXPECT_EQ(answer.status, 200U) << answer.body;
    return boost::json::parse(answer.body);
}

std::vector<std::string> titlesIn(const boost::json::value& body) {
    std::vector<std::string> titles;
    for (const auto& item : body.at("items").as_array()) {
        titles.emplace_back(item.at("title").as_string());
    }
    return titles;
}

using Titles = std::vector<std::string>;

TEST(OfficeRoutes, unitsComeAsATree) {
    SmallTownship township;
    const auto body = bodyOf(township.ask("/api/units"));
    ASSERT_EQ(body.at("units").as_array().size(), 4U);
    EXPECT_EQ(body.at("units").at(1).at("parent"), township.centre.text().c_str());
}

TEST(OfficeRoutes, daysAreCutInShanghaiNotInUtc) {
    SmallTownship township;
    township.tellActivity("凌晨", "2026-06-19T00:00+08:00", township.station);
    township.tellActivity("前夜", "2026-06-18T23:59+08:00", township.station);
    township.tellActivity("当晚", "2026-06-19T23:59+08:00", township.station);
    const auto body = bodyOf(township.ask("/api/days?from=2026-06-19&to=2026-06-19"));
    EXPECT_EQ(titlesIn(body), (Titles{"当晚", "凌晨"}));
    EXPECT_EQ(body.at("byDay").at(0).at("date"), "2026-06-19");
    EXPECT_EQ(body.at("byDay").at(0).at("count"), 2);
}

TEST(OfficeRoutes, aUnitMeansEverythingBelowIt) {
    SmallTownship township;
    township.tellActivity("村里", "2026-06-19T09:00+08:00", township.station);
    township.tellActivity("别处", "2026-06-19T10:00+08:00", township.other);
    EXPECT_EQ(titlesIn(bodyOf(township.ask("/api/days?unit=360982100"))), Titles{"村里"});
    EXPECT_EQ(titlesIn(bodyOf(township.ask("/api/days?unit=" + township.centre.text()))),
              (Titles{"别处", "村里"}));
    EXPECT_EQ(township.ask("/api/days?unit=999").status, 404U);
}

TEST(OfficeRoutes, sumsCoverTheWholeSpanWhateverThePage) {
    SmallTownship township;
    for (int hour = 10; hour < 20; ++hour) {
        township.tellActivity("第" + std::to_string(hour),
                              "2026-06-19T" + std::to_string(hour) + ":00+08:00", township.station);
    }
    const auto body = bodyOf(township.ask("/api/days?skip=8&most=5"));
    EXPECT_EQ(titlesIn(body), (Titles{"第11", "第10"}));
    EXPECT_EQ(body.at("total"), 10);
    EXPECT_EQ(body.at("summary").at("activities"), 10);
    EXPECT_EQ(body.at("summary").at("people"), 100);
}

TEST(OfficeRoutes, cancelledAndVoidedActivitiesReachNobody) {
    SmallTownship township;
    auto cancelled = township.row(
        "activity", "c", township.station,
        {{"title", "取消的"}, {"beneficiaries", std::int64_t{99}}, {"status", "cancelled"}});
    auto voided = township.row(
        "activity", "v", township.station,
        {{"title", "作废的"}, {"beneficiaries", std::int64_t{99}}, {"void_reason", "重复"}});
    voided.voided = true;
    township.reader.tell(cancelled);
    township.reader.tell(voided);
    const auto body = bodyOf(township.ask("/api/days?voided=1"));
    EXPECT_EQ(body.at("total"), 2);
    EXPECT_EQ(body.at("summary").at("activities"), 1);
    EXPECT_EQ(body.at("summary").at("people"), 0);
    EXPECT_EQ(titlesIn(bodyOf(township.ask("/api/days"))), Titles{"取消的"});
}

TEST(OfficeRoutes, aLessonShowsHowManyPupilsCame) {
    SmallTownship township;
    const auto& presence = *township.catalogue.find("pupil_line")->field("present");
    township.reader.tell(township.row("tutoring_session", "lesson", township.station,
                                      {{"topic", "分数"}, {"room", "3-2"}}));
    const Value session = refTo(Id::ofHash("lesson"));
    for (const auto* name : {"present", "late", "left_early", "absent", "excused"}) {
        township.reader.tell(township.row(
            "pupil_line", name, township.station,
            {{"tutoring_session", session}, {"present", presence.choice(name)->number}}));
    }
    const auto body = bodyOf(township.ask("/api/days"));
    EXPECT_EQ(body.at("items").at(0).at("people"), 3);
    EXPECT_EQ(body.at("summary").at("pupils"), 3);
    EXPECT_NE(township.ask("/export/tutoring_session.csv").body.find("到课人数"),
              std::string::npos);
}

TEST(OfficeRoutes, bothValuesOfAConflictStandSideBySide) {
    SmallTownship township;
    township.tellActivity("端午", "2026-06-19T09:00+08:00", township.station);
    const RecordType& activity = *township.catalogue.find("activity");
    township.reader.tell(
        SeenConflict{.type = &activity,
                     .row = Id::ofHash("端午"),
                     .title = "端午",
                     .field = activity.field("place"),
                     .shown = {.value = "祠堂",
                               .authorName = "陈晓",
                               .atMs = *parseInstant("2026-06-19T10:00+08:00")},
                     .others = {{.value = "文化广场",
                                 .authorName = "李敏",
                                 .atMs = *parseInstant("2026-06-19T09:58+08:00")}}});
    const auto conflict = bodyOf(township.ask("/api/conflicts?unit=360982100")).at("items").at(0);
    EXPECT_EQ(conflict.at("fieldLabel"), "地点");
    EXPECT_EQ(conflict.at("shown").at("text"), "祠堂");
    EXPECT_EQ(conflict.at("others").at(0).at("text"), "文化广场");
    EXPECT_EQ(conflict.at("others").at(0).at("at"), "2026-06-19 09:58");
    EXPECT_TRUE(
        bodyOf(township.ask("/api/conflicts?unit=360982101")).at("items").as_array().empty());
}

TEST(OfficeRoutes, anAnswerHasATagUntilSomethingChanges) {
    SmallTownship township;
    Routes routes(township.reader, township.catalogue, township.clock, township.seat());
    Ask ask = *Ask::fromTarget("/api/days");
    ask.knownTag = routes.answer(ask).tag;
    EXPECT_EQ(routes.answer(ask).status, 304U);
    township.tellActivity("新的", "2026-06-19T09:00+08:00", township.station);
    EXPECT_EQ(routes.answer(ask).status, 200U);
    ask.knownTag = routes.answer(ask).tag;
    township.clock.now += 24 * 3600 * 1000;
    EXPECT_EQ(routes.answer(ask).status, 200U) << "a new day is a change, too";
}

TEST(OfficeRoutes, everyTypeThePageShowsHasRowsAndAnExport) {
    SmallTownship township;
    const auto types = bodyOf(township.ask("/api/catalogue")).at("types");
    for (const auto& type : types.as_array()) {
        const std::string name(type.at("name").as_string());
        EXPECT_EQ(township.ask("/api/rows/" + name + "?from=2026-01-01&to=2026-12-31").status, 200U)
            << name;
        EXPECT_EQ(township.ask("/export/" + name + ".csv").status, 200U) << name;
    }
}

TEST(OfficeRoutes, anExportIsAFileASpreadsheetReads) {
    SmallTownship township;
    township.tellActivity("=1+1", "2026-06-19T09:00+08:00", township.station);
    const Answer file =
        township.ask("/export/activity.csv?unit=360982100&from=2026-06-01&to=2026-06-30");
    EXPECT_EQ(file.mediaType, "text/csv; charset=utf-8");
    EXPECT_TRUE(file.body.starts_with("\xEF\xBB\xBF所属单位,标题,类型,"));
    EXPECT_NE(file.body.find("临江镇 · 河溪村,'=1+1,"), std::string::npos) << file.body;
    EXPECT_NE(file.body.find("2026-06-19 09:00"), std::string::npos);
    EXPECT_TRUE(file.body.ends_with("\r\n"));
    ASSERT_EQ(file.headers.size(), 1U);
    EXPECT_EQ(file.headers[0].second,
              "attachment; filename=\"activity_360982100_2026-06-01_2026-06-30.csv\"; "
              "filename*=UTF-8''%E6%B4%BB%E5%8A%A8_%E4%B8%B4%E6%B1%9F%E9%95%87_2026-06-01_2026-06-"
              "30.csv");
}

TEST(OfficeRoutes, whatIsNotThereIsSaidSo) {
    SmallTownship township;
    EXPECT_EQ(township.ask("/api/nothing").status, 404U);
    EXPECT_EQ(township.ask("/api/rows/nothing").status, 404U);
    EXPECT_EQ(township.ask("/export/activity.xlsx").status, 404U);
    EXPECT_EQ(township.ask("/../etc/passwd").status, 404U);
    EXPECT_EQ(township.ask("/api/days?from=gestern").status, 400U);
}

TEST(OfficeRoutes, thePageItselfIsInTheProgram) {
    SmallTownship township;
    EXPECT_EQ(township.ask("/").mediaType, "text/html; charset=utf-8");
    EXPECT_EQ(township.ask("/src/main.js").mediaType, "text/javascript; charset=utf-8");
    EXPECT_EQ(township.ask("/vendor/preact.js").status, 200U);
}

}  // namespace
}  // namespace xiangji::syncd
