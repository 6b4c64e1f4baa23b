// What a person may get wrong: one clear line, a non-zero exit, and nothing lost or changed.
#include <fstream>

#include "tests/e2e/stage.hpp"

namespace xiangji::test {

namespace json = boost::json;

namespace {

struct Mistake {
    Words words;
    const char* mention;  ///< what the line must name
    int exit = 1;
};

}  // namespace

class BadInput : public Stage {};

TEST_F(BadInput, aMistakeInACommandIsOneLineAndChangesNothing) {
    const auto home = phone("李明");
    const auto id = home.add("activity", activity("端午科普"));
    const auto rows = home.listText("activity");
    const Words add = {"add", "activity"};
    const auto adding = [&](const Words& fields) {
        Words words = add;
        words.insert(words.end(), fields.begin(), fields.end());
        return words;
    };
    const std::vector<Mistake> mistakes = {
        {{"add", "activty", "title=ab"}, "did you mean activity"},
        {{"describe", "home_visit"}, "home_visit"},
        {adding(activity("科普", {"plase=村口"})), "place"},
        {adding(activity("科普", {"type=cinema"})), "type"},
        {adding({"title=科普", "type=law", "org=999999999"}), "999999999"},
        {adding({"title=科普", "type=lawn", "org=360982100"}), "law"},
        {adding({"title=科普", "org=360982100"}), "type"},
        {adding(activity("科")), "title"},
        {adding(activity("补录一场")), "补录"},
        {adding(activity(std::string(61 * 3, 'x'))), "60"},
        {adding(activity("科普", {"beneficiaries=many"})), "beneficiaries"},
        {adding(activity("科普", {"beneficiaries=-1"})), "beneficiaries"},
        {adding(activity("科普", {"plan_start=yesterday"})), "plan_start"},
        {adding(activity("科普", {"status=approved"})), "status"},
        {adding(activity("科普", {"title=又一个"})), "title"},
        {adding(activity("科普", {"place"})), "place"},
        {adding(activity("科普", {"place=\xff\xfe"})), "place"},
        {adding({"@/nowhere/rows.json"}), "/nowhere/rows.json"},
        {adding({"@/"}), "a folder"},
        {{"add", "person", "name=不认识"}, "role"},
        {{"edit", "activity", id, "plase=村口"}, "place"},
        {{"edit", "activity", id, "org=360982101"}, "org"},
        {{"edit", "activity", "00000000-0000-7000-8000-000000000000", "place=村口"}, "0000"},
        {{"edit", "activity", "12345678", "place=村口"}, "12345678"},
        {{"edit", "activity", "abc", "place=村口"}, "abc"},
        {{"act", "activity", id, "approve"}, "approve"},
        {{"act", "activity", id, "celebrate"}, "celebrate"},
        {{"act", "activity", id, "cancel"}, "reason"},
        {{"void", "activity", id, "--reason", ""}, "reason"},
        {{"list", "activity", "--where", "colour=red"}, "colour"},
        {{"show", "activity", "00000000-0000-7000-8000-000000000000"}, "0000"},
        {{"join", "大家好，明天见"}, "invitation"},
        {{"add", "activity", "--nonsense"}, "--help", 2},
        {{"dance"}, "--help", 2},
        {{"void", "activity", id}, "--help", 2},
        {{"--wait", "-3", "status"}, "--help", 2},
    };
    for (const auto& mistake : mistakes) {
        const auto ended = home.run(mistake.words);
        EXPECT_TRUE(failedClearly(ended, mistake.exit, "xiangji", mistake.mention))
            << testing::PrintToString(mistake.words);
    }
    EXPECT_EQ(home.listText("activity"), rows);
    EXPECT_EQ(home.status().at("unsent").to_number<int>(), 1);
}

TEST_F(BadInput, withoutAHomeOnlyTheCatalogueAnswers) {
    EXPECT_EQ(runProgram({XIANGJI_BIN, "types"}).exit, 0);
    EXPECT_EQ(runProgram({XIANGJI_BIN, "describe", "activity", "--json"}).exit, 0);
    EXPECT_TRUE(
        failedClearly(runProgram({XIANGJI_BIN, "list", "activity"}), 2, "xiangji", "--home"));
}

TEST_F(BadInput, aHomeThatCannotBeLookedIntoIsNotTakenForNone) {
    const auto loop = folder() / "loop";
    std::filesystem::create_symlink(loop, loop);
    EXPECT_TRUE(failedClearly(runProgram({XIANGJI_BIN, "--home", loop.string(), "status"}), 1,
                              "xiangji", "cannot be opened"));
}

TEST_F(BadInput, ofManyRowsInOneFileAllOrNoneAreAdded) {
    const auto home = phone("李明");
    const auto file = folder() / "rows.json";
    const auto write = [&](const std::string& text) {
        std::ofstream(file, std::ios::binary) << text;
        return "@" + file.string();
    };
    const std::string row = R"({"title":"科普","type":"science_talk","org":"360982100"})";
    const std::string wrong = R"({"title":"科普","type":"science_talk","org":"1"})";
    EXPECT_TRUE(failedClearly(home.run({"add", "activity", write("[" + row + "," + wrong + "]")}),
                              1, "xiangji", "row 2"));
    EXPECT_TRUE(
        failedClearly(home.run({"add", "activity", write("[" + row)}), 1, "xiangji", "not JSON"));
    EXPECT_TRUE(failedClearly(home.run({"add", "activity", write("[3]")}), 1, "xiangji", "row 1"));
    EXPECT_TRUE(home.list("activity").empty());
    EXPECT_TRUE(home.addAll("activity", {write("[]")}).empty());
    EXPECT_EQ(home.status().at("unsent").to_number<int>(), 0);
    EXPECT_EQ(home.addAll("activity", {write("[" + row + "," + row + "," + row + "]")}).size(), 3U);
    EXPECT_EQ(home.status().at("unsent").to_number<int>(), 1) << "one transaction, one envelope";
    EXPECT_EQ(home.addAll("activity", {"@-"}, row).size(), 1U);
    EXPECT_EQ(home.list("activity").size(), 4U);
}

TEST_F(BadInput, valuesAreTakenAsPeopleWriteThem) {
    const auto home = phone("李明");
    const auto id = home.add(
        "activity",
        activity("端午科普",
                 {"plan_start=2026-06-19T09:00+08:00", "plan_end=1781838000000", "beneficiaries=40",
                  "director_present=yes", "service_target=minors,elders", "lat=-1"}));
    const auto row = home.row("activity", id.substr(0, 13));
    EXPECT_EQ(row.at("plan_start").to_number<std::int64_t>(), 1'781'830'800'000);
    EXPECT_EQ(row.at("plan_end").to_number<std::int64_t>(), 1'781'838'000'000);
    EXPECT_TRUE(row.at("director_present").as_bool());
    EXPECT_EQ(json::serialize(row.at("service_target")), R"(["minors","elders"])");
    EXPECT_EQ(row.at("type").as_string(), "science_talk");
    EXPECT_TRUE(row.at("summary").is_null());
    const auto count = [&](const Words& where) {
        Words words = {"list", "activity", "--json", "--where"};
        words.insert(words.end(), where.begin(), where.end());
        return json::parse(home.run(words).out).as_array().size();
    };
    EXPECT_EQ(count({"type=science_talk", "beneficiaries=40"}), 1U);
    EXPECT_EQ(count({"service_target=elders"}), 1U);
    EXPECT_EQ(count({"service_target=minors,elders"}), 1U);
    EXPECT_EQ(count({"service_target=elders,disabled"}), 0U);
    EXPECT_EQ(count({"type=law"}), 0U);
    home.edit("activity", id, {"place=村口"});
    home.edit("activity", id, {"place="});
    EXPECT_TRUE(home.row("activity", id).at("place").is_null());
}

}  // namespace xiangji::test
