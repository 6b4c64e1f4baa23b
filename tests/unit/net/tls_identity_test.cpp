#include "core/net/tls_identity.hpp"

#include <gtest/gtest.h>

namespace xiangji {
namespace {

TEST(TlsIdentity, isTheSameAfterBeingKept) {
    const auto made = TlsIdentity::make();
    ASSERT_TRUE(made) << made.error().detail;
    EXPECT_EQ(made->pin().size(), 32U);
    const auto again = TlsIdentity::fromPem(made->certificatePem(), made->keyPem());
    ASSERT_TRUE(again) << again.error().detail;
    EXPECT_EQ(again->pin(), made->pin());
}

TEST(TlsIdentity, isANewOneEachTime) {
    const auto one = TlsIdentity::make();
    const auto other = TlsIdentity::make();
    ASSERT_TRUE(one && other);
    EXPECT_NE(one->pin(), other->pin());
}

TEST(TlsIdentity, aForeignKeyIsNoticed) {
    const auto one = TlsIdentity::make();
    const auto other = TlsIdentity::make();
    ASSERT_TRUE(one && other);
    const auto mixed = TlsIdentity::fromPem(one->certificatePem(), other->keyPem());
    ASSERT_FALSE(mixed);
    EXPECT_EQ(mixed.error().fault, Fault::damaged);
}

TEST(TlsIdentity, brokenFilesAreNoticed) {
    const auto made = TlsIdentity::make();
    ASSERT_TRUE(made);
    EXPECT_EQ(TlsIdentity::fromPem("", made->keyPem()).error().fault, Fault::damaged);
    EXPECT_EQ(TlsIdentity::fromPem(made->certificatePem(), "").error().fault, Fault::damaged);
    EXPECT_EQ(
        TlsIdentity::fromPem(made->certificatePem().substr(0, 100), made->keyPem()).error().fault,
        Fault::damaged);
}

}  // namespace
}  // namespace xiangji
