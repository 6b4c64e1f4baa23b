// The checks themselves: each must be able to fail.
#include <gmock/gmock.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>

#include "tests/house/findings.hpp"

namespace xiangji::house {

namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

Findings including(const std::string& path, const std::string& header) {
    return badIncludes(SourceFile::made(path, "#pragma once\n#include " + header + "\n"));
}

/// A tree on disk that goes when the test ends.
class SmallTree {
 public:
    SmallTree() : root_(testing::TempDir() + "house-" + std::to_string(::getpid())) {
        for (const char* folder : {"core", "mobile", "syncd", "proto", "tests"}) {
            std::filesystem::create_directories(root_ / folder);
        }
    }
    SmallTree(const SmallTree&) = delete;
    SmallTree& operator=(const SmallTree&) = delete;
    ~SmallTree() {
        std::error_code ignored;
        std::filesystem::remove_all(root_, ignored);
    }

    SmallTree& with(const std::string& path, const std::string& text) {
        std::filesystem::create_directories((root_ / path).parent_path());
        std::ofstream(root_ / path) << text;
        return *this;
    }
    [[nodiscard]] SourceTree read() const { return SourceTree::read(root_); }

 private:
    std::filesystem::path root_;
};

TEST(IncludeCheck, findsABaseThatKnowsAnotherRoom) {
    EXPECT_THAT(including("core/base/id.hpp", R"("core/records/value.hpp")"),
                ElementsAre(HasSubstr("core/base/id.hpp:2")));
}
TEST(IncludeCheck, findsMobileMeetingSyncd) {
    EXPECT_THAT(including("mobile/cli/main.cpp", R"("syncd/merge/desk/desk.hpp")"),
                ElementsAre(HasSubstr("mobile/cli may include core")));
    EXPECT_THAT(including("syncd/app/main.cpp", R"("mobile/models/session.hpp")"),
                testing::SizeIs(1));
}
TEST(IncludeCheck, findsSqliteOutsideTheStore) {
    EXPECT_THAT(
        including("syncd/central/sqlite/tables.cpp", "<sqlite3.h>"),
        ElementsAre(HasSubstr("SQLite is known to core/store, tests/bench, tests/sim only")));
    EXPECT_THAT(including("core/store/connection.cpp", "<sqlite3.h>"), IsEmpty());
}
TEST(IncludeCheck, findsAsioAndQtWhereTheyDoNotBelong) {
    EXPECT_THAT(including("core/sync/syncer.cpp", "<boost/asio/ip/tcp.hpp>"), testing::SizeIs(1));
    EXPECT_THAT(including("core/client/client.hpp", "<QString>"), testing::SizeIs(1));
    EXPECT_THAT(including("mobile/cli/main.cpp", "<QtCore/QString>"), testing::SizeIs(1));
    EXPECT_THAT(including("mobile/models/session.hpp", "<QString>"), IsEmpty());
}
TEST(IncludeCheck, letsTheStoreSeeTheShelfItFillsAndNoMoreOfSync) {
    EXPECT_THAT(including("core/store/phone_shelf.hpp", R"("core/sync/shelf.hpp")"), IsEmpty());
    EXPECT_THAT(including("core/store/phone_shelf.hpp", R"("core/sync/syncer.hpp")"),
                testing::SizeIs(1));
}
TEST(IncludeCheck, takesARoomInsideAnotherForARoomOfItsOwn) {
    EXPECT_THAT(including("syncd/office/rows.cpp", R"("syncd/central/reader.hpp")"), IsEmpty());
    EXPECT_THAT(including("syncd/office/rows.cpp", R"("syncd/central/sqlite/tables.hpp")"),
                testing::SizeIs(1));
}
TEST(IncludeCheck, findsAPathNotWrittenFromTheRoot) {
    EXPECT_THAT(including("core/base/id.cpp", R"("id.hpp")"),
                ElementsAre(HasSubstr("write the path from the root")));
}
TEST(IncludeCheck, findsARoomThatIsNotInTheTable) {
    EXPECT_THAT(including("core/attic/box.hpp", "<string>"),
                ElementsAre(HasSubstr("tests/house/rooms.cpp")));
}
TEST(IncludeCheck, letsGeneratedHeadersThroughWhereTheWireIsKnown) {
    EXPECT_THAT(including("core/sync/envelope.cpp", R"("wire/envelope.pb.h")"), IsEmpty());
    EXPECT_THAT(including("core/rules/hours.cpp", R"("wire/envelope.pb.h")"), testing::SizeIs(1));
}

TEST(FormCheck, findsAnOverlongFile) {
    const auto ofLines = [](const char* path, std::size_t count) {
        return overlongFiles(SourceFile::made(path, std::string(count, '\n')));
    };
    EXPECT_THAT(ofLines("core/base/id.cpp", 400), IsEmpty());
    EXPECT_THAT(ofLines("core/base/id.cpp", 401), testing::SizeIs(1));
    EXPECT_THAT(ofLines("mobile/ui/pages/Page.qml", 251), testing::SizeIs(1));
}
TEST(FormCheck, findsASilentHeader) {
    EXPECT_THAT(silentHeaders(SourceFile::made("core/base/id.hpp", "// ours\nclass Id;\n")),
                testing::SizeIs(1));
    EXPECT_THAT(silentHeaders(SourceFile::made("core/base/id.hpp", "/// A name.\nclass Id;\n")),
                IsEmpty());
}
TEST(FormCheck, findsPostponedWork) {
    const std::string postponed = std::string("// TO") + "DO: later\n";
    EXPECT_THAT(postponedWork(SourceFile::made("core/base/id.cpp", "int a;\n" + postponed)),
                ElementsAre(HasSubstr("core/base/id.cpp:2")));
}
TEST(FormCheck, findsFilesNamedOrPlacedAgainstTheAgreement) {
    EXPECT_THAT(misplacedFiles(SourceFile::made("core/base/RowId.hpp", "")), testing::SizeIs(1));
    EXPECT_THAT(misplacedFiles(SourceFile::made("mobile/ui/page.cpp", "")), testing::SizeIs(1));
    EXPECT_THAT(misplacedFiles(SourceFile::made("core/base/row_id.hpp", "")), IsEmpty());
}

TEST(TreeCheck, findsARoomWithoutReadmeAndOneThatSaysTooMuch) {
    SmallTree tree;
    tree.with("core/base/id.hpp", "/// A name.\n")
        .with("core/merge/README.md", std::string(41, '\n'));
    const Findings findings = badReadmes(tree.read());
    EXPECT_THAT(findings, testing::Contains(HasSubstr("core/base/README.md: missing")));
    EXPECT_THAT(findings, testing::Contains(HasSubstr("core/merge/README.md: 41 lines")));
}
TEST(TreeCheck, findsAStrayEntryAtTheRootAndAMissingOne) {
    SmallTree tree;
    tree.with("notes.txt", "").with(".editorconfig", "").with("build/x.txt", "");
    const Findings findings = strayRootEntries(tree.read());
    EXPECT_THAT(findings, testing::Contains(HasSubstr("notes.txt: does not belong")));
    EXPECT_THAT(findings, testing::Contains(HasSubstr("LICENSE: missing")));
    EXPECT_THAT(findings, testing::Not(testing::Contains(HasSubstr(".editorconfig"))));
}
TEST(TreeCheck, leavesInstalledPackagesAlone) {
    SmallTree tree;
    tree.with("syncd/office/web/node_modules/x/index.js", "").with("syncd/office/office.hpp", "");
    EXPECT_THAT(tree.read().files(), testing::SizeIs(1));
}
TEST(TreeCheck, findsTwoRecordTypesWithOneNumber) {
    const auto declared = [](const std::string& name, int number) {
        return "message " + name +
               " {\n  option (record) = {\n    number: " + std::to_string(number) +
               "\n    label: {zh: \"类\" en: \"Kind\"}\n  };\n}\n";
    };
    SmallTree tree;
    tree.with("proto/records/home_visit.proto", declared("HomeVisit", 7))
        .with("proto/records/team.proto", declared("Team", 7));
    EXPECT_THAT(badRecordTypes(tree.read()),
                ElementsAre(HasSubstr("number 7 belongs to proto/records/home_visit.proto")));
}
TEST(TreeCheck, findsARecordTypeWithoutNumberOrWithOneLanguage) {
    SmallTree tree;
    tree.with("proto/records/visit.proto",
              "message HomeVisit {\n  option (record) = {\n    label: {zh: \"类\"}\n  };\n}\n");
    EXPECT_THAT(badRecordTypes(tree.read()), testing::SizeIs(3));
}

}  // namespace

}  // namespace xiangji::house
