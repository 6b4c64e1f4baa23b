#include "core/sync/invitation.hpp"

#include <gtest/gtest.h>

namespace xiangji {
namespace {

Invitation sample() {
    return {.address = {"192.0.2.7", 7443, Bytes(32, '\x5a')},
            .secret = Bytes(16, '\x17'),
            .unitName = "临江镇",
            .personName = "李明",
            .role = 1,
            .untilMs = 1'781'827'200'000};
}

TEST(Invitation, isFoundInsideAChatMessage) {
    const auto text = sample().text();
    for (const auto& pasted : {text, "您好！这是邀请：" + text + "，请尽快加入。", text + " thanks",
                               "XJ1-oops " + text}) {
        const auto found = Invitation::find(pasted);
        ASSERT_TRUE(found) << pasted;
        EXPECT_EQ(found->secret, sample().secret);
        EXPECT_EQ(found->address.host, "192.0.2.7");
        EXPECT_EQ(found->unitName, "临江镇");
    }
}

TEST(Invitation, survivesLineBreaksAndLowerCase) {
    auto text = sample().text();
    for (char& c : text) {
        c = c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
    }
    text.insert(40, "\n");
    text.insert(80, " \r\n ");
    const auto found = Invitation::find(text);
    ASSERT_TRUE(found) << found.error().detail;
    EXPECT_EQ(found->personName, "李明");
}

TEST(Invitation, oneWrongCharacterIsTold) {
    auto text = sample().text();
    text[50] = text[50] == 'A' ? 'B' : 'A';
    const auto found = Invitation::find(text);
    ASSERT_FALSE(found);
    EXPECT_NE(found.error().detail.find("copy the whole line"), std::string::npos);
}

TEST(Invitation, textWithoutOneIsTold) {
    for (const auto* pasted : {"", "你好", "XJ1-", "XJ1-ABC"}) {
        EXPECT_FALSE(Invitation::find(pasted));
    }
}

}  // namespace
}  // namespace xiangji
