#include "core/sync/packed_envelope.hpp"

#include <algorithm>

#include "core/base/packing_dictionary.hpp"
#include "core/sync/link.hpp"

extern "C" {
extern const unsigned char
    xiangji_envelope_dictionary_1_begin[];  // NOLINT(readability-identifier-naming)
extern const unsigned char
    xiangji_envelope_dictionary_1_end[];  // NOLINT(readability-identifier-naming)
}

namespace xiangji {

namespace {

/// Lower numbers are kept for dictionaries that the world agrees on (RFC 8878, 5).
constexpr std::uint32_t kFirstNumber = 0x8000;

const PackingDictionary* dictionary(std::uint32_t version) {
    static const PackingDictionary kFirst(
        {reinterpret_cast<const char*>(xiangji_envelope_dictionary_1_begin),
         static_cast<std::size_t>(xiangji_envelope_dictionary_1_end -
                                  xiangji_envelope_dictionary_1_begin)});
    return version == 1 ? &kFirst : nullptr;
}

std::uint32_t versionIn(std::string_view packed) {
    const auto number = dictionaryNumberIn(packed);
    return number > kFirstNumber ? number - kFirstNumber : 0;  // 0: not packed by us
}

}  // namespace

const std::vector<std::uint32_t>& dictionaryVersions() {
    static const std::vector<std::uint32_t> kAll{1};
    return kAll;
}

std::uint32_t commonDictionary(const google::protobuf::RepeatedField<std::uint32_t>& offered) {
    std::uint32_t newest = 0;
    for (const auto version : dictionaryVersions()) {
        if (std::find(offered.begin(), offered.end(), version) != offered.end()) {
            newest = version;
        }
    }
    return newest;
}

void pack(wire::Envelope& envelope, std::uint32_t version) {
    auto packed = dictionary(version)->packed(envelope.body());
    if (!packed.empty() && packed.size() < envelope.body().size()) {
        envelope.set_packed(std::move(packed));
        envelope.clear_body();
    }
}

Outcome unpack(google::protobuf::RepeatedPtrField<wire::Envelope>& envelopes) {
    std::size_t room = kMaxFrameBytes;
    for (auto& envelope : envelopes) {
        if (!envelope.packed().empty()) {
            const auto version = versionIn(envelope.packed());
            const auto* known = dictionary(version);
            if (known == nullptr && version != 0) {
                return Error{Fault::unsupported,
                             "an envelope is packed with dictionary " + std::to_string(version) +
                                 ", which this program does not have; nothing was taken, send it "
                                 "unpacked or update this program"};
            }
            auto body = known == nullptr ? std::nullopt : known->unpacked(envelope.packed(), room);
            if (!body) {
                return Error{Fault::damaged,
                             "an envelope cannot be unpacked: it is cut, changed or too large; "
                             "nothing was taken, send it unpacked"};
            }
            envelope.set_body(*std::move(body));
            envelope.clear_packed();
        }
        room -= std::min(room, envelope.body().size());
    }
    return {};
}

bool anyPacked(const google::protobuf::RepeatedPtrField<wire::Envelope>& envelopes) {
    return std::any_of(envelopes.begin(), envelopes.end(),
                       [](const auto& envelope) { return !envelope.packed().empty(); });
}

}  // namespace xiangji
