#include <gtest/gtest.h>

#include <fstream>

#include "core/media/file_store.hpp"
#include "core/media/limits.hpp"
#include "core/media/picture.hpp"
#include "tests/support/picture_file.hpp"
#include "tests/support/township.hpp"

namespace xiangji::test {
namespace {

struct Media : ::testing::Test {
    Township town;
    std::unique_ptr<Phone> li = town.phone("李明", "volunteer");
    std::unique_ptr<Phone> wang = town.phone("王老师", "tutor");
    Bytes photo = noisyPng(400, 300, 7);  // some 360 KB: three chunks
    const RecordType& type = *Catalogue::builtIn().find("media");

    std::filesystem::path file(const Bytes& bytes, const std::string& name = "photo.png") {
        const auto path = town.folder.path() / name;
        std::ofstream(path, std::ios::binary) << bytes;
        return path;
    }
    Id add(Phone& phone, const Bytes& bytes, std::optional<Id> activity = {}) {
        const auto id = phone->addMedia({.file = file(bytes), .activity = activity});
        EXPECT_TRUE(id) << id.error().detail;
        return *id;
    }
    Result<Bytes> fetched(Phone& phone, const Id& row, MediaSize size = MediaSize::whole) {
        XIANGJI_LET(path, phone->fetchMedia(row, size));
        return readWhole(path, kMaxMediaBytes);
    }
    FileStore centre{town.folder.path() / "media"};
    std::size_t filesAtCentre() {
        std::size_t count = 0;
        centre.each([&](const Bytes&, std::uint64_t) { ++count; });
        return count;
    }
};

TEST_F(Media, aPictureFollowsItsRowAndReachesWhoSeesIt) {
    const Id activity =
        li->add("activity",
                {{"title", "防溺水宣讲"}, {"type", "drowning_prevention"}, {"org", "360982100"}});
    const Id picture = add(*li, photo, activity);
    EXPECT_EQ((*li)->media(picture)->standing, FileStanding::waiting);
    EXPECT_EQ((*li)->status()->filesWaiting, 1u);
    EXPECT_EQ((*li)->status()->fileBytesWaiting, photo.size());

    const auto report = li->sync();
    EXPECT_EQ(report.filesSent, 1u);
    EXPECT_EQ(report.filesWaiting, 0u);
    EXPECT_EQ((*li)->media(picture)->standing, FileStanding::delivered);

    wang->sync();
    EXPECT_EQ(wang->text("media", picture, "upload_state"), "已上传");
    EXPECT_EQ(wang->text("media", picture, "w"), "400");
    EXPECT_EQ(wang->text("media", picture, "source"), "相册");
    EXPECT_NE(wang->everything("activity").find(picture.text()), std::string::npos);
    EXPECT_EQ((*wang)->media(picture)->standing, FileStanding::elsewhere);
    const auto thumb = fetched(*wang, picture, MediaSize::thumbnail);
    ASSERT_TRUE(thumb) << thumb.error().detail;
    EXPECT_EQ(readPicture(*thumb)->w, kThumbEdgePixels);
    EXPECT_FALSE((*wang)->media(picture)->whole) << "only what was asked for";
    const auto whole = fetched(*wang, picture);
    ASSERT_TRUE(whole) << whole.error().detail;
    EXPECT_TRUE(*whole == photo);
    EXPECT_EQ((*wang)->media(picture)->standing, FileStanding::fetched);
}

TEST_F(Media, cutAtEveryReplyItGoesOnWhereItWasAndNeverHoldsARowBack) {
    const Id picture = add(*li, photo);
    li->add("activity", {{"title", "科普"}, {"type", "science_talk"}, {"org", "360982100"}});
    int runs = 0;
    for (; (*li)->status()->filesWaiting > 0; ++runs) {
        ASSERT_LT(runs, 60);
        li->links.cutReplyAfter = 4 + runs / 4;
        const auto report = (*li)->sync(nullptr);
        if (report.end == SyncEnd::done && report.filesWaiting > 0) {
            EXPECT_TRUE(report.filesFailed);
            EXPECT_NE(report.filesWords, "");
            EXPECT_EQ(report.waiting, 0u) << "rows are through";
        }
    }
    EXPECT_GT(runs, 2);
    wang->sync();
    EXPECT_TRUE(*fetched(*wang, picture) == photo);
}

TEST_F(Media, fetchingGoesOnAfterACutToo) {
    photo = noisyPng(600, 500, 8);
    const Id picture = add(*li, photo);
    li->sync();
    wang->sync();
    wang->links.cutReplyAfter = 3;
    EXPECT_EQ(fetched(*wang, picture).error().fault, Fault::unreachable);
    wang->restart();
    EXPECT_TRUE(*fetched(*wang, picture) == photo);
}

TEST_F(Media, theSameFileIsKeptOnceHoweverManyRowsNameIt) {
    const Id first = add(*li, photo);
    li->sync();
    const Id second = add(*wang, photo);
    const Id third = add(*wang, photo);
    const auto report = wang->sync();
    EXPECT_EQ(report.filesSent, 2u);
    EXPECT_EQ(filesAtCentre(), 1u);
    li->sync();
    for (const auto& row : {first, second, third}) {
        EXPECT_TRUE(*fetched(*li, row) == photo);
    }
}

TEST_F(Media, wholeFilesWaitForWifiAndThumbnailsDoNot) {
    const Id picture = add(*li, photo);
    li->network.kind = NetworkKind::metered;
    EXPECT_TRUE((*li)->filesOnlyOnFreeNetwork());
    const auto metered = li->sync();
    EXPECT_EQ(metered.filesWaiting, 1u);
    EXPECT_FALSE(metered.filesFailed) << "waiting for Wi-Fi is no failure";
    EXPECT_NE(metered.filesWords, "");
    EXPECT_EQ(filesAtCentre(), 0u);
    wang->sync();
    EXPECT_EQ(wang->text("media", picture, "upload_state"), "上传中");
    EXPECT_TRUE(fetched(*wang, picture, MediaSize::thumbnail));
    EXPECT_EQ(fetched(*wang, picture).error().fault, Fault::notFound);

    ASSERT_TRUE((*li)->setFilesOnlyOnFreeNetwork(false));
    EXPECT_EQ(li->sync().filesSent, 1u);
}

TEST_F(Media, whatIsKeptSurvivesTheAppsEnd) {
    const Id picture = add(*li, photo);
    li->restart();
    EXPECT_EQ((*li)->status()->filesWaiting, 1u);
    EXPECT_TRUE(*fetched(*li, picture) == photo);
    EXPECT_EQ(li->sync().filesSent, 1u);
}

TEST_F(Media, aFileOfNoRowIsLetGoAtTheNextStart) {
    const auto lost = FileStore(li->home / "media").keep("a crash came before the row");
    ASSERT_TRUE(lost);
    const Id picture = add(*li, photo);
    li->restart();
    EXPECT_FALSE(FileStore(li->home / "media").has(*lost));
    EXPECT_TRUE((*li)->media(picture)->whole);
}

TEST_F(Media, whatCannotBeAddedChangesNothing) {
    const auto refused = [&](const MediaAdd& add) {
        const auto id = (*li)->addMedia(add);
        EXPECT_FALSE(id);
        return id ? Fault::failed : id.error().fault;
    };
    EXPECT_EQ(refused({.file = town.folder.path() / "nowhere"}), Fault::notFound);
    EXPECT_EQ(refused({.file = file("")}), Fault::invalid);
    EXPECT_EQ(refused({.file = file("just words")}), Fault::invalid) << "of no kind";
    EXPECT_EQ(refused({.file = file(photo.substr(0, 5'000))}), Fault::invalid) << "damaged";
    EXPECT_EQ(refused({.file = file(Bytes(kMaxMediaBytes + 1, 'x'))}), Fault::invalid);
    EXPECT_EQ(refused({.file = file(photo), .activity = Id::ofHash("none")}), Fault::notFound);
    EXPECT_EQ((*li)->status()->unsent, 0u);
    EXPECT_EQ((*li)->status()->filesWaiting, 0u);
    li->restart();
    FileStore(li->home / "media").each([&](const Bytes&, std::uint64_t) { ADD_FAILURE(); });
}

TEST_F(Media, anotherKindOfFileGoesWithoutAThumbnail) {
    const Bytes voice = "RIFF" + Bytes(5'000, 'v');
    const auto id = (*li)->addMedia(
        {.file = file(voice, "note.wav"),
         .fields = {{type.field("kind")->number, type.field("kind")->choice("audio")->number}}});
    ASSERT_TRUE(id) << id.error().detail;
    EXPECT_EQ(li->sync().filesSent, 1u);
    wang->sync();
    EXPECT_TRUE(*fetched(*wang, *id) == voice);
    EXPECT_EQ(fetched(*wang, *id, MediaSize::thumbnail).error().fault, Fault::notFound);
}

TEST_F(Media, aHeldRowHoldsItsFileUntilTheOfficeHasConfirmed) {
    auto pending = town.phone("方远", "volunteer", "360982100", 2);
    const Id picture = add(*pending, photo);
    const auto held = (*pending)->sync(nullptr);
    EXPECT_EQ(held.filesWaiting, 1u) << "the row is held, so is its file";
    EXPECT_EQ(filesAtCentre(), 0u);
    ASSERT_TRUE(town.desk->confirm((*pending)->me().device));
    pending->sync();
    EXPECT_EQ(pending->sync().filesWaiting, 0u);
    EXPECT_EQ((*pending)->media(picture)->standing, FileStanding::delivered);
}

}  // namespace
}  // namespace xiangji::test
