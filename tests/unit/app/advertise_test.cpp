#include "syncd/app/advertise.hpp"

#include <gtest/gtest.h>

namespace xiangji::syncd {
namespace {

TEST(Advertise, whatTheOperatorSaysCounts) {
    EXPECT_EQ(advertised("sync.example.cn:443", {"0.0.0.0", 7443})->text(), "sync.example.cn:443");
    EXPECT_EQ(advertised("sync.example.cn:0", {"0.0.0.0", 7443})->text(), "sync.example.cn:7443");
}

TEST(Advertise, withoutAWordItIsWhereWeListen) {
    EXPECT_EQ(advertised("", {"10.1.2.3", 7443})->text(), "10.1.2.3:7443");
}

TEST(Advertise, everywhereIsNoAddressToCall) {
    EXPECT_EQ(advertised("0.0.0.0:7443", {"0.0.0.0", 7443}).error().fault, Fault::invalid);
    const auto found = advertised("", {"0.0.0.0", 7443});
    if (found) {  // A machine with a network.
        EXPECT_NE(found->host, "0.0.0.0");
        EXPECT_FALSE(found->host.starts_with("127."));
    } else {
        EXPECT_NE(found.error().detail.find("--advertise"), std::string::npos);
    }
}

}  // namespace
}  // namespace xiangji::syncd
