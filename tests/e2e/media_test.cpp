#include <fstream>
#include <sstream>

#include "tests/e2e/stage.hpp"
#include "tests/support/picture_file.hpp"

namespace xiangji::test {

namespace json = boost::json;

class MediaFiles : public Stage {
 protected:
    std::filesystem::path write(const std::string& name, const Bytes& bytes) const {
        const auto path = folder() / name;
        std::ofstream(path, std::ios::binary) << bytes;
        return path;
    }
    static Bytes read(const std::filesystem::path& path) {
        std::stringstream bytes;
        bytes << std::ifstream(path, std::ios::binary).rdbuf();
        return bytes.str();
    }
    static std::string oneLine(const Ended& ended) {
        EXPECT_EQ(ended.exit, 0) << ended.err;
        return ended.out.substr(0, ended.out.find('\n'));
    }
};

TEST_F(MediaFiles, aPhotoGoesFromOnePhoneToAnotherByteForByte) {
    const Home li = phone("李明");
    const Home wang = phone("王芳");
    const auto photo = noisyPng(500, 400, 3);
    const auto activityId = li.add("activity", activity("防溺水宣讲"));
    const auto id =
        oneLine(li.run({"media", "add", write("IMG.png", photo).string(), "caption=村口合影",
                        "faces_minor=none", "--activity", activityId}));
    EXPECT_EQ(li.status().at("filesWaiting").to_number<int>(), 1);
    EXPECT_EQ(li.run({"sync", "--metered"}).exit, 0);
    EXPECT_EQ(li.status().at("unsent").to_number<int>(), 0) << "rows go over any network";
    EXPECT_EQ(li.status().at("filesWaiting").to_number<int>(), 1) << "a photo waits for Wi-Fi";
    // A centre killed in the middle loses nothing.
    auto sending = li.start({"sync"});
    centre().kill();
    (void)sending.wait();
    centre().serve();
    li.sync();
    EXPECT_EQ(li.status().at("filesWaiting").to_number<int>(), 0);

    wang.sync();
    EXPECT_EQ(wang.row("media", id).at("upload_state").as_string(), "complete");
    const auto small = folder() / "small.jpg";
    const auto whole = folder() / "whole.png";
    EXPECT_EQ(wang.run({"media", "get", id, "--thumb", small.string()}).exit, 0);
    EXPECT_TRUE(read(small).starts_with("\xff\xd8\xff"));
    EXPECT_EQ(wang.run({"media", "get", id, whole.string()}).exit, 0);
    EXPECT_TRUE(read(whole) == photo);
    const auto listed = json::parse(wang.run({"media", "list", "--json"}).out).as_array();
    ASSERT_EQ(listed.size(), 1u);
    EXPECT_EQ(listed[0].at("state").as_string(), "fetched");

    const auto view = json::parse(centre().run({"media", "--json"}).out);
    EXPECT_EQ(view.at("files").to_number<int>(), 1);
    EXPECT_EQ(view.at("awaited").to_number<int>(), 0);
    EXPECT_TRUE(view.at("unreferenced").as_array().empty());
}

TEST_F(MediaFiles, whatCannotBeAddedOrHadIsSaidInOneLine) {
    const Home li = phone("李明");
    EXPECT_TRUE(failedClearly(li.run({"media", "add", "/nowhere.jpg"}), 1, "xiangji", "nowhere"));
    EXPECT_TRUE(failedClearly(li.run({"media", "add", write("a.txt", "words").string()}), 1,
                              "xiangji", "kind="));
    const auto id = oneLine(li.run({"media", "add", write("b.png", noisyPng(50, 50, 4)).string()}));
    centre().stop();
    const Home far = li;
    EXPECT_EQ(far.run({"media", "get", id, (folder() / "own.png").string()}).exit, 0)
        << "what is on this phone needs no network";
    EXPECT_EQ(li.status().at("filesWaiting").to_number<int>(), 1);
    const auto settings =
        json::parse(li.run({"media", "settings", "--only-on-wifi", "off", "--json"}).out);
    EXPECT_FALSE(settings.at("onlyOnWifi").as_bool());
}

TEST_F(MediaFiles, aWatchGoesOnThroughFailuresAndSeesWhatOthersSave) {
    const Home li = phone("李明");
    centre().stop();
    auto watching = li.start({"sync", "--watch", "--json"});
    const auto failed = json::parse(watching.line());
    EXPECT_EQ(failed.at("end").as_string(), "unreachable");
    EXPECT_GT(failed.at("nextMs").to_number<std::int64_t>(), 0);
    EXPECT_NE(failed.at("words").as_string(), "");
    centre().serve();
    // The home is free between two runs, and what is saved in it does not wait for the next turn.
    const auto id = li.add("activity", activity("科普进村"));
    for (json::value told = failed;
         told.at("end").as_string() != "done" || told.at("sent").to_number<int>() == 0;) {
        told = json::parse(watching.line());
    }
    watching.signal(SIGTERM);
    EXPECT_EQ(watching.wait().exit, 0);
    EXPECT_EQ(li.row("activity", id).at("_sendState").as_string(), "delivered");
}

}  // namespace xiangji::test
