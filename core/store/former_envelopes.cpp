#include "core/store/former_envelopes.hpp"

#include "core/base/hash.hpp"
#include "wire/envelope.pb.h"

namespace xiangji {

namespace {

constexpr int kMostEnvelopes = 200;

Id deviceIn(const Bytes& body) {
    wire::EnvelopeBody read;
    if (!read.ParseFromString(body)) {
        throw SqlFault({Fault::damaged, "an envelope this phone wrote cannot be read any more"});
    }
    return Id::fromBytes(read.device()).value_or(Id{});
}

}  // namespace

void FormerEnvelopes::keepCertificate() {
    wire::FormerCertificates kept;
    kept.ParseFromString(database_.knownBytes(known::kFormerCertificates));
    kept.add_certificates(database_.knownBytes(known::kCertificate));
    database_.know(known::kFormerCertificates, Blob{kept.SerializeAsString()});
}

void FormerEnvelopes::lose() {
    auto query = database_.connection().statement("SELECT EXISTS (SELECT 1 FROM _former)");
    query.step();
    database_.know(known::kFormerDue, query.integer(0));
}

void FormerEnvelopes::givenBack() {
    database_.know(known::kFormerDue, std::int64_t{0});
}

void FormerEnvelopes::forgetBefore(Instant receiptedMs) {
    auto query = database_.connection().statement("DELETE FROM _former WHERE receipted_ms < ?1");
    query.bind(1, receiptedMs).run();
    forgetUnused();
}

void FormerEnvelopes::forgetUnused() {
    auto query = database_.connection().statement("SELECT EXISTS (SELECT 1 FROM _former)");
    query.step();
    if (query.integer(0) == 0 && !database_.knownBytes(known::kFormerCertificates).empty()) {
        database_.know(known::kFormerCertificates, Blob{});
    }
}

FormerPost FormerEnvelopes::after(std::uint64_t place, std::size_t mostBytes) {
    FormerPost post{.last = place};
    if (database_.knownInteger(known::kFormerDue) == 0) {
        return post;
    }
    auto query = database_.connection().statement(
        "SELECT seq, body, signature, receipt FROM _former WHERE seq > ?1 ORDER BY seq");
    query.bind(1, place);
    Id device;
    std::size_t bytes = 0;
    while (query.step() && post.former.envelopes_size() < kMostEnvelopes) {
        const Bytes body = query.blob(1);
        const Bytes receipt = query.blob(3);
        const Id author = deviceIn(body);
        bytes += body.size() + receipt.size();
        if (post.former.envelopes().empty()) {
            device = author;
        } else if (author != device || bytes > mostBytes) {
            break;
        }
        auto& envelope = *post.former.add_envelopes();
        envelope.set_body(body);
        envelope.set_signature(query.blob(2));
        post.former.add_receipts()->ParseFromString(receipt);
        post.last = query.unsignedInteger(0);
    }
    post.former.set_device(device.bytes());
    post.former.set_certificate(certificateOf(device));
    return post;
}

Bytes FormerEnvelopes::certificateOf(const Id& device) {
    wire::FormerCertificates kept;
    kept.ParseFromString(database_.knownBytes(known::kFormerCertificates));
    for (const auto& bytes : kept.certificates()) {
        wire::Certificate certificate;
        wire::CertificateBody body;
        if (certificate.ParseFromString(bytes) && body.ParseFromString(certificate.body()) &&
            Id::ofHash(body.public_key()) == device) {
            return bytes;
        }
    }
    return {};
}

}  // namespace xiangji
