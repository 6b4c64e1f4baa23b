#include "core/media/picture_codec.hpp"

#include <png.h>
#include <turbojpeg.h>

#include <limits>
#include <memory>

namespace xiangji {

namespace {

constexpr int kWithoutProgressiveBombs = TJFLAG_LIMITSCANS;

using Turbo = std::unique_ptr<void, decltype(&tjDestroy)>;

const unsigned char* octetsOf(std::string_view bytes) {
    return reinterpret_cast<const unsigned char*>(bytes.data());
}

bool isJpeg(std::string_view bytes) {
    return bytes.starts_with("\xff\xd8\xff");
}

Error damaged(const char* why) {
    return {Fault::invalid, why};
}

/// libpng's reader of bytes in memory; freed with it.
struct Png {
    Png() { image.version = PNG_IMAGE_VERSION; }
    ~Png() { png_image_free(&image); }
    Png(const Png&) = delete;
    Png& operator=(const Png&) = delete;
    [[nodiscard]] bool open(std::string_view bytes) {
        return png_image_begin_read_from_memory(&image, bytes.data(), bytes.size()) != 0;
    }
    png_image image{};
};

Result<PictureSize> jpegSize(std::string_view bytes) {
    const Turbo turbo(tjInitDecompress(), &tjDestroy);
    PictureSize size;
    int sampling = 0;
    int space = 0;
    if (!turbo || tjDecompressHeader3(turbo.get(), octetsOf(bytes), bytes.size(), &size.w, &size.h,
                                      &sampling, &space) != 0) {
        return damaged("its beginning is another");
    }
    return size;
}

Result<PictureSize> pngSize(std::string_view bytes) {
    constexpr png_uint_32 kMost = std::numeric_limits<int>::max();
    Png png;
    if (!png.open(bytes) || png.image.width > kMost || png.image.height > kMost) {
        return damaged("its beginning is another");
    }
    return PictureSize{static_cast<int>(png.image.width), static_cast<int>(png.image.height)};
}

Result<Pixels> decodedJpeg(std::string_view bytes, const PictureSize& size) {
    const Turbo turbo(tjInitDecompress(), &tjDestroy);
    Pixels pixels(size.w, size.h);
    const int failed =
        !turbo ? -1
               : tjDecompress2(turbo.get(), octetsOf(bytes), bytes.size(), pixels.colours.data(),
                               size.w, 0, size.h, TJPF_RGB, kWithoutProgressiveBombs);
    if (failed != 0 && (!turbo || tjGetErrorCode(turbo.get()) != TJERR_WARNING)) {
        return damaged("its pixels are damaged");
    }
    return pixels;
}

Result<Pixels> decodedPng(std::string_view bytes, const PictureSize& size) {
    Png png;
    if (!png.open(bytes)) {
        return damaged("its beginning is another");
    }
    png.image.format = PNG_FORMAT_RGB;
    Pixels pixels(size.w, size.h);
    constexpr png_color kWhite{255, 255, 255};
    if (png_image_finish_read(&png.image, &kWhite, pixels.colours.data(), 0, nullptr) == 0) {
        return damaged("its pixels are damaged");
    }
    return pixels;
}

}  // namespace

Result<PictureSize> pictureSize(std::string_view bytes) {
    return isJpeg(bytes) ? jpegSize(bytes) : pngSize(bytes);
}

Result<Pixels> decodedPicture(std::string_view bytes) {
    XIANGJI_LET(size, pictureSize(bytes));
    return isJpeg(bytes) ? decodedJpeg(bytes, size) : decodedPng(bytes, size);
}

Bytes jpegOf(const Pixels& pixels, int quality) {
    const Turbo turbo(tjInitCompress(), &tjDestroy);
    unsigned char* jpeg = nullptr;
    unsigned long size = 0;
    const bool made =
        turbo && tjCompress2(turbo.get(), pixels.colours.data(), pixels.w, 0, pixels.h, TJPF_RGB,
                             &jpeg, &size, TJSAMP_420, quality, 0) == 0;
    const std::unique_ptr<unsigned char, decltype(&tjFree)> owner(jpeg, &tjFree);
    return made ? Bytes(reinterpret_cast<const char*>(jpeg), size) : Bytes();
}

}  // namespace xiangji
