#include "core/net/host_port.hpp"

#include <gtest/gtest.h>

namespace xiangji {
namespace {

TEST(HostPort, readsWhatPeopleWrite) {
    const auto plain = HostPort::parse("127.0.0.1:7443");
    ASSERT_TRUE(plain);
    EXPECT_EQ(plain->host, "127.0.0.1");
    EXPECT_EQ(plain->port, 7443);

    const auto bracketed = HostPort::parse("[::1]:0");
    ASSERT_TRUE(bracketed);
    EXPECT_EQ(bracketed->host, "::1");
    EXPECT_EQ(bracketed->port, 0);

    EXPECT_TRUE(HostPort::parse("sync.zhangshu.example:65535"));
}

TEST(HostPort, writesWhatItReads) {
    for (const auto* text : {"127.0.0.1:7443", "[::1]:80", "centre:1"}) {
        const auto read = HostPort::parse(text);
        ASSERT_TRUE(read) << text;
        EXPECT_EQ(read->text(), text);
    }
}

TEST(HostPort, refusesWhatIsNone) {
    for (const auto* text : {"", ":", "host", "host:", ":80", "host:65536", "host:-1", "host:8o",
                             "::1:80", "[]:80", "host: 80"}) {
        const auto read = HostPort::parse(text);
        EXPECT_FALSE(read) << text;
        if (!read) {
            EXPECT_EQ(read.error().fault, Fault::invalid) << text;
        }
    }
}

}  // namespace
}  // namespace xiangji
