#include "syncd/central/sqlite/allowed_memory.hpp"

#include <gtest/gtest.h>

#include <fstream>
#include <limits>

#include "tests/support/scratch_folder.hpp"

namespace xiangji::syncd {
namespace {

constexpr std::uint64_t kMiB = 1024UL * 1024;
constexpr std::uint64_t kNoLimit = std::numeric_limits<std::uint64_t>::max();

class AllowedMemory : public testing::Test {
 protected:
    void put(const std::string& name, const std::string& text) const {
        const auto file = folder_.path() / name;
        std::filesystem::create_directories(file.parent_path());
        std::ofstream(file) << text << '\n';
    }
    [[nodiscard]] std::uint64_t limit() const {
        return groupLimitBytes(folder_.path() / "own", folder_.path() / "groups");
    }

 private:
    test::ScratchFolder folder_;
};

TEST_F(AllowedMemory, isTheLeastOfTheGroupAndThoseAboveIt) {
    put("own", "0::/system.slice/xiangji-syncd.service");
    put("groups/system.slice/xiangji-syncd.service/memory.max", "max");
    put("groups/system.slice/xiangji-syncd.service/memory.high", std::to_string(512 * kMiB));
    put("groups/system.slice/memory.max", std::to_string(300 * kMiB));
    EXPECT_EQ(limit(), 300 * kMiB);
}

TEST_F(AllowedMemory, isTheContainersOwnWhereItsPathIsNotSeen) {
    put("own", "0::/../elsewhere/of/the/host");
    put("groups/memory.max", std::to_string(256 * kMiB));
    EXPECT_EQ(limit(), 256 * kMiB);
}

TEST_F(AllowedMemory, isReadFromTheFirstVersionToo) {
    put("own", "9:name=systemd:/\n5:cpu,memory:/docker/abc\n3:cpuset:/\n0::/");
    put("groups/memory/docker/abc/memory.limit_in_bytes", std::to_string(700 * kMiB));
    put("groups/memory/memory.limit_in_bytes", "9223372036854771712");
    EXPECT_EQ(limit(), 700 * kMiB);
}

TEST_F(AllowedMemory, isNotLimitedByWhatCannotBeRead) {
    EXPECT_EQ(limit(), kNoLimit);
    put("own", "rubbish\n\n0:/\n0::\n0::/a");
    put("groups/a/memory.max", "12 000");
    put("groups/a/memory.high", "");
    put("groups/memory.max", "-5");
    put("groups/memory.high", "99999999999999999999999");
    EXPECT_EQ(limit(), kNoLimit);
}

TEST_F(AllowedMemory, onThisMachineIsSomething) {
    EXPECT_GT(machineMemoryBytes(), 16 * kMiB);
    EXPECT_GT(groupLimitBytes(), 16 * kMiB);
}

}  // namespace
}  // namespace xiangji::syncd
