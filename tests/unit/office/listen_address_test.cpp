#include "syncd/office/listen_address.hpp"

#include <gtest/gtest.h>

namespace xiangji::syncd {
namespace {

TEST(OfficeListen, loopbackAddressesAreTaken) {
    EXPECT_EQ(ListenAddress::parse("127.0.0.1:8080")->text(), "127.0.0.1:8080");
    EXPECT_EQ(ListenAddress::parse("localhost:0")->text(), "127.0.0.1:0");
    EXPECT_EQ(ListenAddress::parse("127.5.6.7:1")->text(), "127.5.6.7:1");
    EXPECT_EQ(ListenAddress::parse("[::1]:8080")->text(), "[::1]:8080");
}

TEST(OfficeListen, everyOtherAddressIsRefusedWithAWayOut) {
    for (const auto* address :
         {"0.0.0.0:8080", "192.168.1.5:80", "[::]:80", "office.example:80", "10.0.0.1:0"}) {
        const auto parsed = ListenAddress::parse(address);
        ASSERT_FALSE(parsed) << address;
        EXPECT_EQ(parsed.error().fault, Fault::refused) << address;
        EXPECT_NE(parsed.error().detail.find("SSH tunnel"), std::string::npos);
    }
}

TEST(OfficeListen, whatIsNoAddressIsInvalid) {
    for (const auto* address :
         {"", "127.0.0.1", "127.0.0.1:", ":80", "127.0.0.1:x", "127.0.0.1:70000", "[::1:80"}) {
        const auto parsed = ListenAddress::parse(address);
        ASSERT_FALSE(parsed) << address;
        EXPECT_EQ(parsed.error().fault, Fault::invalid) << address;
    }
}

TEST(OfficeHost, namesOfThisMachineAreAnsweredWithAnyPort) {
    for (const auto* host :
         {"localhost", "LOCALHOST:8080", "127.0.0.1", "127.0.0.1:9", "[::1]:80", "[::1]"}) {
        EXPECT_TRUE(isLoopbackHost(host)) << host;
    }
}

TEST(OfficeHost, aForeignNameThatResolvesHereIsNot) {
    for (const auto* host :
         {"", "evil.example", "localhost.evil.example", "127.0.0.1.evil.example", "evil.example:80",
          "192.168.0.1", "127.0.0.1:x", "[::1", "::1", "localhost:80:80", "127.0.0.1@evil"}) {
        EXPECT_FALSE(isLoopbackHost(host)) << host;
    }
}

}  // namespace
}  // namespace xiangji::syncd
