#pragma once

#include <gtest/gtest.h>

#include "core/net/tls_identity.hpp"
#include "syncd/session/server.hpp"
#include "tests/unit/session/fake_desk.hpp"
#include "tests/unit/session/raw_phone.hpp"

namespace xiangji::syncd::test {

class PhonesDoor : public ::testing::Test {
 protected:
    static ServerSettings settings() {
        ServerSettings wanted;
        wanted.listen = {"127.0.0.1", 0};
        wanted.threads = 2;
        return wanted;
    }
    static std::unique_ptr<Server> begun(Desk& desk, const ServerSettings& wanted = settings()) {
        auto server = Server::open(wanted, identity(), desk);
        EXPECT_TRUE(server) << (server ? "" : server.error().detail);
        (*server)->start();
        return *std::move(server);
    }
    static std::unique_ptr<RawPhone> connected(const Server& server) {
        auto phone = std::make_unique<RawPhone>();
        phone->connect(server.address());
        EXPECT_TRUE(phone->shakeHands());
        return phone;
    }
    static std::unique_ptr<RawPhone> proven(const Server& server, const Id& device) {
        auto phone = connected(server);
        phone->send(helloOf(device));
        const auto reply = phone->reply();
        EXPECT_TRUE(reply && reply->has_welcome());
        return phone;
    }
    static wire::Refusal::Code refusalIn(const std::optional<wire::Reply>& reply) {
        return reply ? reply->refusal().code() : wire::Refusal::CODE_UNSPECIFIED;
    }
    static const TlsIdentity& identity() {
        static const TlsIdentity made = *TlsIdentity::make();
        return made;
    }
};

}  // namespace xiangji::syncd::test
