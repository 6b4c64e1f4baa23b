// What is shown is read back by a reader of its own (zxing).
#define ZX_USE_UTF8
#include "syncd/app/qr_code.hpp"

#include <ZXing/ReadBarcode.h>
#include <gtest/gtest.h>

#include <regex>

#include "core/sync/invitation.hpp"

namespace xiangji::syncd {
namespace {

constexpr int kPixelsAModule = 4;

std::string invitation() {
    return Invitation{
        .address = {"sync.zhangshu.example.cn", 7443, Bytes(32, '\x5a'), Bytes(32, '\x6b')},
        .secret = Bytes(16, '\x17'),
        .unitName = "临江镇新时代文明实践所",
        .personName = "李明",
        .role = 1,
        .untilMs = 1'781'827'200'000,
        .server = Id::ofHash("centre")}
        .text();
}

/// A grey picture of modules, dark ones black.
class Picture {
 public:
    explicit Picture(int side)
        : side_(side * kPixelsAModule),
          grey_(static_cast<std::size_t>(side_ * side_), std::uint8_t{255}) {}
    void blacken(int x, int y) {
        for (int i = 0; i < kPixelsAModule * kPixelsAModule; ++i) {
            const int to = (y * kPixelsAModule + i / kPixelsAModule) * side_ + x * kPixelsAModule +
                           i % kPixelsAModule;
            grey_.at(static_cast<std::size_t>(to)) = 0;
        }
    }
    [[nodiscard]] std::string read() const {
        const auto found =
            ZXing::ReadBarcode({grey_.data(), side_, side_, ZXing::ImageFormat::Lum});
        return found.isValid() ? found.text() : "(nothing)";
    }

 private:
    int side_;
    std::vector<std::uint8_t> grey_;
};

TEST(QrCode, inATerminalIsReadBackToTheLetter) {
    const auto text = invitation();
    for (const bool coloured : {false, true}) {
        auto shown = QrCode::of(text)->halfBlocks(coloured);
        if (coloured) {
            EXPECT_TRUE(shown.starts_with("\x1b[30;107m"));
            shown = std::regex_replace(shown, std::regex("\x1b\\[[0-9;]*m"), "");
        }
        std::vector<std::pair<int, int>> dark;
        int x = 0;
        int y = 0;
        int side = 0;
        for (std::size_t at = 0; at < shown.size();) {
            const std::string_view rest = std::string_view(shown).substr(at);
            if (rest[0] == '\n') {
                side = x;
                x = 0;
                y += 2;
                ++at;
                continue;
            }
            if (rest.starts_with("█") || rest.starts_with("▀")) {
                dark.emplace_back(x, y);
            }
            if (rest.starts_with("█") || rest.starts_with("▄")) {
                dark.emplace_back(x, y + 1);
            }
            at += rest[0] == ' ' ? 1 : std::string_view("█").size();
            ++x;
        }
        EXPECT_LE(side, 80) << "fits a terminal";
        Picture picture(side + 1);
        for (const auto& [column, row] : dark) {
            picture.blacken(column, row);
        }
        EXPECT_EQ(picture.read(), text);
    }
}

TEST(QrCode, asAPictureIsReadBackToTheLetter) {
    const auto text = invitation();
    const auto svg = QrCode::of(text)->svg();
    std::smatch box;
    ASSERT_TRUE(std::regex_search(svg, box, std::regex("viewBox=\"0 0 ([0-9]+) ([0-9]+)\"")));
    Picture picture(std::stoi(box[1]));
    const std::regex module("M([0-9]+) ([0-9]+)h1v1h-1z");
    for (auto at = std::sregex_iterator(svg.begin(), svg.end(), module);
         at != std::sregex_iterator(); ++at) {
        picture.blacken(std::stoi((*at)[1]), std::stoi((*at)[2]));
    }
    EXPECT_EQ(picture.read(), text);
}

TEST(QrCode, ofTooLongATextIsNone) {
    EXPECT_EQ(QrCode::of(std::string(5'000, 'A')).error().fault, Fault::invalid);
}

}  // namespace
}  // namespace xiangji::syncd
