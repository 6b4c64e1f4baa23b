// What people paste.
#include "core/sync/invitation.hpp"
#include "tests/fuzz/door.hpp"

using namespace xiangji;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size) {
    const auto found = Invitation::find(fuzz::asText(bytes, size));
    if (found) {
        // What was understood can be said again and is understood the same.
        const auto again = Invitation::find(found->text());
        fuzz::require(again && again->secret == found->secret &&
                      again->address.pin == found->address.pin &&
                      again->address.backupPin == found->address.backupPin &&
                      again->server == found->server && again->unitName == found->unitName);
    }
    return 0;
}
