#include <array>
#include <cstdio>

#include "core/records/festivals.hpp"
#include "core/records/set_value.hpp"
#include "tests/web/told_township.hpp"

namespace xiangji::syncd {

namespace {

constexpr const char* kTownship = "360982101";  // 永泰镇

std::string dayText(int month, int day) {
    std::array<char, 16> text{};
    std::snprintf(text.data(), text.size(), "2026-%02d-%02d", month, day);
    return text.data();
}

Value onDay(const std::string& day, const std::string& clock) {
    return ToldTownship::at(day + "T" + clock + "+08:00");
}

/// Stations of the township that most records belong to.
std::vector<std::string> villagesOf(const ToldTownship& township) {
    std::vector<std::string> villages;
    for (const auto& code : township.stationCodes()) {
        if (code.starts_with(kTownship)) {
            villages.push_back(code);
        }
    }
    return villages;
}

void tellPeople(ToldTownship& township) {
    for (const std::string name : {"陈晓", "李敏", "王𠮷", "欧阳建国"}) {
        township.tell("person", "person " + name, kTownship,
                      {{"name", name}, {"phone", "13812345678"}, {"birth", "2005-03-01"}});
    }
    township.tell("team", "team", kTownship,
                  {{"name", "永泰镇返乡大学生志愿服务队"},
                   {"leader", ToldTownship::ref("person 陈晓")},
                   {"formed_on", "2026-06-01"}});
    township.tell("child", "child", kTownship, {{"alias", "小石头"}});
    for (const auto& festival : festivals()) {
        ToldTownship::Cells cells;
        for (const auto& field : Catalogue::builtIn().find("festival")->fields) {
            if (const auto cell = festival.fields.find(field.number);
                cell != festival.fields.end()) {
                cells[field.name] = cell->second;
            }
        }
        township.tell("festival", "festival " + festival.date, "", cells, "");
    }
}

void tellLesson(ToldTownship& township, const std::string& seed, const std::string& village,
                const std::string& day, const std::string& topic, int present) {
    const Value activity = ToldTownship::ref("homework " + seed);
    township.tell("activity", "homework " + seed, village,
                  {{"title", "假期作业辅导班"},
                   {"type", township.choice("activity", "type", "homework_help")},
                   {"place", "村级活动室"},
                   {"plan_start", onDay(day, "08:30")},
                   {"plan_end", onDay(day, "11:00")},
                   {"beneficiaries", std::int64_t{present}},
                   {"status", "ended"}},
                  "李敏");
    township.tell("tutoring_session", "lesson " + seed, village,
                  {{"activity", activity},
                   {"topic", topic},
                   {"room", "3-2"},
                   {"start", onDay(day, "09:00")},
                   {"end", onDay(day, "10:30")},
                   {"tutor", ToldTownship::ref("person 李敏")},
                   {"subject", setCell({township.choice("tutoring_session", "subject", "maths")})}},
                  "李敏");
    for (int pupil = 0; pupil < present + 2; ++pupil) {
        const char* presence = pupil < present    ? "present"
                               : pupil == present ? "absent"
                                                  : "excused";
        township.tell("pupil_line", seed + " pupil " + std::to_string(pupil), village,
                      {{"tutoring_session", ToldTownship::ref("lesson " + seed)},
                       {"child", ToldTownship::ref("child")},
                       {"present", township.choice("pupil_line", "present", presence)},
                       {"feedback", "小石头今天很认真"}},
                      "李敏");
    }
}

/// The day that is looked at first.
void tellDragonBoatDay(ToldTownship& township, const std::vector<std::string>& villages) {
    const std::string day = "2026-06-19";
    const auto kind = [&](const char* name) { return township.choice("activity", "type", name); };
    township.tellInConflict("activity", "drowning", villages[0],
                            {{"title", "防溺水安全课：认识“六不”和岸上救援"},
                             {"type", kind("drowning_prevention")},
                             {"place", "赣江边老渡口，村委会门前集合"},
                             {"plan_start", onDay(day, "09:00")},
                             {"plan_end", onDay(day, "10:00")},
                             {"summary", "讲解防溺水“六不”，演示抛绳救援，发放告家长书。"},
                             {"status", "submitted"}},
                            "beneficiaries", {std::int64_t{36}, "李敏", "2026-06-19T10:12+08:00"},
                            {std::int64_t{32}, "陈晓", "2026-06-19T10:05+08:00"});
    township.tellInConflict("activity", "science", villages[1],
                            {{"title", "科普宣传：看得见的空气"},
                             {"type", kind("science_talk")},
                             {"plan_start", onDay(day, "14:00")},
                             {"plan_end", onDay(day, "15:30")},
                             {"beneficiaries", std::int64_t{24}},
                             {"status", "running"}},
                            "place", {"村小学操场", "王佳", "2026-06-19T13:40+08:00"},
                            {"文化广场", "欧阳建国", "2026-06-19T13:38+08:00"});
    township.tell(
        "activity", "festival", villages[2],
        {{"title",
          "我们的节日·端午：包粽子、挂艾草、给独居老人送香囊，邻里一起过佳节并请老支书讲龙舟往事"},
         {"type", kind("festival_event")},
         {"place", "永泰镇新时代文明实践所一楼多功能厅（原镇影剧院旁，靠近农贸市场东门）"},
         {"plan_start", onDay(day, "15:30")},
         {"plan_end", onDay(day, "17:30")},
         {"beneficiaries", std::int64_t{120}},
         {"status", "published"}},
        "欧阳建国");
    township.tell("activity", "film", villages[3],
                  {{"title", "红色电影展播《闪闪的红星》"},
                   {"type", kind("red_film")},
                   {"place", "文化广场"},
                   {"plan_start", onDay(day, "19:30")},
                   {"plan_end", onDay(day, "21:10")},
                   {"status", "draft"}});
    tellLesson(township, "0", villages[0], day, "分数的加减法，暑假作业第12—15页", 8);
    township.tellVoided("activity", "void", villages[0],
                        {{"title", "重复登记的活动"},
                         {"type", kind("health")},
                         {"plan_start", onDay(day, "08:00")},
                         {"void_reason", "与上一条重复"}});
}

/// Text that breaks pages and spreadsheets.
void tellHardText(ToldTownship& township, const std::vector<std::string>& villages) {
    const std::string day = "2026-06-17";
    const std::array<const char*, 5> titles = {
        "=HYPERLINK(\"http://example.invalid\",\"点我\")", "@SUM(A1:A9)",
        "<script>document.title='坏了'</script>", "𠮷田家的粽子 🎋👨‍👩‍👧 节",
        "逗号,引号\"和分号;都有"};
    for (std::size_t i = 0; i < titles.size(); ++i) {
        township.tell("activity", "hard " + std::to_string(i), villages[i],
                      {{"title", titles[i]},
                       {"type", township.choice("activity", "type", "theory_talk")},
                       {"place", "360982101203000001"},
                       {"plan_start", onDay(day, "1" + std::to_string(i) + ":00")},
                       {"beneficiaries", std::int64_t{7}},
                       {"summary", "第一行\n第二行"}},
                      "王𠮷");
    }
}

/// A township whose last record is a month old.
void tellQuietTownship(ToldTownship& township) {
    township.tell("activity", "quiet", "360982100",
                  {{"title", "五四青年宣讲"},
                   {"type", township.choice("activity", "type", "theory_talk")},
                   {"plan_start", onDay("2026-05-04", "09:00")}});
}

void tellRestOfMonth(ToldTownship& township, const std::vector<std::string>& villages) {
    constexpr std::array<const char*, 6> kKinds = {"theory_talk", "performance", "law",
                                                   "farm_tech",   "health",      "elder_disabled"};
    constexpr std::array<const char*, 6> kTitles = {"理论宣讲进屋场", "采茶戏下乡演出",
                                                    "民法典进村普法", "早稻田间管理指导",
                                                    "义诊与健康讲座", "慰问独居老人"};
    constexpr std::array<const char*, 4> kPlaces = {"村委会会议室", "祠堂前坪", "农家书屋",
                                                    "张家自然村晒谷场"};
    for (std::size_t i = 0; i < 290; ++i) {
        const int day = 1 + static_cast<int>(i * 7 % 18);
        const auto hour = std::to_string(10 + i % 8);
        township.tell(
            "activity", "rest " + std::to_string(i), villages[i % villages.size()],
            {{"title", std::string(kTitles[i % 6]) + "（第" + std::to_string(i + 1) + "场）"},
             {"type", township.choice("activity", "type", kKinds[i % 6])},
             {"place", kPlaces[i % 4]},
             {"plan_start", onDay(dayText(6, day), hour + ":30")},
             {"plan_end", onDay(dayText(6, day), hour + ":50")},
             {"beneficiaries", static_cast<std::int64_t>(5 + i % 40)},
             {"status", i % 3 == 0 ? "approved" : "submitted"}},
            i % 2 == 0 ? "陈晓" : "欧阳建国");
    }
    for (int day = 8; day < 13; ++day) {
        tellLesson(township, std::to_string(day), villages[1], dayText(6, day), "阅读与日记", 6);
    }
}

}  // namespace

void tellBusyJune(ToldTownship& township) {
    const auto villages = villagesOf(township);
    tellPeople(township);
    tellDragonBoatDay(township, villages);
    tellHardText(township, villages);
    tellQuietTownship(township);
    tellRestOfMonth(township, villages);
}

}  // namespace xiangji::syncd
