#include "core/media/exif.hpp"

#include <string>

#include "core/base/civil_time.hpp"

namespace xiangji {

namespace {

constexpr std::uint16_t kOrientation = 0x0112;
constexpr std::uint16_t kExifFolder = 0x8769;
constexpr std::uint16_t kTaken = 0x9003;
constexpr std::uint16_t kTakenOffset = 0x9011;
constexpr std::size_t kEntryBytes = 12;
constexpr std::size_t kMostEntries = 256;

/// A TIFF block in the byte order it names; zeros beyond its end.
class Tiff {
 public:
    explicit Tiff(std::string_view bytes) : bytes_(bytes), little_(bytes.starts_with("II")) {}

    [[nodiscard]] bool good() const { return little_ || bytes_.starts_with("MM"); }
    [[nodiscard]] std::uint32_t number(std::size_t at, std::size_t size) const {
        std::uint32_t value = 0;
        for (std::size_t i = 0; i < size; ++i) {
            const auto place = little_ ? at + size - 1 - i : at + i;
            const auto octet =
                place < bytes_.size() ? static_cast<unsigned char>(bytes_[place]) : 0U;
            value = value << 8 | octet;
        }
        return value;
    }
    [[nodiscard]] std::string text(std::size_t at, std::size_t size) const {
        return at < bytes_.size() ? std::string(bytes_.substr(at, size)) : std::string();
    }
    /// Where the entry of a tag begins, in the folder at a place; 0 = not there.
    [[nodiscard]] std::size_t entry(std::size_t folder, std::uint16_t tag) const {
        const std::size_t count = std::min<std::size_t>(number(folder, 2), kMostEntries);
        for (std::size_t i = 0; folder != 0 && i < count; ++i) {
            const auto at = folder + 2 + i * kEntryBytes;
            if (number(at, 2) == tag) {
                return at;
            }
        }
        return 0;
    }
    /// An entry's text, which lies where its last four bytes say, or in them.
    [[nodiscard]] std::string textOf(std::size_t entry) const {
        const std::size_t count = number(entry + 4, 4);
        return entry == 0 || count > 64 ? std::string()
               : count <= 4             ? text(entry + 8, count)
                                        : text(number(entry + 8, 4), count);
    }

 private:
    std::string_view bytes_;
    bool little_;
};

/// The TIFF block of the first EXIF segment before the pixels; empty if there is none.
std::string_view exifBlock(std::string_view jpeg) {
    constexpr std::string_view kMark("Exif\0\0", 6);
    std::size_t at = 2;
    while (jpeg.starts_with("\xff\xd8") && at + 4 <= jpeg.size() && jpeg[at] == '\xff') {
        const auto kind = static_cast<unsigned char>(jpeg[at + 1]);
        const std::size_t size = static_cast<unsigned char>(jpeg[at + 2]) * 256U +
                                 static_cast<unsigned char>(jpeg[at + 3]);
        if (kind == 0xda || size < 2) {
            break;
        }
        const auto body = jpeg.substr(at + 4, size - 2);
        if (kind == 0xe1 && body.starts_with(kMark)) {
            return body.substr(kMark.size());
        }
        at += 2 + size;
    }
    return {};
}

/// "2026:06:19 09:30:12" and "+08:00".
std::optional<Instant> instantOf(std::string text, std::string offset) {
    constexpr std::size_t kTextChars = 19;
    constexpr std::size_t kOffsetChars = 6;
    if (text.size() < kTextChars) {
        return std::nullopt;
    }
    text.resize(kTextChars);
    text[4] = text[7] = '-';
    text[10] = 'T';
    offset.resize(std::min(offset.size(), kOffsetChars));
    const auto own = parseInstant(text + offset);
    return own ? own : parseInstant(text + "+08:00");
}

}  // namespace

Exif readExif(std::string_view jpeg) {
    Exif exif;
    const Tiff tiff(exifBlock(jpeg));
    if (!tiff.good()) {
        return exif;
    }
    const std::size_t first = tiff.number(4, 4);
    if (const auto at = tiff.entry(first, kOrientation); at != 0) {
        const auto value = static_cast<int>(tiff.number(at + 8, 2));
        exif.orientation = value >= 1 && value <= 8 ? value : 1;
    }
    if (const auto at = tiff.entry(first, kExifFolder); at != 0) {
        const std::size_t folder = tiff.number(at + 8, 4);
        exif.takenMs = instantOf(tiff.textOf(tiff.entry(folder, kTaken)),
                                 tiff.textOf(tiff.entry(folder, kTakenOffset)));
    }
    return exif;
}

}  // namespace xiangji
