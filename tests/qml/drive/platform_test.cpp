#include <gtest/gtest.h>
#include <sys/stat.h>

#include <QClipboard>
#include <QFile>
#include <QGuiApplication>
#include <QTemporaryDir>
#include <filesystem>

#include "mobile/platform/absent_camera.hpp"
#include "mobile/platform/desktop_share.hpp"
#include "mobile/platform/file_key_store.hpp"

namespace xiangji::testing {

namespace {

class FileKeyStoreTest : public ::testing::Test {
 protected:
    [[nodiscard]] std::filesystem::path keys() const {
        return std::filesystem::path(home_.path().toStdString()) / "keys";
    }
    QTemporaryDir home_;
};

}  // namespace

TEST_F(FileKeyStoreTest, whatWasSavedIsLoadedAndOnlyTheOwnerCanReadIt) {
    FileKeyStore store(keys());
    const Bytes secret("a\0b\n", 4);
    ASSERT_TRUE(store.save("device.key", "old"));
    ASSERT_TRUE(store.save("device.key", secret));
    EXPECT_EQ(*store.load("device.key"), secret);
    struct stat status{};
    ASSERT_EQ(::stat((keys() / "device.key").c_str(), &status), 0);
    EXPECT_EQ(status.st_mode & 0777, 0600U);
    ASSERT_EQ(::stat(keys().c_str(), &status), 0);
    EXPECT_EQ(status.st_mode & 0777, 0700U);
}

TEST_F(FileKeyStoreTest, nothingIsLeftBesideTheSecrets) {
    FileKeyStore store(keys());
    ASSERT_TRUE(store.save("one", "1"));
    ASSERT_TRUE(store.save("one", "2"));
    const std::filesystem::directory_iterator files(keys());
    EXPECT_EQ(std::distance(begin(files), end(files)), 1);
}

TEST_F(FileKeyStoreTest, aSecretThatOthersCouldReadIsRefused) {
    FileKeyStore store(keys());
    ASSERT_TRUE(store.save("one", "1"));
    for (const mode_t mode : {0640U, 0604U, 0620U}) {
        ASSERT_EQ(::chmod((keys() / "one").c_str(), mode), 0);
        EXPECT_EQ(store.load("one").error().fault, Fault::untrusted);
    }
}

TEST_F(FileKeyStoreTest, aLinkIsNotFollowed) {
    FileKeyStore store(keys());
    ASSERT_TRUE(store.save("one", "1"));
    std::filesystem::create_symlink(keys() / "one", keys() / "two");
    EXPECT_FALSE(store.load("two"));
}

TEST_F(FileKeyStoreTest, aMissingSecretIsNotFoundAndRemovingItIsNoError) {
    FileKeyStore store(keys());
    EXPECT_EQ(store.load("one").error().fault, Fault::notFound);
    ASSERT_TRUE(store.remove("one"));
    ASSERT_TRUE(store.save("one", "1"));
    ASSERT_TRUE(store.remove("one"));
    EXPECT_EQ(store.load("one").error().fault, Fault::notFound);
}

TEST_F(FileKeyStoreTest, namesThatCouldLeaveTheFolderAreRefused) {
    FileKeyStore store(keys());
    for (const char* name : {"", "../one", ".hidden", "a/b", "Key", "一"}) {
        EXPECT_EQ(store.save(name, "1").error().fault, Fault::invalid) << name;
        EXPECT_EQ(store.load(name).error().fault, Fault::invalid) << name;
    }
}

TEST_F(FileKeyStoreTest, aFolderThatCannotBeWrittenSaysSoAndKeepsTheOldSecret) {
    FileKeyStore store(keys() / "deep" / "deeper");
    const Outcome saved = store.save("one", "1");
    ASSERT_FALSE(saved);
    EXPECT_NE(saved.error().detail.find("can't be"), std::string::npos);
}

TEST(DesktopShare, textGoesToTheClipboard) {
    const auto shared = DesktopShare().text("待发送 3");
    ASSERT_TRUE(shared);
    EXPECT_EQ(shared->place, Shared::Place::clipboard);
    EXPECT_EQ(QGuiApplication::clipboard()->text(), "待发送 3");
}

TEST(DesktopShare, aFileIsCopiedToDownloadsUnderAFreeName) {
    const QTemporaryDir home;
    qputenv("HOME", home.path().toUtf8());
    const QString source = home.filePath("清单.csv");
    QFile file(source);
    ASSERT_TRUE(file.open(QIODevice::WriteOnly));
    file.write("a,b\r\n");
    file.close();
    const auto first = DesktopShare().file(source);
    const auto second = DesktopShare().file(source);
    ASSERT_TRUE(first);
    ASSERT_TRUE(second);
    EXPECT_TRUE(first->path.startsWith(home.path()));
    EXPECT_TRUE(second->path.endsWith("清单 (2).csv"));
    EXPECT_TRUE(QFile::exists(second->path));
    EXPECT_EQ(DesktopShare().file(home.filePath("none")).error().fault, Fault::notFound);
}

TEST(AbsentCamera, saysThatThereIsNoneAndReadsAChosenPicture) {
    const QTemporaryDir home;
    const QString picture = home.filePath("a.png");
    QImage image(4, 3, QImage::Format_RGB32);
    image.fill(Qt::green);
    ASSERT_TRUE(image.save(picture));
    AbsentCamera camera;
    EXPECT_FALSE(camera.isPresent());
    EXPECT_EQ(camera.capture().error().fault, Fault::unsupported);
    EXPECT_EQ(camera.fromGallery(QUrl::fromLocalFile(picture))->size(), QSize(4, 3));
    EXPECT_EQ(camera.fromGallery(QUrl::fromLocalFile(home.filePath("no.png"))).error().fault,
              Fault::invalid);
}

}  // namespace xiangji::testing
