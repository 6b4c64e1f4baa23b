#include "syncd/app/qr_code.hpp"

#include <qrencode.h>

#include <memory>

namespace xiangji::syncd {

namespace {

constexpr int kQuiet = 4;
constexpr const char* kBlackOnWhite = "\x1b[30;107m";
constexpr const char* kAsBefore = "\x1b[0m";

}  // namespace

Result<QrCode> QrCode::of(const std::string& text) {
    const std::unique_ptr<QRcode, void (*)(QRcode*)> made(
        QRcode_encodeString(text.c_str(), 0, QR_ECLEVEL_M, QR_MODE_8, 1), QRcode_free);
    if (!made) {
        return Error{Fault::invalid, "this text is too long for a QR code"};
    }
    QrCode code;
    code.side_ = made->width + 2 * kQuiet;
    code.dark_.assign(static_cast<std::size_t>(code.side_ * code.side_), false);
    for (int y = 0; y < made->width; ++y) {
        for (int x = 0; x < made->width; ++x) {
            const auto to = (y + kQuiet) * code.side_ + x + kQuiet;
            code.dark_[static_cast<std::size_t>(to)] = (made->data[y * made->width + x] & 1) != 0;
        }
    }
    return code;
}

bool QrCode::dark(int x, int y) const {
    return y < side_ && dark_[static_cast<std::size_t>(y * side_ + x)];
}

std::string QrCode::halfBlocks(bool coloured) const {
    std::string lines;
    for (int y = 0; y < side_; y += 2) {
        lines += coloured ? kBlackOnWhite : "";
        for (int x = 0; x < side_; ++x) {
            const bool upper = dark(x, y);
            const bool lower = dark(x, y + 1);
            lines += upper && lower ? "█" : upper ? "▀" : lower ? "▄" : " ";
        }
        lines += coloured ? kAsBefore : "";
        lines += '\n';
    }
    return lines;
}

std::string QrCode::svg() const {
    const auto side = std::to_string(side_);
    std::string path;
    for (int y = 0; y < side_; ++y) {
        for (int x = 0; x < side_; ++x) {
            if (dark(x, y)) {
                path += "M" + std::to_string(x) + " " + std::to_string(y) + "h1v1h-1z";
            }
        }
    }
    return "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 " + side + " " + side +
           "\" shape-rendering=\"crispEdges\"><rect width=\"" + side + "\" height=\"" + side +
           "\" fill=\"#fff\"/><path d=\"" + path + "\"/></svg>\n";
}

}  // namespace xiangji::syncd
