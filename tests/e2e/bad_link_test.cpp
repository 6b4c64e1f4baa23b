// A link that ends after every KiB, and one as slow as a hill behind the village: nothing is lost,
// nothing is there twice, and it ends.
#include <cstdio>
#include <random>

#include "core/sync/invitation.hpp"
#include "tests/e2e/counted_stage.hpp"
#include "tests/support/link_player.hpp"
#include "tests/support/packet_bridge.hpp"

namespace xiangji::test {

namespace {

using namespace std::chrono_literals;

/// The same invitation, reached through the player.
std::string through(const LinkPlayer& link, const std::string& text) {
    auto invitation = *Invitation::find(text);
    const auto colon = link.address().rfind(':');
    invitation.address.host = link.address().substr(0, colon);
    invitation.address.port =
        static_cast<std::uint16_t>(std::stoi(link.address().substr(colon + 1)));
    return invitation.text();
}

/// Rows of about a KiB: a note as long as notes may be, no two alike.
std::string manyRows(int count, unsigned seed) {
    std::mt19937 dice(seed);
    boost::json::array rows;
    for (int i = 0; i < count; ++i) {
        std::string note;
        for (int letter = 0; letter < 200; ++letter) {
            const auto code = 0x4E00 + dice() % 0x5000;
            note += static_cast<char>(0xE0 | code >> 12);
            note += static_cast<char>(0x80 | (code >> 6 & 0x3F));
            note += static_cast<char>(0x80 | (code & 0x3F));
        }
        rows.push_back({{"title", "第" + std::to_string(i) + "场"},
                        {"type", "science_talk"},
                        {"org", kUnit},
                        {"summary", note}});
    }
    return boost::json::serialize(rows);
}

}  // namespace

class BadLink : public CountedStage {
 protected:
    std::vector<std::string> log(const Home& home, int count, unsigned seed) {
        return home.addAll("activity", {"@-"}, manyRows(count, seed));
    }
};

TEST_F(BadLink, cutAfterEveryKiBItLosesAndDoublesNothing) {
    LinkPlayer link(centre().address());
    const auto home = bareHome();
    home.join(through(link, centre().invite("李明", "tutor")));
    auto printed = log(home, 12, 1);
    const auto before = link.bytes();
    home.sync();
    const auto whole = link.bytes() - before;
    ASSERT_GT(whole, 8U * 1024);
    for (std::uint64_t most = 1024; most < whole + 1024; most += 1024) {
        const auto more = log(home, 12, static_cast<unsigned>(most));
        printed.insert(printed.end(), more.begin(), more.end());
        link.play({.cutAfterBytes = most});
        const auto ended = home.run({"sync"});
        EXPECT_TRUE(ended.exit == 0 || ended.exit == 3) << most << ": " << ended.err;
        link.play({});
        home.sync();
    }
    std::printf("a sync of %llu KiB cut after each of them: %d cuts\n",
                static_cast<unsigned long long>(whole / 1024), link.cuts());
    EXPECT_GE(link.cuts(), static_cast<int>(whole / 1024 / 2));
    EXPECT_EQ(home.status().at("unsent").to_number<int>(), 0);
    expectOnceEach(printed);
}

TEST_F(BadLink, overASlowLinkThatLosesAndBreaksItComesThrough) {
    constexpr int kCuts = 20;
    LinkPlayer link(centre().address());
    const auto home = bareHome();
    home.join(through(link, centre().invite("李明", "tutor")));
    auto printed = log(home, 6, 1);
    // Each try gets a little further than the one before; what came over is not sent again.
    for (int cut = 0; cut < kCuts; ++cut) {
        const auto more = log(home, 1, static_cast<unsigned>(100 + cut));
        printed.insert(printed.end(), more.begin(), more.end());
        link.play({.oneWay = 10ms,
                   .bytesPerSecond = 40'000,
                   .lost = 0.05,
                   .retransmission = 30ms,
                   .cutAfterBytes = 600 + static_cast<std::uint64_t>(cut) * 400,
                   .seed = static_cast<unsigned>(cut)});
        const auto ended = home.run({"sync"});
        EXPECT_TRUE(ended.exit == 0 || ended.exit == 3) << ended.err;
    }
    EXPECT_GE(link.cuts(), kCuts / 2);
    // What a 2G phone at the edge of its cell has.
    link.play({.oneWay = 300ms, .bytesPerSecond = 5'000, .lost = 0.05, .seed = 7});
    home.sync();
    EXPECT_EQ(home.status().at("unsent").to_number<int>(), 0);
    expectOnceEach(printed);
}

// The same below TCP: the kernel's own retransmissions over packets that are late, lost and twice.
TEST_F(BadLink, overPacketsOfA2GCellCutTwentyTimesItComesThrough) {
    constexpr int kCuts = 20;
    PacketBridge bridge;
    NEEDS_ROOT_FOR(bridge.possible(), "a link between two network namespaces");
    const Centre office(folder() / "office", bridge.inOffice(),
                        std::string(PacketBridge::officeAddress()) + ":0");
    const auto home = bareHome(bridge.inVillage());
    home.join(office.invite("李明", "tutor"));
    bridge.play({.oneWay = 150ms, .bytesPerSecond = 8'000, .lost = 0.05, .twice = 0.01, .seed = 3});
    auto printed = log(home, 40, 1);
    auto syncing = std::make_unique<Process>(home.start({"sync"}));
    for (int cut = 0; cut < kCuts; ++cut) {
        // Some cuts are shorter than TCP's patience, some fall between two syncs.
        if (syncing->endsWithin(std::chrono::milliseconds(300 + 170 * (cut % 5)))) {
            const auto ended = syncing->wait();
            EXPECT_TRUE(ended.exit == 0 || ended.exit == 3) << ended.err;
            const auto more = log(home, 4, static_cast<unsigned>(100 + cut));
            printed.insert(printed.end(), more.begin(), more.end());
            syncing = std::make_unique<Process>(home.start({"sync"}));
        }
        bridge.cut();
        (void)syncing->endsWithin(std::chrono::milliseconds(200 + 150 * (cut % 4)));
        bridge.mend();
    }
    const auto ended = syncing->wait(std::chrono::minutes(3));
    EXPECT_TRUE(ended.exit == 0 || ended.exit == 3) << ended.err;
    auto last = home.start({"sync"});
    EXPECT_EQ(last.wait(std::chrono::minutes(3)).exit, 0);
    EXPECT_EQ(home.status().at("unsent").to_number<int>(), 0);
    const auto counts = bridge.counts();
    std::printf("2G: %llu packets (%llu KiB) came over, %llu were lost, %d cuts\n",
                static_cast<unsigned long long>(counts.passed),
                static_cast<unsigned long long>(counts.bytes / 1024),
                static_cast<unsigned long long>(counts.lost), kCuts);
    EXPECT_GT(counts.lost, 0U);
    bridge.play({});
    expectOnceEach(office, printed, bridge.inVillage());
}

}  // namespace xiangji::test
