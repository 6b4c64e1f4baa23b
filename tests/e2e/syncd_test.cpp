// The daemon's command line, as syncd/README.md has it.
#include <csignal>
#include <fstream>

#include "tests/e2e/stage.hpp"

namespace xiangji::test {

namespace json = boost::json;

class SyncdCommands : public Stage {};

TEST_F(SyncdCommands, initPrintsThePinAndMakesOneTownshipOnly) {
    const auto data = folder() / "new";
    const Words init = {SYNCD_BIN, "init", "--data", data.string(), "--units", XIANGJI_UNITS_CSV};
    const auto first = runProgram(init);
    EXPECT_EQ(first.exit, 0) << first.err;
    EXPECT_EQ(first.out.size(), 65U) << "64 hexadecimal digits and a line's end: " << first.out;
    EXPECT_EQ(first.out.find_first_not_of("0123456789abcdef\n"), std::string::npos);
    EXPECT_TRUE(failedClearly(runProgram(init), 1, "syncd", data.string()));
    EXPECT_EQ(runProgram({SYNCD_BIN, "status", "--data", data.string()}).exit, 0);
}

TEST_F(SyncdCommands, initNamesTheWrongLineOfAUnitFileAndMakesNothing) {
    const auto file = folder() / "units.csv";
    std::ofstream(file) << "area_code,name,parent_code,kind\n360982,樟树市,,centre\n"
                           "360982001,淦阳街道,999999,institute\n";
    const auto data = folder() / "new";
    const auto ended =
        runProgram({SYNCD_BIN, "init", "--data", data.string(), "--units", file.string()});
    EXPECT_TRUE(failedClearly(ended, 1, "syncd", "3"));
    EXPECT_FALSE(std::filesystem::exists(data));
    EXPECT_TRUE(failedClearly(
        runProgram({SYNCD_BIN, "init", "--data", data.string(), "--units", "/nowhere.csv"}), 1,
        "syncd", "/nowhere.csv"));
}

TEST_F(SyncdCommands, serveSaysOnOneLineWhereItIs) {
    EXPECT_TRUE(centre().address().starts_with("127.0.0.1:"));
    EXPECT_TRUE(centre().officeAddress().starts_with("127.0.0.1:"));
    EXPECT_NE(centre().address(), "127.0.0.1:0");
}

TEST_F(SyncdCommands, aPortInUseIsNamedAndTheOneWhoHasItGoesOn) {
    const auto home = phone("李明");
    const auto other = folder() / "other";
    ASSERT_EQ(
        runProgram({SYNCD_BIN, "init", "--data", other.string(), "--units", XIANGJI_UNITS_CSV})
            .exit,
        0);
    const auto serve = [&](const std::string& listen, const std::string& office) {
        return runProgram({SYNCD_BIN, "serve", "--data", other.string(), "--listen", listen,
                           "--office", office, "--log-level", "error"});
    };
    EXPECT_TRUE(
        failedClearly(serve(centre().address(), "127.0.0.1:0"), 1, "syncd", centre().address()));
    EXPECT_TRUE(failedClearly(serve("127.0.0.1:0", centre().officeAddress()), 1, "syncd",
                              centre().officeAddress()));
    home.sync();
}

TEST_F(SyncdCommands, aFolderIsServedOnceOnly) {
    (void)centre();
    EXPECT_TRUE(
        failedClearly(centre().run({"serve", "--listen", "127.0.0.1:0", "--office", "127.0.0.1:0"}),
                      1, "syncd", ""));
}

TEST_F(SyncdCommands, wrongArgumentsAreOneLine) {
    (void)centre();
    const auto wrong = [&](const Words& words, const std::string& mention) {
        EXPECT_TRUE(failedClearly(centre().run(words), 1, "syncd", mention))
            << testing::PrintToString(words);
    };
    wrong({"invite", "--unit", "111", "--role", "tutor", "--name", "王"}, "111");
    wrong({"invite", "--unit", kUnit, "--role", "king", "--name", "王"}, "king");
    wrong({"invite", "--unit", kUnit, "--role", "tutor", "--name", "王", "--uses", "0"}, "uses");
    wrong({"invite", "--unit", kUnit, "--role", "tutor", "--name", "王", "--hours", "-1"}, "hours");
    wrong({"invite", "--unit", kUnit, "--role", "tutor", "--name", ""}, "name");
    wrong({"invite", "--unit", kUnit, "--role", "tutor", "--name", " \t"}, "name");
    wrong({"invite", "--unit", kUnit, "--role", "tutor", "--name", "王\n芳"}, "one line");
    wrong({"invite", "--unit", kUnit, "--role", "tutor", "--name", "\xff\xfe"}, "UTF-8");
    wrong({"device", "confirm", "00000000-0000-7000-8000-000000000000"}, "");
    wrong({"dance"}, "--help");
    EXPECT_TRUE(failedClearly(runProgram({SYNCD_BIN, "status", "--data", "/nowhere"}), 1, "syncd",
                              "/nowhere"));
}

TEST_F(SyncdCommands, inviteAndStatusWorkWhileServeRunsAndWhileItDoesNot) {
    const auto home = phone("李明");
    (void)home.add("activity", activity("端午科普"));
    home.sync();
    const auto running = centre().status();
    EXPECT_EQ(running.at("rows").at("activity").to_number<int>(), 1);
    EXPECT_EQ(running.at("devices").as_array().size(), 1U);
    EXPECT_TRUE(running.at("oldestUnsynced").is_null());
    EXPECT_EQ(running.at("quarantine").to_number<int>(), 0);
    EXPECT_EQ(home.status().at("cursor"), running.at("lsn")) << "at rest the cursor is at the head";
    EXPECT_EQ(home.status().at("epoch"), running.at("epoch"));
    centre().stop();
    EXPECT_TRUE(running.at("door").at("connections").is_number());
    EXPECT_EQ(running.at("door").at("closedByAddress").to_number<int>(), 0);
    const auto resting = centre().status();
    EXPECT_EQ(resting.at("lsn"), running.at("lsn"));
    const auto invitation = centre().invite("王芳", "tutor");
    centre().serve();
    bareHome().join(invitation);
    EXPECT_EQ(centre().devices().size(), 2U);
}

TEST_F(SyncdCommands, theUnitTreeAndTheFestivalsAreThereFromTheBeginning) {
    const auto rows = centre().status().at("rows").as_object();
    EXPECT_EQ(rows.at("unit").to_number<int>(), 1 + 22 + 310);
    EXPECT_EQ(rows.at("festival").to_number<int>(), 7 * 7);
}

}  // namespace xiangji::test
