// A receipt the centre signed: the phone must stay whole whatever it says.
#include "core/store/local_transaction.hpp"
#include "core/store/phone_shelf.hpp"
#include "core/sync/envelope.hpp"
#include "tests/fuzz/door.hpp"
#include "tests/fuzz/fuzzed_phone.hpp"

using namespace xiangji;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size) {
    static fuzz::FuzzedPhone phone;
    const auto text = fuzz::asText(bytes, size);
    wire::ReceiptBody body;
    if (!parseOutside(body, text)) {
        return 0;
    }
    if (body.seq() == 0) {  // of the envelope that waits
        const auto waiting = phone.log();
        body.set_seq(waiting.seq);
        body.set_hash(waiting.hash);
    }
    const auto receipt = signedReceipt(body, phone.server);
    const auto opened = openedReceipt(receipt, phone.server.publicKey());
    fuzz::require(static_cast<bool>(opened));
    const auto taken = phone.shelf.takeReceipt(receipt, *opened, 1);
    fuzz::requireAnswer(taken);
    phone.requireWhole();
    return 0;
}
