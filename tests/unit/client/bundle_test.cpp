// Bundles from phone to phone and to the desk and back.
#include <gtest/gtest.h>

#include <fstream>
#include <utility>

#include "core/client/bundle_file.hpp"
#include "core/store/connection.hpp"
#include "core/sync/satchel.hpp"
#include "tests/unit/client/phones.hpp"

namespace xiangji::test {

namespace {

struct Bundles : testing::Test {
    Township town;
    std::unique_ptr<Phone> author = town.phone("李明", "tutor");
    std::unique_ptr<Phone> carrier = town.phone("王小明", "volunteer");
    std::filesystem::path file = town.folder.path() / "waiting.xjb";

    BundleWritten write(Phone& phone) const {
        const auto written = writeBundleFile(*phone, file);
        EXPECT_TRUE(written) << written.error().detail;
        return written.valueOr({});
    }
    BundleRead read(Phone& phone) const {
        const auto read = readBundleFile(*phone, file);
        EXPECT_TRUE(read) << read.error().detail;
        return read.valueOr({});
    }
    std::string bytes() const {
        std::ifstream in(file, std::ios::binary);
        return {std::istreambuf_iterator<char>(in), {}};
    }
    /// Every page of a database that holds these bytes is overwritten.
    static void damage(const std::filesystem::path& database, std::string_view at) {
        constexpr std::size_t kPage = 4096;
        std::ifstream in(database, std::ios::binary);
        const std::string all{std::istreambuf_iterator<char>(in), {}};
        std::fstream out(database, std::ios::binary | std::ios::in | std::ios::out);
        ASSERT_NE(all.find(at), std::string::npos);
        for (auto found = all.find(at); found != std::string::npos;
             found = all.find(at, found + 1)) {
            out.seekp(static_cast<std::streamoff>(found / kPage * kPage));
            out << std::string(kPage, '\x5a');
        }
    }
    /// The bundle's parcels from `first` on.
    void dropParcels(int first) const {
        std::ifstream in(file, std::ios::binary);
        Bytes kept = bundleHead();
        const Bytes all{std::istreambuf_iterator<char>(in), {}};
        bool given = false;
        const auto found = readBundle(
            [&]() -> Result<Bytes> { return std::exchange(given, true) ? Bytes() : all; },
            [&](const wire::Parcel& parcel) -> Outcome {
                if (first-- <= 0) {
                    kept += *bundlePart(parcel);
                }
                return {};
            });
        ASSERT_TRUE(found);
        std::ofstream(file, std::ios::binary | std::ios::trunc) << kept << bundleEnd();
    }
};

}  // namespace

TEST_F(Bundles, travelOverANeighboursPhoneAndTheReceiptsComeHome) {
    author->links.offline = true;
    author->add("activity", kLesson);
    EXPECT_EQ(write(*author).envelopes, 1U);
    EXPECT_EQ(bytes().find("暑期防溺水宣讲"), std::string::npos);
    EXPECT_EQ(bytes().find((*author)->me().device.bytes()), std::string::npos);

    EXPECT_EQ(read(*carrier).carried, 1U);
    EXPECT_EQ(read(*carrier).carried, 1U) << "the same parcel lies there once";
    EXPECT_EQ(carrier->sync().handedOn, 1U);
    EXPECT_EQ(carrier->sync().handedOn, 0U);

    EXPECT_EQ(write(*carrier).carried, 1U);
    const auto home = read(*author);
    EXPECT_EQ(home.receipts, 1U);
    EXPECT_EQ(home.words, "");
    ASSERT_EQ(home.verdicts.size(), 1U);
    EXPECT_EQ(home.verdicts[0].state, SendState::delivered);
    EXPECT_EQ((*author)->status()->unsent, 0U);
}

TEST_F(Bundles, takeEffectOnceWhenTheAuthorAlsoSyncs) {
    const Id id = author->add("activity", kLesson);
    (void)write(*author);
    (void)read(*carrier);
    author->sync();
    EXPECT_EQ(carrier->sync().handedOn, 1U);
    rest({author.get(), carrier.get()});
    EXPECT_EQ((*carrier)->count(activity(), {}).valueOr(0), 1U);
    EXPECT_EQ(author->text("activity", id, "title"), "暑期防溺水宣讲");
    EXPECT_EQ((*author)->status()->refused, 0U);
}

TEST_F(Bundles, aLostParcelLeavesAGapThatTheNextSyncFills) {
    author->links.offline = true;
    for (int i = 0; i < 203; ++i) {  // 200 go into one parcel
        author->add("activity", kLesson);
    }
    (void)write(*author);
    dropParcels(1);
    (void)read(*carrier);
    carrier->sync();
    (void)write(*carrier);
    EXPECT_EQ(read(*author).receipts, 3U);
    EXPECT_EQ((*author)->status()->held, 3U);
    EXPECT_EQ(town.desk->status()->held, 3U);
    author->links.offline = false;
    author->sync();
    EXPECT_EQ((*author)->status()->held, 0U);
    EXPECT_EQ((*author)->status()->unsent, 0U);
    rest({carrier.get()});
    EXPECT_EQ((*carrier)->count(activity(), {}).valueOr(0), 203U);
}

TEST_F(Bundles, aPhoneThatNeverSyncsHearsOfItsHeldOnesByFile) {
    author->links.offline = true;
    for (int i = 0; i < 203; ++i) {
        author->add("activity", kLesson);
    }
    (void)write(*author);
    dropParcels(1);
    (void)read(*carrier);
    carrier->sync();
    (void)write(*carrier);
    (void)read(*author);
    EXPECT_EQ(write(*author).envelopes, 200U);
    (void)read(*carrier);
    carrier->sync();
    (void)write(*carrier);
    EXPECT_EQ(read(*author).receipts, 203U);
    EXPECT_EQ((*author)->status()->held, 0U);
}

TEST_F(Bundles, aCutFileGivesWhatIsWholeAndSaysWhatToDo) {
    for (int i = 0; i < 3; ++i) {
        author->add("activity", kLesson);
    }
    (void)write(*author);
    std::filesystem::resize_file(file, bytes().size() - 6);
    const auto read = this->read(*carrier);
    EXPECT_NE(read.words, "");
    std::ofstream(file, std::ios::binary | std::ios::trunc) << "no bundle at all";
    const auto none = readBundleFile(**carrier, file);
    ASSERT_FALSE(none);
    EXPECT_EQ(none.error().fault, Fault::invalid);
}

TEST_F(Bundles, anotherCentresBundleIsRefusedInOneSentence) {
    Township other;
    auto stranger = other.phone("陈静", "tutor");
    stranger->add("activity", kLesson);
    (void)write(*stranger);
    const auto refused = readBundleFile(**carrier, file);
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().fault, Fault::refused);
}

TEST_F(Bundles, aFullSatchelRefusesTheNewestAndKeepsTheRest) {
    // 70 parcels of nearly a mebibyte, all for this centre.
    wire::Parcel parcel;
    const auto server = town.central->identity()->value().server.bytes();
    std::ofstream out(file, std::ios::binary | std::ios::trunc);
    out << bundleHead();
    for (int i = 0; i < 70; ++i) {
        parcel.set_server(server);
        parcel.set_kind(wire::Parcel::KIND_TO_CENTRE);
        parcel.set_sealed(std::to_string(i) + std::string(1'000'000, 'x'));
        out << *bundlePart(parcel);
    }
    out << bundleEnd();
    out.close();
    const auto read = this->read(*carrier);
    EXPECT_EQ(read.carried + read.full, 70U);
    EXPECT_EQ(read.carried, kMostCarriedBytes / (1'000'000 + 30));
    EXPECT_NE(read.words, "");
    // The centre cannot open them; the carrier is rid of them and its own affairs go on.
    carrier->add("activity", kLesson);
    EXPECT_EQ(carrier->sync().sent, 1U);
    EXPECT_EQ(write(*carrier).carried, 0U);
}

TEST_F(Bundles, whatADamagedPhoneStillHoldsIsRescued) {
    author->links.offline = true;
    for (int i = 0; i < 40; ++i) {
        author->add("activity", {{"title", "第" + std::to_string(100 + i) + "次宣讲"},
                                 {"type", "drowning_prevention"},
                                 {"org", "360982100"},
                                 {"summary", std::string(300, static_cast<char>('a' + i % 26))}});
    }
    author->client.reset();  // checkpoints: all is in the database file
    const std::string needle = std::string(300, 'a' + 20);
    const auto database = author->home / "phone.db";
    damage(database, needle);
    const auto rescued = rescueBundleFile(
        author->home, {author->clock, author->random, author->keys, author->links}, file);
    ASSERT_TRUE(rescued) << rescued.error().detail;
    EXPECT_FALSE(rescued->whole);
    EXPECT_GE(rescued->envelopes, 20U);
    EXPECT_LT(rescued->envelopes, 40U);
    (void)read(*carrier);
    carrier->sync();
    const auto status = town.desk->status();
    ASSERT_TRUE(status);
    std::uint64_t taken = status->held;
    for (const auto& [type, count] : status->rows) {
        taken += type == "activity" ? count : 0;
    }
    EXPECT_EQ(taken, rescued->envelopes);
}

TEST_F(Bundles, aHomeThatForgotItsCentreStillExports) {
    author->links.offline = true;
    author->add("activity", kLesson);
    author->client.reset();
    author->file()->execute("DROP TABLE _phone");
    const auto rescued = rescueBundleFile(
        author->home, {author->clock, author->random, author->keys, author->links}, file);
    ASSERT_TRUE(rescued) << rescued.error().detail;
    EXPECT_EQ(rescued->envelopes, 1U);
    (void)read(*carrier);
    EXPECT_EQ(carrier->sync().handedOn, 1U);
}

}  // namespace xiangji::test
