// A page of rows from a centre gone mad: no page may break the phone's database or its own unsent
// edits.
#include "core/store/phone_shelf.hpp"
#include "core/sync/envelope.hpp"
#include "tests/fuzz/door.hpp"
#include "tests/fuzz/fuzzed_phone.hpp"

using namespace xiangji;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size) {
    static fuzz::FuzzedPhone phone;
    wire::Page page;
    if (!parseOutside(page, fuzz::asText(bytes, size))) {
        return 0;
    }
    const auto waiting = phone.log();
    const auto taken = phone.shelf.takePage(page);
    fuzz::requireAnswer(taken);
    fuzz::require(phone.stillWaits(waiting));
    phone.requireWhole();
    return 0;
}
