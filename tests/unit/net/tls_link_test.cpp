#include "core/net/tls_link.hpp"

#include <gtest/gtest.h>

#include <atomic>
#include <boost/asio/write.hpp>
#include <chrono>

#include "core/net/frame.hpp"
#include "tests/unit/net/odd_server.hpp"

namespace xiangji {
namespace {

using namespace std::chrono_literals;
using test::OddServer;

class TlsLink : public ::testing::Test {
 protected:
    [[nodiscard]] const Bytes& pin() const { return identity_.pin(); }

    /// A server that shakes hands properly and then does `speak`.
    [[nodiscard]] std::function<void(OddServer::Socket&)> tls(
        std::function<void(OddServer::Tls&)> speak) const {
        return OddServer::speakingTls(identity_, std::move(speak));
    }

    /// What a connection attempt ends with.
    [[nodiscard]] static Error refusalOf(const Address& address) {
        auto link = TlsLinkMaker(kShort).connect(address);
        EXPECT_FALSE(link);
        return link ? Error{} : link.error();
    }

    static constexpr LinkDeadlines kShort{.connect = 2'000ms, .call = 2'000ms};
    static constexpr LinkDeadlines kVeryShort{.connect = 200ms, .call = 200ms};
    TlsIdentity identity_ = *TlsIdentity::make();
};

TEST_F(TlsLink, carriesARequestOutAndTheReplyBack) {
    OddServer server(tls([](auto& stream) {
        const auto request = OddServer::readFrame(stream);
        boost::asio::write(stream, boost::asio::buffer(*framed("you said: " + request)));
    }));
    auto link = TlsLinkMaker(kShort).connect(server.address(pin()));
    ASSERT_TRUE(link) << link.error().detail;
    const auto reply = (*link)->call("hello");
    ASSERT_TRUE(reply) << reply.error().detail;
    EXPECT_EQ(*reply, "you said: hello");
}

TEST_F(TlsLink, bothEndsHaveTheSameExporter) {
    Bytes theirs(32, '\0');
    Bytes ours;
    {
        OddServer server(tls([&](auto& stream) {
            SSL_export_keying_material(
                stream.native_handle(), reinterpret_cast<unsigned char*>(theirs.data()),
                theirs.size(), kExporterLabel, std::strlen(kExporterLabel), nullptr, 0, 0);
        }));
        auto link = TlsLinkMaker(kShort).connect(server.address(pin()));
        ASSERT_TRUE(link) << link.error().detail;
        ours = (*link)->exporter();
    }
    EXPECT_EQ(ours, theirs);
    EXPECT_NE(ours, Bytes(32, '\0'));
}

TEST_F(TlsLink, anotherKeyIsNotTrustedAndGetsNoByte) {
    std::atomic<bool> shaken = false;
    {
        OddServer server(tls([&](auto&) { shaken = true; }));
        const auto error = refusalOf(server.address(TlsIdentity::make()->pin()));
        EXPECT_EQ(error.fault, Fault::untrusted);
        EXPECT_NE(error.detail.find("nothing was sent"), std::string::npos) << error.detail;
        EXPECT_NE(error.detail.find("new invitation"), std::string::npos) << error.detail;
    }
    EXPECT_FALSE(shaken);
}

TEST_F(TlsLink, olderTlsIsNotTrusted) {
    OddServer server(OddServer::speakingTls(identity_, [](auto&) {}, TLS1_2_VERSION));
    EXPECT_EQ(refusalOf(server.address(pin())).fault, Fault::untrusted);
}

TEST_F(TlsLink, aServerThatSpeaksNoTlsIsNotTrusted) {
    OddServer server([](auto& socket) {
        boost::asio::write(socket,
                           boost::asio::buffer(std::string("HTTP/1.1 400 Bad Request\r\n\r\n")));
        OddServer::waitForEnd(socket);
    });
    EXPECT_EQ(refusalOf(server.address(pin())).fault, Fault::untrusted);
}

TEST_F(TlsLink, aServerThatHangsUpIsUnreachable) {
    OddServer server([](auto&) {});
    EXPECT_EQ(refusalOf(server.address(pin())).fault, Fault::unreachable);
}

TEST_F(TlsLink, aServerThatSaysNothingIsGivenUpInTime) {
    OddServer server([](auto& socket) { OddServer::waitForEnd(socket); });
    const auto began = std::chrono::steady_clock::now();
    auto link = TlsLinkMaker(kVeryShort).connect(server.address(pin()));
    ASSERT_FALSE(link);
    EXPECT_EQ(link.error().fault, Fault::unreachable);
    EXPECT_LT(std::chrono::steady_clock::now() - began, 5s);
}

TEST_F(TlsLink, aPortWhereNobodyListensIsUnreachable) {
    Address nobody;
    {
        const OddServer server([](auto&) {});
        nobody = server.address(pin());
    }
    const auto error = refusalOf(nobody);
    EXPECT_EQ(error.fault, Fault::unreachable);
    EXPECT_NE(error.detail.find("nothing is lost"), std::string::npos) << error.detail;
}

TEST_F(TlsLink, aNameThatDoesNotExistIsUnreachable) {
    EXPECT_EQ(refusalOf({.host = "no-such-centre.invalid", .port = 7443, .pin = pin()}).fault,
              Fault::unreachable);
}

TEST_F(TlsLink, anAddressWithoutAPinIsRefusedAtOnce) {
    EXPECT_EQ(refusalOf({.host = "127.0.0.1", .port = 7443, .pin = {}}).fault, Fault::invalid);
}

TEST_F(TlsLink, aReplyCutInTheMiddleIsUnreachableAndEndsTheLink) {
    OddServer server(tls([](auto& stream) {
        (void)OddServer::readFrame(stream);
        boost::asio::write(stream, boost::asio::buffer(framed(Bytes(1000, 'x'))->substr(0, 10)));
    }));
    auto link = TlsLinkMaker(kShort).connect(server.address(pin()));
    ASSERT_TRUE(link) << link.error().detail;
    EXPECT_EQ((*link)->call("hello").error().fault, Fault::unreachable);
    EXPECT_EQ((*link)->call("hello").error().fault, Fault::unreachable);
}

TEST_F(TlsLink, aReplyThatNeverComesIsGivenUpInTime) {
    OddServer server(tls([](auto& stream) { OddServer::waitForEnd(stream.next_layer()); }));
    auto link = TlsLinkMaker({.connect = 2'000ms, .call = 200ms}).connect(server.address(pin()));
    ASSERT_TRUE(link) << link.error().detail;
    EXPECT_EQ((*link)->call("hello").error().fault, Fault::unreachable);
}

TEST_F(TlsLink, aReplyAnnouncedTooLongIsNotTrusted) {
    OddServer server(tls([](auto& stream) {
        (void)OddServer::readFrame(stream);
        boost::asio::write(stream, boost::asio::buffer(Bytes("\xff\xff\xff\xff", 4)));
        OddServer::waitForEnd(stream.next_layer());
    }));
    auto link = TlsLinkMaker(kShort).connect(server.address(pin()));
    ASSERT_TRUE(link) << link.error().detail;
    EXPECT_EQ((*link)->call("hello").error().fault, Fault::untrusted);
}

TEST_F(TlsLink, aRequestTooLongIsNotSentAndTheLinkLives) {
    OddServer server(tls([](auto& stream) {
        boost::asio::write(stream, boost::asio::buffer(*framed(OddServer::readFrame(stream))));
    }));
    auto link = TlsLinkMaker(kShort).connect(server.address(pin()));
    ASSERT_TRUE(link) << link.error().detail;
    EXPECT_EQ((*link)->call(Bytes(kMaxFrameBytes + 1, 'x')).error().fault, Fault::invalid);
    const auto reply = (*link)->call(Bytes(kMaxFrameBytes, 'x'));
    ASSERT_TRUE(reply) << reply.error().detail;
    EXPECT_EQ(*reply, Bytes(kMaxFrameBytes, 'x'));
}

}  // namespace
}  // namespace xiangji
