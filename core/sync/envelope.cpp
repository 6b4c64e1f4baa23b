#include "core/sync/envelope.hpp"

#include <google/protobuf/io/coded_stream.h>

namespace xiangji {

namespace {
constexpr int kMaxNesting = 16;
constexpr std::size_t kFingerprintCharacters = 6;
}  // namespace

wire::Envelope signedEnvelope(std::string body, const SigningKey& key) {
    wire::Envelope envelope;
    envelope.set_signature(key.sign(hashOf(body)));
    envelope.set_body(std::move(body));
    return envelope;
}

bool envelopeHolds(const wire::Envelope& envelope, std::string_view publicKey) {
    return signatureHolds(hashOf(envelope.body()), envelope.signature(), publicKey);
}

wire::Receipt signedReceipt(const wire::ReceiptBody& body, const SigningKey& key) {
    wire::Receipt receipt;
    receipt.set_body(body.SerializeAsString());
    receipt.set_signature(key.sign(hashOf(receipt.body())));
    return receipt;
}

Result<wire::ReceiptBody> openedReceipt(const wire::Receipt& receipt, std::string_view serverKey) {
    if (!signatureHolds(hashOf(receipt.body()), receipt.signature(), serverKey)) {
        return Error{
            Fault::untrusted,
            "a receipt is not signed by this phone's centre; what it speaks of stays waiting"};
    }
    wire::ReceiptBody body;
    if (!parseOutside(body, receipt.body())) {
        return Error{Fault::damaged, "a receipt cannot be read; what it speaks of stays waiting"};
    }
    return body;
}

Bytes proofMessage(std::string_view exporter, std::string_view publicKey) {
    return hashOfParts({"xiangji proof", exporter, publicKey});
}

std::string fingerprintOf(std::string_view publicKey) {
    return toBase32(hashOf(publicKey)).substr(0, kFingerprintCharacters);
}

bool parseOutside(google::protobuf::MessageLite& message, std::string_view bytes) {
    google::protobuf::io::CodedInputStream stream(octets(bytes).data(),
                                                  static_cast<int>(bytes.size()));
    stream.SetRecursionLimit(kMaxNesting);
    return message.ParseFromCodedStream(&stream) && stream.ConsumedEntireMessage();
}

}  // namespace xiangji
