#include "syncd/office/csv.hpp"

#include <gtest/gtest.h>

namespace xiangji::syncd {
namespace {

TEST(OfficeCsv, plainTextStaysAsItIs) {
    EXPECT_EQ(csvCell("端午包粽子 𠮷 🎋"), "端午包粽子 𠮷 🎋");
    EXPECT_EQ(csvCell(""), "");
    EXPECT_EQ(csvCell("2026-06-19 09:30"), "2026-06-19 09:30");
    EXPECT_EQ(csvCell("360"), "360");
}

TEST(OfficeCsv, commasQuotesAndLineBreaksAreQuoted) {
    EXPECT_EQ(csvCell("a,b"), "\"a,b\"");
    EXPECT_EQ(csvCell("他说\"好\""), "\"他说\"\"好\"\"\"");
    EXPECT_EQ(csvCell("一\r\n二"), "\"一\r\n二\"");
}

TEST(OfficeCsv, whatASpreadsheetWouldRunIsEscaped) {
    for (const std::string start : {"=", "+", "-", "@", "＝", "＋", "－", "＠"}) {
        EXPECT_EQ(csvCell(start + "cmd|x").substr(0, 1), "'") << start;
    }
    EXPECT_EQ(csvCell("\tcmd").substr(0, 2), "\"'");
    EXPECT_EQ(csvCell("\rcmd").substr(0, 2), "\"'");
    EXPECT_EQ(csvCell("  =1+1"), "'  =1+1");
    EXPECT_EQ(csvCell("=HYPERLINK(\"http://x\",\"y\")"),
              "\"'=HYPERLINK(\"\"http://x\"\",\"\"y\"\")\"");
    EXPECT_EQ(csvCell("-2+3"), "'-2+3");
}

TEST(OfficeCsv, negativeNumbersStayNumbers) {
    EXPECT_EQ(csvCell("-3"), "-3");
    EXPECT_EQ(csvCell("-3.5"), "-3.5");
    EXPECT_EQ(csvCell("-3-4"), "'-3-4");
    EXPECT_EQ(csvCell("-"), "'-");
}

TEST(OfficeCsv, whatASpreadsheetWouldRoundOrReshapeStaysText) {
    EXPECT_EQ(csvCell("360982100201001"), "360982100201001");
    EXPECT_EQ(csvCell("3609821002010011"), "\"\t3609821002010011\"");
    EXPECT_EQ(csvCell("007"), "\"\t007\"");
    EXPECT_EQ(csvCell("0"), "0");
    EXPECT_EQ(csvCell("3-2"), "\"\t3-2\"");
    EXPECT_EQ(csvCell("12E3"), "\"\t12E3\"");
}

TEST(OfficeCsv, linesEndWithCrLf) {
    EXPECT_EQ(csvLine({"a", "", "b,c"}), "a,,\"b,c\"\r\n");
}

}  // namespace
}  // namespace xiangji::syncd
