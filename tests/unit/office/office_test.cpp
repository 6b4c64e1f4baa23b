#include "syncd/office/office.hpp"

#include <gtest/gtest.h>

#include <boost/asio/connect.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/read.hpp>
#include <boost/asio/read_until.hpp>
#include <boost/asio/write.hpp>
#include <thread>

#include "tests/unit/office/small_township.hpp"

namespace xiangji::syncd {
namespace {

using boost::asio::ip::tcp;

/// An office on a free port with a thread of its own, and a rude browser: it sends bytes and reads
/// until the end.
struct OpenOffice : SmallTownship {
    boost::asio::io_context io;
    std::unique_ptr<Office> office = *Office::open(io, {"127.0.0.1:0"}, reader, catalogue, clock);
    std::thread thread{[this] { io.run(); }};

    ~OpenOffice() {
        office->stop();
        thread.join();
    }
    [[nodiscard]] std::string say(const std::string& bytes) const {
        boost::asio::io_context own;
        tcp::socket socket(own);
        const std::string address = office->address();
        const auto port =
            static_cast<std::uint16_t>(std::stoi(address.substr(address.find(':') + 1)));
        socket.connect({boost::asio::ip::address_v4::loopback(), port});
        boost::system::error_code ended;
        boost::asio::write(socket, boost::asio::buffer(bytes), ended);
        std::string heard;
        boost::asio::read(socket, boost::asio::dynamic_buffer(heard), ended);
        return heard;
    }
    [[nodiscard]] std::string get(const std::string& target, const std::string& host = "localhost",
                                  const std::string& method = "GET") const {
        return say(method + " " + target + " HTTP/1.1\r\nHost: " + host +
                   "\r\nConnection: close\r\n\r\n");
    }
};

bool startsWith(const std::string& text, const std::string& start) {
    return text.starts_with(start);
}

TEST(OfficeDoor, thePageCarriesItsSecurityHeaders) {
    const OpenOffice office;
    const std::string page = office.get("/");
    EXPECT_TRUE(startsWith(page, "HTTP/1.1 200 OK\r\n")) << page;
    for (const auto* header :
         {"Content-Security-Policy: default-src 'self'", "frame-ancestors 'none'",
          "X-Content-Type-Options: nosniff", "Referrer-Policy: no-referrer"}) {
        EXPECT_NE(page.find(header), std::string::npos) << header;
    }
}

TEST(OfficeDoor, recordsStayOutOfTheBrowsersCache) {
    const OpenOffice office;
    EXPECT_NE(office.get("/api/days").find("Cache-Control: no-store"), std::string::npos);
}

TEST(OfficeDoor, aForeignHostNameIsTurnedAway) {
    const OpenOffice office;
    EXPECT_TRUE(startsWith(office.get("/api/units", "rebound.example"), "HTTP/1.1 421 "));
    EXPECT_TRUE(
        startsWith(office.say("GET / HTTP/1.1\r\nConnection: close\r\n\r\n"), "HTTP/1.1 400 "));
}

TEST(OfficeDoor, nothingCanBeWritten) {
    const OpenOffice office;
    for (const auto* method : {"PUT", "DELETE", "OPTIONS", "PATCH"}) {
        const std::string refusal = office.get("/api/units", "localhost", method);
        EXPECT_TRUE(startsWith(refusal, "HTTP/1.1 405 ")) << method << ": " << refusal;
        EXPECT_NE(refusal.find("Allow: GET, HEAD, POST"), std::string::npos);
    }
}

TEST(OfficeDoor, onlyThePageItselfPosts) {
    const OpenOffice office;
    const auto post = [&](const std::string& headers) {
        return office.say("POST /api/open HTTP/1.1\r\nHost: localhost:1\r\nContent-Length: 2\r\n" +
                          headers + "Connection: close\r\n\r\n{}");
    };
    const std::string json = "Content-Type: application/json\r\n";
    EXPECT_TRUE(startsWith(post(""), "HTTP/1.1 403 "));
    EXPECT_TRUE(startsWith(post(json), "HTTP/1.1 403 "));
    EXPECT_TRUE(startsWith(post("Origin: http://localhost:1\r\n"), "HTTP/1.1 403 "));
    EXPECT_TRUE(startsWith(post(json + "Origin: http://evil.example\r\n"), "HTTP/1.1 403 "));
    EXPECT_NE(post(json + "Origin: http://localhost:1\r\n").find("load it again"),
              std::string::npos)
        << "this one reached the page, which misses its token";
}

TEST(OfficeDoor, anotherSiteBeginsNoDownload) {
    const OpenOffice office;
    const auto get = [&](const std::string& target) {
        return office.say("GET " + target +
                          " HTTP/1.1\r\nHost: localhost\r\nSec-Fetch-Site: cross-site\r\n"
                          "Connection: close\r\n\r\n");
    };
    EXPECT_TRUE(startsWith(get("/export/activity.csv"), "HTTP/1.1 403 "));
    EXPECT_TRUE(startsWith(get("/"), "HTTP/1.1 200 ")) << "a link to the page still works";
}

TEST(OfficeDoor, aHeadHasTheHeadersAndNoBody) {
    const OpenOffice office;
    const std::string head = office.get("/api/units", "localhost", "HEAD");
    EXPECT_TRUE(startsWith(head, "HTTP/1.1 200 OK\r\n"));
    EXPECT_NE(head.find("Content-Length: "), std::string::npos);
    EXPECT_TRUE(head.ends_with("\r\n\r\n"));
}

TEST(OfficeDoor, tooMuchIsRefusedBeforeItIsRead) {
    const OpenOffice office;
    EXPECT_TRUE(startsWith(office.get("/" + std::string(9000, 'a')), "HTTP/1.1 431 "));
    EXPECT_TRUE(
        startsWith(office.say("GET / HTTP/1.1\r\nHost: localhost\r\nContent-Length: 70000\r\n\r\n"),
                   "HTTP/1.1 413 "));
    EXPECT_TRUE(startsWith(office.say("hello there\r\n\r\n"), "HTTP/1.1 400 "));
}

TEST(OfficeDoor, oneConnectionCarriesSeveralRequests) {
    const OpenOffice office;
    const std::string one = "GET /api/head HTTP/1.1\r\nHost: localhost\r\n\r\n";
    const std::string last =
        "GET /api/head HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n";
    const std::string heard = office.say(one + one + last);
    std::size_t answers = 0;
    for (auto at = heard.find("HTTP/1.1 200"); at != std::string::npos;
         at = heard.find("HTTP/1.1 200", at + 1)) {
        ++answers;
    }
    EXPECT_EQ(answers, 3U) << heard;
}

TEST(OfficeDoor, aPortInUseIsSaidInOneSentence) {
    OpenOffice office;
    const auto second = Office::open(office.io, {office.office->address()}, office.reader,
                                     office.catalogue, office.clock);
    ASSERT_FALSE(second);
    EXPECT_EQ(second.error().fault, Fault::busy);
    EXPECT_NE(second.error().detail.find(office.office->address()), std::string::npos);
}

TEST(OfficeDoor, itListensOnLoopbackOnly) {
    SmallTownship township;
    boost::asio::io_context io;
    const auto office =
        Office::open(io, {"0.0.0.0:0"}, township.reader, township.catalogue, township.clock);
    ASSERT_FALSE(office);
    EXPECT_EQ(office.error().fault, Fault::refused);
}

TEST(OfficeDoor, stoppingEndsOpenConnectionsAndLetsTheThreadGo) {
    boost::asio::io_context own;
    tcp::socket idle(own);
    {
        const OpenOffice office;
        const std::string address = office.office->address();
        idle.connect(
            {boost::asio::ip::address_v4::loopback(),
             static_cast<std::uint16_t>(std::stoi(address.substr(address.find(':') + 1)))});
        boost::asio::write(
            idle,
            boost::asio::buffer(std::string("GET /api/head HTTP/1.1\r\nHost: localhost\r\n\r\n")));
        std::string heard;
        boost::asio::read_until(idle, boost::asio::dynamic_buffer(heard), "\r\n\r\n");
    }
    std::string rest;
    boost::system::error_code ended;
    boost::asio::read(idle, boost::asio::dynamic_buffer(rest), ended);
    EXPECT_TRUE(ended);
}

}  // namespace
}  // namespace xiangji::syncd
