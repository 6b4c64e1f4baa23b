// Promises P1–P3 when the power goes: an ext4 disk that stops taking writes at a random moment,
// under the phone and under the centre. kill -9 cannot show this: what a killed program wrote is
// still in the system's memory. Without power the program stands still too: one that went on would
// be told by a dying ext4, now and then, that a sync succeeded which did not, and only what was
// acknowledged before the cut counts.
#include <cstdio>

#include "tests/e2e/counted_stage.hpp"
#include "tests/e2e/moments.hpp"
#include "tests/support/mounted_disk.hpp"

namespace xiangji::test {

namespace {

constexpr int kCuts = 12;

Words adding(int number) {
    Words words = {"add", "activity"};
    const auto fields = activity("第" + std::to_string(number) + "场");
    words.insert(words.end(), fields.begin(), fields.end());
    return words;
}

}  // namespace

class PowerCut : public CountedStage {};

TEST_F(PowerCut, whatAddPrintedIsOnThePhonesDisk) {
    MountedDisk disk(folder());
    NEEDS_ROOT_FOR(disk.mounted(), "mounting a disk");
    const Home home(disk.path() / "phone");
    home.join(centre().invite("李明", "tutor"));
    const auto begun = Moments::Clock::now();
    std::vector<std::string> printed = {home.add("activity", activity("第一场"))};
    Moments moments(Moments::sinceThen(begun) * 3);
    for (int cut = 0; cut < kCuts; ++cut) {
        // Several in a row, so that the cut falls between commits as well as into one.
        const auto until = Moments::Clock::now() + moments.next();
        for (int i = 0; Moments::Clock::now() < until; ++i) {
            auto add = home.start(adding(cut * 100 + i));
            const auto left =
                std::chrono::duration_cast<Process::Ms>(until - Moments::Clock::now());
            const bool cutShort = !add.endsWithin(std::max(left, Process::Ms(0)));
            if (cutShort) {
                add.freeze();
                disk.cutPower();
            }
            const auto ended = cutShort ? add.kill() : add.wait();
            const auto ids = idsPrinted(ended.out);
            printed.insert(printed.end(), ids.begin(), ids.end());
        }
        disk.cutPower();
        disk.restore();
    }
    std::printf("%d power cuts under xiangji; %zu ids were printed\n", kCuts, printed.size());
    EXPECT_GT(printed.size(), 1U) << "the cuts came too early to prove anything";
    home.sync();
    expectOnceEach(printed);
}

TEST_F(PowerCut, whatTheCentreReceiptedIsOnItsDisk) {
    MountedDisk disk(folder());
    NEEDS_ROOT_FOR(disk.mounted(), "mounting a disk");
    Centre onDisk(disk.path() / "township");
    const auto home = bareHome();
    home.join(onDisk.invite("李明", "tutor"));
    std::vector<std::string> printed = {home.add("activity", activity("第一场"))};
    const auto begun = Moments::Clock::now();
    home.sync();
    Moments moments(Moments::sinceThen(begun));
    int cutShort = 0;
    for (int cut = 0; cut < kCuts; ++cut) {
        for (int i = 0; i < 4; ++i) {
            printed.push_back(home.add("activity", activity("第" + std::to_string(cut) + "场")));
        }
        auto sync = home.start({"sync"});
        moments.pass(sync);
        onDisk.process().freeze();
        disk.cutPower();
        onDisk.kill();
        // Its receipts go out only after its disk has them, so this cut may end in words.
        const auto ended = sync.wait();
        EXPECT_TRUE(ended.exit == 0 || ended.exit == 3) << ended.exit << ": " << ended.err;
        cutShort += ended.exit == 3 ? 1 : 0;
        disk.restore();
        onDisk.serve();
    }
    std::printf("%d power cuts under syncd, %d in a sync; %zu ids were printed\n", kCuts, cutShort,
                printed.size());
    home.sync();
    EXPECT_EQ(home.status().at("unsent").to_number<int>(), 0);
    expectOnceEach(onDisk, printed);
    onDisk.kill();
}

TEST_F(PowerCut, noLineOfTheLogIsLostOnItsWayIntoASegment) {
    MountedDisk disk(folder());
    NEEDS_ROOT_FOR(disk.mounted(), "mounting a disk");
    Centre onDisk(disk.path() / "township");
    const auto home = bareHome();
    home.join(onDisk.invite("李明", "tutor"));
    std::vector<std::string> printed = {home.add("activity", activity("第一场"))};
    home.sync();
    const Words order{"archive", "--before", "2099-01-01"};
    const auto begun = Moments::Clock::now();
    ASSERT_EQ(onDisk.run(order).exit, 0);
    Moments moments(Moments::sinceThen(begun));
    int cutShort = 0;
    for (int cut = 0; cut < kCuts; ++cut) {
        printed.push_back(home.add("activity", activity("第" + std::to_string(cut) + "场")));
        home.sync();
        Process archiving(
            {SYNCD_BIN, order[0], order[1], order[2], "--data", onDisk.data().string()});
        moments.pass(archiving);
        onDisk.process().freeze();
        disk.cutPower();
        onDisk.kill();
        cutShort += archiving.wait().exit == 0 ? 0 : 1;
        disk.restore();
        onDisk.serve();
        const auto audit = onDisk.run({"audit", "verify"});
        EXPECT_EQ(audit.exit, 0) << audit.out << audit.err;
    }
    std::printf("%d power cuts under syncd, %d while it archived; %s segments\n", kCuts, cutShort,
                boost::json::serialize(onDisk.status().at("segments")).c_str());
    home.sync();
    expectOnceEach(onDisk, printed);
    onDisk.kill();
}

}  // namespace xiangji::test
