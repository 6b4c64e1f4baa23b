#include "core/sync/parcel.hpp"

#include "core/base/hash.hpp"
#include "core/base/sealed_box.hpp"
#include "core/sync/envelope.hpp"

namespace xiangji {

namespace {

Bytes postMessage(std::string_view post) {
    return hashOfParts({"xiangji post", post});
}

wire::Parcel parcelOf(wire::Parcel::Kind kind, std::string_view server, Bytes sealed) {
    wire::Parcel parcel;
    parcel.set_server(Bytes(server));
    parcel.set_kind(kind);
    parcel.set_sealed(std::move(sealed));
    return parcel;
}

}  // namespace

bool OpenedPost::holds(std::string_view devicePublicKey) const {
    return signatureHolds(postMessage(sealed.post()), sealed.signature(), devicePublicKey);
}

Result<wire::Parcel> sealedPost(const wire::Post& post, const SigningKey& device,
                                std::string_view serverKey, Random& random) {
    wire::SignedPost inside;
    inside.set_post(post.SerializeAsString());
    inside.set_signature(device.sign(postMessage(inside.post())));
    XIANGJI_LET(sealed, sealedFor(serverKey, inside.SerializeAsString(), random));
    return parcelOf(wire::Parcel::KIND_TO_CENTRE, post.server(), std::move(sealed));
}

Result<OpenedPost> openedPost(const wire::Parcel& parcel, const Id& server,
                              const SigningKey& serverKey) {
    if (Id::fromBytes(parcel.server()) != server) {
        return Error{Fault::refused, "it is for another centre"};
    }
    if (parcel.kind() != wire::Parcel::KIND_TO_CENTRE) {
        return Error{Fault::refused, "it is an answer on its way to a phone"};
    }
    XIANGJI_LET(text, openedBox(serverKey, parcel.sealed()));
    OpenedPost opened;
    if (!parseOutside(opened.sealed, text) || !parseOutside(opened.post, opened.sealed.post())) {
        return Error{Fault::damaged, "what is sealed in it cannot be read"};
    }
    opened.device = Id::fromBytes(opened.post.device()).value_or(Id{});
    // Repeated inside, so that nobody seals a post of one centre anew to another.
    if (Id::fromBytes(opened.post.server()) != server) {
        return Error{Fault::refused, "it was written for another centre"};
    }
    return opened;
}

Result<wire::Parcel> sealedAnswers(const wire::Answers& answers, const Id& server,
                                   std::string_view devicePublicKey, Random& random) {
    XIANGJI_LET(sealed, sealedFor(devicePublicKey, answers.SerializeAsString(), random));
    return parcelOf(wire::Parcel::KIND_TO_PHONE, server.bytes(), std::move(sealed));
}

Result<wire::Answers> openedAnswers(const wire::Parcel& parcel, const SigningKey& device) {
    XIANGJI_LET(text, openedBox(device, parcel.sealed()));
    wire::Answers answers;
    if (!parseOutside(answers, text)) {
        return Error{Fault::damaged, "the receipts in it cannot be read"};
    }
    return answers;
}

}  // namespace xiangji
