// An order to erase one photo: its bytes, wherever they came to lie, and that they stay away.
#include <fstream>

#include "core/base/hash.hpp"
#include "core/media/file_store.hpp"
#include "tests/support/picture_file.hpp"
#include "tests/unit/client/erasing_town.hpp"

namespace xiangji::test {

namespace {

struct ErasingPhoto : ErasingTown {
    Bytes photo = noisyPng(400, 300, 7);
    Bytes piece = photo.substr(photo.size() / 2, 24);
    ScratchFolder camera;
    FileStore centre{town.folder.path() / "media"};

    [[nodiscard]] Id take(Phone& phone, const std::optional<Id>& consent = {}) const {
        const auto path = camera.path() / "photo.png";
        std::ofstream(path, std::ios::binary) << photo;
        const auto& media = typeNamed("media");
        MediaAdd add{.file = path};
        add.fields[media.field("caption")->number] = std::string("金丝雀领奖");
        if (consent) {
            add.fields[media.field("consent_ref")->number] = refTo(*consent);
        }
        const auto id = phone->addMedia(add);
        EXPECT_TRUE(id) << id.error().detail;
        return id.valueOr({});
    }
    void expectGone(const Id& picture) {
        EXPECT_EQ(filesWith(piece), std::vector<std::string>{});
        expectNowhere({"金丝雀"});
        EXPECT_FALSE(centre.has(sha256(photo)));
        EXPECT_FALSE(centre.hasThumb(picture));
        for (auto* phone : phones) {
            const FileStore files(phone->home / "media");
            EXPECT_FALSE(files.has(sha256(photo)));
            EXPECT_FALSE(files.hasThumb(picture));
        }
    }
};

}  // namespace

TEST_F(ErasingPhoto, itsBytesGoFromCentreAndPhonesAndStayAway) {
    const Id picture = take(*tutor);
    restAll();
    ASSERT_TRUE((*clerk)->fetchMedia(picture, MediaSize::whole));
    ASSERT_TRUE((*clerk)->fetchMedia(picture, MediaSize::thumbnail));
    ASSERT_FALSE(filesWith(piece).empty()) << "the search itself can find it";
    ASSERT_EQ(*town.desk->rowOfFile(sha256(photo)), picture);
    const auto done = erase(typeNamed("media"), picture);
    EXPECT_TRUE(done.scrubbed);
    restAll();
    expectGone(picture);
    // Somebody has the same picture still, and adds it again.
    const Id again = take(*clerk);
    EXPECT_NE(again, picture);
    restAll();
    EXPECT_FALSE(centre.has(sha256(photo)));
    town.restart({tutor.get(), reader.get(), clerk.get()});
    restAll();
    EXPECT_FALSE(centre.has(sha256(photo)));
    const auto report = audit();
    EXPECT_TRUE(report.findings.empty()) << report.findings.front().what;
}

TEST_F(ErasingPhoto, everyRowOfTheSameFileGoes) {
    const Id one = take(*tutor);
    const Id two = take(*clerk);
    restAll();
    const auto plan = *town.desk->lookErasure("media", one);
    ASSERT_EQ(plan.reached.size(), 1U);
    EXPECT_EQ(plan.reached[0].type, "media");
    erase(typeNamed("media"), one);
    restAll();
    expectGone(one);
    EXPECT_FALSE(centre.hasThumb(two));
}

TEST_F(ErasingPhoto, oneThatWaitsOnItsPhoneGoesThereToo) {
    const Id picture = take(*tutor);
    tutor->network.kind = NetworkKind::metered;
    tutor->sync();  // the row and its thumbnail alone
    ASSERT_TRUE(centre.hasThumb(picture));
    erase(typeNamed("media"), picture);
    EXPECT_FALSE(centre.has(sha256(photo)));
    tutor->network.kind = NetworkKind::free;
    restAll();
    expectGone(picture);
    EXPECT_EQ((*tutor)->status()->filesWaiting, 0U);
}

TEST_F(ErasingPhoto, aRestoreDoesNotBringItBack) {
    const Id picture = take(*tutor);
    restAll();
    const auto backup = town.backup("night");
    erase(typeNamed("media"), picture);
    town.restore(backup, {tutor.get(), reader.get(), clerk.get()});
    std::filesystem::remove_all(backup);
    restAll();
    restAll();
    expectGone(picture);
}

TEST_F(ErasingPhoto, ofAChildsConsentThePictureStaysWithoutTheTie) {
    const Id kid = tutor->add("child", {{"alias", kAlias}});
    const Id consent =
        tutor->add("guardian_consent", {{"child", kid.text()}, {"method", "paper_photo"}});
    const Id picture = take(*tutor, consent);
    restAll();
    erase(child(), kid);
    restAll();
    EXPECT_TRUE(centre.has(sha256(photo)));
    EXPECT_EQ(tutor->text("media", picture, "consent_ref"), "");
    EXPECT_EQ(tutor->text("media", picture, "caption"), "") << "it may name the child";
    EXPECT_FALSE((*tutor)->row(typeNamed("media"), picture)->voided);
    expectNowhere({"金丝雀"});
}

}  // namespace xiangji::test
