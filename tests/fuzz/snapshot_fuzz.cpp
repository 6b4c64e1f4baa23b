// Rows that come whole, and the centre's word for what this phone may hold. The first byte says
// whether the input is a page, its rows before they are packed, or a scope.
#include "core/base/packing.hpp"
#include "core/store/phone_shelf.hpp"
#include "core/store/scope_keeping.hpp"
#include "core/sync/envelope.hpp"
#include "tests/fuzz/door.hpp"
#include "tests/fuzz/fuzzed_phone.hpp"

using namespace xiangji;

namespace {

/// Everything is still to be read, from the beginning.
void wantAll(fuzz::FuzzedPhone& phone) {
    wire::Backfills backfills;
    auto& part = *backfills.add_waiting()->add_parts();
    for (const auto& type : Catalogue::builtIn().types()) {
        part.add_types(type.number);
    }
    ScopeKeeping(*phone.database).keep(backfills);
    phone.database->know(known::kCursor, std::int64_t{0});
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size) {
    static fuzz::FuzzedPhone phone;
    if (size == 0) {
        return 0;
    }
    const Bytes rest(fuzz::asText(bytes + 1, size - 1));
    const auto waiting = phone.log();
    if (bytes[0] % 3 == 2) {
        const auto taken = phone.shelf.takeScope(rest);
        fuzz::requireAnswer(taken);
    } else {
        wire::SnapshotPage page;
        if (bytes[0] % 3 == 1) {
            page.set_lsn(7);
            page.set_rows(packed(rest));
            page.set_next("on");
        } else if (!parseOutside(page, rest)) {
            return 0;
        }
        wantAll(phone);
        const auto taken = phone.shelf.takeSnapshot(page);
        fuzz::requireAnswer(taken);
    }
    fuzz::require(phone.stillWaits(waiting));
    phone.requireWhole();
    return 0;
}
