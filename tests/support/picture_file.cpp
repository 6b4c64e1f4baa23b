#include "tests/support/picture_file.hpp"

#include <array>
#include <cstdint>
#include <random>

namespace xiangji::test {

namespace {

void putBig(Bytes& to, std::uint32_t value, int octets = 4) {
    for (int shift = 8 * (octets - 1); shift >= 0; shift -= 8) {
        to.push_back(static_cast<char>((value >> shift) & 0xff));
    }
}

std::uint32_t crcOf(const Bytes& bytes) {
    std::uint32_t crc = 0xffffffff;
    for (const char octet : bytes) {
        crc ^= static_cast<unsigned char>(octet);
        for (int bit = 0; bit < 8; ++bit) {
            crc = (crc >> 1) ^ ((crc & 1U) != 0 ? 0xedb88320U : 0U);
        }
    }
    return ~crc;
}

void putChunk(Bytes& png, const std::string& kind, const Bytes& body) {
    putBig(png, static_cast<std::uint32_t>(body.size()));
    png += kind + body;
    putBig(png, crcOf(kind + body));
}

/// zlib with blocks that are only stored.
Bytes stored(const Bytes& raw) {
    Bytes zlib("\x78\x01", 2);
    constexpr std::size_t kBlock = 65'535;
    for (std::size_t at = 0; at < raw.size(); at += kBlock) {
        const auto part = raw.substr(at, kBlock);
        zlib.push_back(at + kBlock >= raw.size() ? '\1' : '\0');
        const auto size = static_cast<unsigned>(part.size());
        for (const unsigned word : {size, ~size}) {
            zlib.push_back(static_cast<char>(word & 0xff));
            zlib.push_back(static_cast<char>((word >> 8) & 0xff));
        }
        zlib += part;
    }
    std::uint32_t a = 1;
    std::uint32_t b = 0;
    for (const char octet : raw) {
        a = (a + static_cast<unsigned char>(octet)) % 65'521;
        b = (b + a) % 65'521;
    }
    putBig(zlib, b << 16 | a);
    return zlib;
}

void putEntry(Bytes& tiff, std::uint32_t tag, std::uint32_t kind, std::uint32_t count,
              std::uint32_t value) {
    putBig(tiff, tag, 2);
    putBig(tiff, kind, 2);
    putBig(tiff, count);
    putBig(tiff, value);
}

}  // namespace

Bytes pngOf(int w, int h, const std::function<Colour(int x, int y)>& colour) {
    Bytes head;
    putBig(head, static_cast<std::uint32_t>(w));
    putBig(head, static_cast<std::uint32_t>(h));
    head += Bytes("\x08\x02\0\0\0", 5);
    Bytes raw;
    for (int y = 0; y < h; ++y) {
        raw.push_back('\0');
        for (int x = 0; x < w; ++x) {
            const auto at = colour(x, y);
            for (const unsigned char part : {at.red, at.green, at.blue}) {
                raw.push_back(static_cast<char>(part));
            }
        }
    }
    Bytes png("\x89PNG\r\n\x1a\n", 8);
    putChunk(png, "IHDR", head);
    putChunk(png, "IDAT", stored(raw));
    putChunk(png, "IEND", {});
    return png;
}

Bytes noisyPng(int w, int h, unsigned seed) {
    std::mt19937 chance(seed);
    return pngOf(w, h, [&](int, int) {
        const auto bits = chance();
        return Colour{static_cast<unsigned char>(bits), static_cast<unsigned char>(bits >> 8),
                      static_cast<unsigned char>(bits >> 16)};
    });
}

Bytes withExif(const Bytes& jpeg, int orientation, const std::string& taken,
               const std::string& offset) {
    constexpr std::uint32_t kFirst = 8;
    constexpr std::uint32_t kExif = kFirst + 2 + 2 * 12 + 4;
    constexpr std::uint32_t kTexts = kExif + 2 + 2 * 12 + 4;
    Bytes tiff("MM\0\x2a", 4);
    putBig(tiff, kFirst);
    putBig(tiff, 2, 2);
    putEntry(tiff, 0x0112, 3, 1, static_cast<std::uint32_t>(orientation) << 16);
    putEntry(tiff, 0x8769, 4, 1, kExif);
    putBig(tiff, 0);
    putBig(tiff, 2, 2);
    putEntry(tiff, 0x9003, 2, static_cast<std::uint32_t>(taken.size()) + 1, kTexts);
    putEntry(tiff, 0x9011, 2, static_cast<std::uint32_t>(offset.size()) + 1,
             kTexts + static_cast<std::uint32_t>(taken.size()) + 1);
    putBig(tiff, 0);
    tiff += taken + '\0' + offset + '\0';
    Bytes segment("Exif\0\0", 6);
    segment += tiff;
    Bytes marked = jpeg.substr(0, 2) + Bytes("\xff\xe1", 2);
    putBig(marked, static_cast<std::uint32_t>(segment.size()) + 2, 2);
    return marked + segment + jpeg.substr(2);
}

}  // namespace xiangji::test
