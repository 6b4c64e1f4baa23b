// A full disk and a damaged file, on the phone and at the centre: one clear line, nothing lost.
#include <sys/mount.h>
#include <unistd.h>

#include <fstream>

#include "tests/e2e/counted_stage.hpp"

namespace xiangji::test {

namespace {

/// A disk of a few MiB that can be filled up and emptied again.
class SmallDisk {
 public:
    SmallDisk(std::filesystem::path path, const char* size) : path_(std::move(path)) {
        std::filesystem::create_directories(path_);
        const auto options = std::string("size=") + size;
        mounted_ = ::mount("tmpfs", path_.c_str(), "tmpfs", 0, options.c_str()) == 0;
    }
    ~SmallDisk() {
        if (mounted_) {
            ::umount2(path_.c_str(), MNT_DETACH);
        }
    }
    SmallDisk(const SmallDisk&) = delete;
    SmallDisk& operator=(const SmallDisk&) = delete;

    [[nodiscard]] bool mounted() const { return mounted_; }
    [[nodiscard]] const std::filesystem::path& path() const { return path_; }
    void fill() const {
        std::ofstream ballast(path_ / "ballast", std::ios::binary | std::ios::app);
        const std::string block(4096, 'x');
        while (ballast.write(block.data(), static_cast<std::streamsize>(block.size())).flush()) {
        }
    }
    void empty() const { std::filesystem::remove(path_ / "ballast"); }

 private:
    std::filesystem::path path_;
    bool mounted_ = false;
};

void overwrite(const std::filesystem::path& file, std::size_t from, std::size_t count) {
    std::fstream stream(file, std::ios::binary | std::ios::in | std::ios::out);
    stream.seekp(static_cast<std::streamoff>(from));
    const std::string noise(count, '\x5a');
    stream.write(noise.data(), static_cast<std::streamsize>(noise.size()));
}

std::string bytesOf(const std::filesystem::path& file) {
    std::ifstream stream(file, std::ios::binary);
    return {std::istreambuf_iterator<char>(stream), {}};
}

}  // namespace

class Harm : public Stage {};

TEST_F(Harm, aPhoneWithAFullDiskSaysSoAndKeepsWhatItHad) {
    const SmallDisk disk(folder() / "card", "16m");
    NEEDS_ROOT_FOR(disk.mounted(), "mounting a small disk");
    const Home home(disk.path() / "phone");
    home.join(centre().invite("李明", "tutor"));
    const auto before = home.add("activity", activity("盘满之前"));
    disk.fill();
    Words words = {"add", "activity"};
    const auto fields = activity("盘满之时", {"summary=" + std::string(400, 'x')});
    words.insert(words.end(), fields.begin(), fields.end());
    // Free pages inside the database may take a row or two more; those that were said to be saved
    // count.
    std::vector<std::string> saved = {before};
    Ended ended;
    for (int i = 0; i < 200; ++i) {
        ended = home.run(words);
        if (ended.exit != 0) {
            break;
        }
        saved.push_back(ended.out.substr(0, ended.out.find('\n')));
    }
    EXPECT_TRUE(failedClearly(ended, 1, "xiangji", "disk"));
    disk.empty();
    const auto rows = home.list("activity");
    EXPECT_EQ(rows.size(), saved.size());
    for (const auto& id : saved) {
        EXPECT_EQ(timesIn(rows, id), 1);
    }
    (void)home.add("activity", activity("腾出空间之后"));
    home.sync();
    EXPECT_EQ(phone("王芳").list("activity").size(), saved.size() + 1);
}

TEST_F(Harm, aCentreWithAFullDiskReceiptsNothingAndGoesOnWhenThereIsRoom) {
    const SmallDisk disk(folder() / "volume", "24m");
    NEEDS_ROOT_FOR(disk.mounted(), "mounting a small disk");
    Centre small(disk.path() / "township");
    const auto home = bareHome();
    home.join(small.invite("李明", "tutor"));
    disk.fill();
    std::string rows;
    for (int i = 0; i < 60; ++i) {
        rows += std::string(rows.empty() ? "[" : ",") +
                R"({"title":"科普","type":"science_talk","org":"360982100","summary":")" +
                std::string(400, 'x') + R"("})";
    }
    int ids = 0;
    Ended ended;
    for (int i = 0; i < 40; ++i) {  // until the free pages of its files are used up too
        ids += static_cast<int>(home.addAll("activity", {"@-"}, rows + "]").size());
        ended = home.run({"sync"});
        if (ended.exit != 0) {
            break;
        }
    }
    EXPECT_TRUE(failedClearly(ended, 3, "xiangji", "nothing is lost"));
    EXPECT_GE(home.status().at("unsent").to_number<int>(), 1);
    disk.empty();
    home.sync();  // no restart is needed
    EXPECT_EQ(home.status().at("unsent").to_number<int>(), 0);
    const auto other = bareHome();
    other.join(small.invite("王芳", "tutor"));
    EXPECT_EQ(other.list("activity").size(), static_cast<std::size_t>(ids));
}

TEST_F(Harm, anArchiveOnAFullDiskLeavesTheLogAsItIsUntilThereIsRoom) {
    const Words order{"archive", "--before", "2099-01-01"};
    const auto home = phone("李明");
    (void)home.add("activity", activity("之前"));
    home.sync();
    {
        const SmallDisk disk(centre().data() / "central.db-archive", "64k");
        NEEDS_ROOT_FOR(disk.mounted(), "mounting a small disk");
        EXPECT_TRUE(failedClearly(centre().run(order), 1, "syncd", "disk is full"));
        EXPECT_TRUE(std::filesystem::is_empty(disk.path())) << "what it had begun is gone";
        EXPECT_EQ(centre().status().at("segments").to_number<int>(), 0);
        EXPECT_EQ(centre().run({"audit", "verify"}).exit, 0);
        (void)home.add("activity", activity("照常"));
        home.sync();
    }
    EXPECT_EQ(centre().run(order).exit, 0);
    EXPECT_EQ(centre().status().at("segments").to_number<int>(), 1);
    EXPECT_EQ(centre().run({"audit", "verify"}).exit, 0);
}

TEST_F(Harm, initOnAFullDiskLeavesNothingBehind) {
    const SmallDisk disk(folder() / "volume", "1m");
    NEEDS_ROOT_FOR(disk.mounted(), "mounting a small disk");
    disk.fill();
    const auto data = disk.path() / "township";
    EXPECT_TRUE(failedClearly(
        runProgram({SYNCD_BIN, "init", "--data", data.string(), "--units", XIANGJI_UNITS_CSV}), 1,
        "syncd", ""));
    EXPECT_FALSE(std::filesystem::exists(data));
}

TEST_F(Harm, aDamagedPhoneDatabaseIsNamedAndLeftAsItIs) {
    const auto home = phone("李明");
    const auto id = home.add("activity", activity("损坏之前"));
    home.sync();
    const auto file = home.path() / "phone.db";
    overwrite(file, 0, 4096);
    const auto damaged = bytesOf(file);
    EXPECT_TRUE(failedClearly(home.run({"list", "activity"}), 1, "xiangji", "damaged"));
    EXPECT_TRUE(failedClearly(home.run({"sync"}), 1, "xiangji", "damaged"));
    EXPECT_TRUE(
        failedClearly(home.run({"add", "activity", "title=端午"}), 1, "xiangji", "damaged"));
    EXPECT_EQ(bytesOf(file), damaged);
    EXPECT_EQ(timesIn(phone("王芳").list("activity"), id), 1) << "what was delivered is safe";
}

TEST_F(Harm, aPhoneDatabaseThatWasCutShortIsNamed) {
    const auto home = phone("李明");
    const auto file = home.path() / "phone.db";
    std::filesystem::resize_file(file, std::filesystem::file_size(file) / 2);
    EXPECT_TRUE(failedClearly(home.run({"list", "activity"}), 1, "xiangji", "damaged"));
}

TEST_F(Harm, aDamagedCentralDatabaseIsNamedAndNotServed) {
    const auto home = phone("李明");
    (void)home.add("activity", activity("还没有送出"));
    centre().stop();
    const auto file = centre().data() / "central.db";
    const auto whole = bytesOf(file);
    overwrite(file, 0, 4096);
    const auto damaged = bytesOf(file);
    EXPECT_TRUE(failedClearly(centre().run({"serve", "--listen", centre().address(), "--office",
                                            "127.0.0.1:0", "--log-level", "error"}),
                              1, "syncd", "central.db"));
    EXPECT_TRUE(failedClearly(centre().run({"status"}), 1, "syncd", "central.db"));
    EXPECT_EQ(bytesOf(file), damaged);
    EXPECT_EQ(home.run({"sync"}).exit, 3);
    std::ofstream(file, std::ios::binary | std::ios::trunc) << whole;
    centre().serve();
    home.sync();
    EXPECT_EQ(home.status().at("unsent").to_number<int>(), 0);
}

}  // namespace xiangji::test
