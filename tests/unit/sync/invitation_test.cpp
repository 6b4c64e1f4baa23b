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

TEST(Invitation, saysTheBackupPinAndTheCentreItself) {
    auto said = sample();
    said.address.backupPin = Bytes(32, '\x6b');
    said.server = Id::ofHash("centre");
    const auto found = Invitation::find(said.text());
    ASSERT_TRUE(found) << found.error().detail;
    EXPECT_EQ(found->address.pin, said.address.pin);
    EXPECT_EQ(found->address.backupPin, said.address.backupPin);
    EXPECT_EQ(found->server, said.server);
    said.address.backupPin.pop_back();
    EXPECT_FALSE(Invitation::find(said.text())) << "half a pin is none";
}

/// As the app wrote it before there were backup pins.
constexpr const char* kOld =
    "XJ1-184K2E9J5RR2WCHE6W896EGT41D5MPJTB9D5MPJTB9D5MPJTB9D5MPJTB9D5MPJTB9D5MPJTB9D5"
    "M8GG2WBHE5RQ2WBHE5RQ2WBHE5RQ2WN0KS5RPKKB37Z9JP3K41Q6KP7ED64E700M1068PQMYTCY38JBC"
    "T";

TEST(Invitation, ofAnOlderCentreIsStillRead) {
    const auto found = Invitation::find(kOld);
    ASSERT_TRUE(found) << found.error().detail;
    EXPECT_EQ(found->address.pin, sample().address.pin);
    EXPECT_EQ(found->personName, "李明");
    EXPECT_TRUE(found->address.backupPin.empty());
    EXPECT_TRUE(found->server.isNone());
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
