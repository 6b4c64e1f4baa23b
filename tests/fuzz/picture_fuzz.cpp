// A picture a person chose, from whatever camera, chat or stranger it came.
#include "core/media/picture.hpp"
#include "tests/fuzz/door.hpp"

using namespace xiangji;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size) {
    const auto picture = readPicture(fuzz::asText(bytes, size));
    if (picture) {
        fuzz::require(picture->w > 0 && picture->h > 0);
        fuzz::require(looksLikePicture(picture->thumbnail));
    }
    return 0;
}
