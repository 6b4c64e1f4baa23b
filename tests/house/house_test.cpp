// The source tree as it is, held against what was agreed.
#include <gtest/gtest.h>

#include "tests/house/findings.hpp"

namespace xiangji::house {

namespace {

const SourceTree& theHouse() {
    static const SourceTree kTree = SourceTree::read(XIANGJI_SOURCE_DIR);
    return kTree;
}

Findings inEachFile(Findings (*check)(const SourceFile&)) {
    Findings findings;
    for (const SourceFile& file : theHouse().files()) {
        for (std::string& finding : check(file)) {
            findings.push_back(std::move(finding));
        }
    }
    return findings;
}

std::string told(const Findings& findings) {
    std::string text;
    for (const std::string& finding : findings) {
        text += finding + "\n";
    }
    return text;
}

void expectNone(const Findings& findings) {
    EXPECT_TRUE(findings.empty()) << told(findings);
}

TEST(House, isThere) {
    EXPECT_GT(theHouse().files().size(), 100U);
}
TEST(House, roomsIncludeOnlyWhatTheirArrowsAllow) {
    expectNone(inEachFile(badIncludes));
}
TEST(House, noFileIsOverlong) {
    expectNone(inEachFile(overlongFiles));
}
TEST(House, everyHeaderSaysWhatItPromises) {
    expectNone(inEachFile(silentHeaders));
}
TEST(House, noWorkIsPutOffInAComment) {
    expectNone(inEachFile(postponedWork));
}
TEST(House, filesAreNamedAndPlacedAsAgreed) {
    expectNone(inEachFile(misplacedFiles));
}
TEST(House, everyRoomHasAShortReadme) {
    expectNone(badReadmes(theHouse()));
}
TEST(House, theRootHoldsOnlyWhatWasAgreed) {
    expectNone(strayRootEntries(theHouse()));
}
TEST(House, everyRecordTypeHasItsOwnNumberAndBothLanguages) {
    expectNone(badRecordTypes(theHouse()));
}

}  // namespace

}  // namespace xiangji::house
