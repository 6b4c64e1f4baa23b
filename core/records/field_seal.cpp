#include "core/records/field_seal.hpp"

#include <sodium.h>

#include "core/base/hash.hpp"
#include "core/base/sealed_box.hpp"
#include "core/records/clear_text.hpp"
#include "core/records/validate.hpp"

namespace xiangji {

namespace {

constexpr std::size_t kNonceBytes = crypto_aead_xchacha20poly1305_ietf_NPUBBYTES;
constexpr std::size_t kTagBytes = crypto_aead_xchacha20poly1305_ietf_ABYTES;
constexpr std::size_t kPadTo = 32;
constexpr std::size_t kPlaceBytes = 32;

unsigned char* raw(Bytes& bytes) {
    return reinterpret_cast<unsigned char*>(bytes.data());
}

Bytes placeName(const CellPlace& place) {
    return hashOfParts({"xiangji cell", std::to_string(place.type), place.row.bytes(),
                        std::to_string(place.field)});
}

Bytes padded(std::string_view text) {
    Bytes bytes(text);
    bytes.push_back('\x80');
    bytes.resize((bytes.size() + kPadTo - 1) / kPadTo * kPadTo, '\0');
    return bytes;
}

std::optional<std::string> unpadded(std::string_view bytes) {
    const auto end = bytes.find_last_not_of('\0');
    return end == std::string_view::npos || bytes[end] != '\x80'
               ? std::nullopt
               : std::optional(std::string(bytes.substr(0, end)));
}

Error closed() {
    return {
        Fault::untrusted,
        "a sealed value cannot be opened here: it was sealed by another key, for another place, "
        "or was changed"};
}

}  // namespace

FieldSeal::FieldSeal(const SigningKey& owner)
    : owner_(owner), key_(hashOfParts({"xiangji sealed fields", owner.seed()})) {}

std::string FieldSeal::sealed(const CellPlace& place, std::string_view text) const {
    const Bytes name = placeName(place);
    const Bytes clear = padded(text);
    const Bytes nonce = hashOfParts({"nonce", key_, name, clear}).substr(0, kNonceBytes);
    Bytes cipher(clear.size() + kTagBytes, '\0');
    crypto_aead_xchacha20poly1305_ietf_encrypt(raw(cipher), nullptr, octets(clear).data(),
                                               clear.size(), octets(name).data(), name.size(),
                                               nullptr, octets(nonce).data(), octets(key_).data());
    return std::string(kSealedMark) + toBase64Url(nonce + cipher);
}

Result<std::string> FieldSeal::opened(const CellPlace& place, std::string_view sealed) const {
    const auto bytes = sealed.starts_with(kSealedMark)
                           ? fromBase64Url(sealed.substr(kSealedMark.size()))
                           : std::nullopt;
    if (!bytes || bytes->size() < kNonceBytes + kTagBytes) {
        return closed();
    }
    const Bytes name = placeName(place);
    Bytes clear(bytes->size() - kNonceBytes - kTagBytes, '\0');
    const auto cipher = octets(*bytes).subspan(kNonceBytes);
    const int code = crypto_aead_xchacha20poly1305_ietf_decrypt(
        raw(clear), nullptr, nullptr, cipher.data(), cipher.size(), octets(name).data(),
        name.size(), octets(*bytes).data(), octets(key_).data());
    auto text = code == 0 ? unpadded(clear) : std::nullopt;
    return text ? Result<std::string>(*std::move(text)) : closed();
}

std::string FieldSeal::asSealed(const CellPlace& place, const Value& lying) const {
    const auto* text = std::get_if<std::string>(&lying);
    return text != nullptr && isSealedText(*text) ? *text : sealed(place, clearText(lying));
}

Result<Value> FieldSeal::openedValue(const CellPlace& place, Kind kind, const Value& lying) const {
    const auto* text = std::get_if<std::string>(&lying);
    if (text == nullptr || !isSealedText(*text)) {
        return lying;
    }
    XIANGJI_LET(clear, opened(place, *text));
    auto value = clearValue(kind, clear);
    return value ? Result<Value>(*std::move(value)) : closed();
}

Result<Bytes> FieldSeal::box(const CellPlace& place, std::string_view sealed,
                             std::string_view publicKey) const {
    XIANGJI_LET(text, opened(place, sealed));
    const Bytes inside = placeName(place) + padded(text);
    return sealedFor(publicKey, inside, hashOfParts({"box", key_, inside, publicKey}));
}

Result<std::string> FieldSeal::unboxed(const CellPlace& place, std::string_view box) const {
    const auto inside = openedBox(owner_, box);
    if (!inside || inside->size() < kPlaceBytes || !inside->starts_with(placeName(place))) {
        return closed();
    }
    auto text = unpadded(std::string_view(*inside).substr(kPlaceBytes));
    return text ? Result<std::string>(*std::move(text)) : closed();
}

}  // namespace xiangji
