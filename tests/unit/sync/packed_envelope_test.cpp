#include "core/sync/packed_envelope.hpp"

#include <gtest/gtest.h>
#include <zstd.h>

#include <fstream>
#include <iterator>

#include "core/base/packing_dictionary.hpp"
#include "core/base/random.hpp"
#include "core/sync/envelope.hpp"
#include "core/sync/link.hpp"

namespace xiangji {
namespace {

using Envelopes = google::protobuf::RepeatedPtrField<wire::Envelope>;

Bytes fileNamed(const std::string& name) {
    std::ifstream in(XIANGJI_SOURCE_DIR "/" + name, std::ios::binary);
    return {std::istreambuf_iterator<char>(in), {}};
}

Envelopes only(wire::Envelope envelope) {
    Envelopes envelopes;
    *envelopes.Add() = std::move(envelope);
    return envelopes;
}
Envelopes packedAs(Bytes packed) {
    wire::Envelope envelope;
    envelope.set_signature(Bytes(64, 's'));
    envelope.set_packed(std::move(packed));
    return only(std::move(envelope));
}

Bytes goldenBody() {
    return fileNamed("tests/unit/sync/packed/body");
}
Bytes goldenPacked() {
    return fileNamed("tests/unit/sync/packed/packed-1");
}

TEST(PackedEnvelope, comesOutAsItWentInWithHashAndSignature) {
    SystemRandom random;
    const auto key = SigningKey::make(random);
    auto envelope = signedEnvelope(goldenBody(), key);
    pack(envelope, 1);
    EXPECT_TRUE(envelope.body().empty());
    EXPECT_LT(envelope.packed().size(), goldenBody().size() * 2 / 3);
    auto envelopes = only(envelope);
    EXPECT_TRUE(anyPacked(envelopes));
    ASSERT_TRUE(unpack(envelopes));
    EXPECT_FALSE(anyPacked(envelopes));
    EXPECT_EQ(envelopes[0].body(), goldenBody());
    EXPECT_TRUE(envelopeHolds(envelopes[0], key.publicKey()));
}

TEST(PackedEnvelope, whatAnOlderProgramPackedIsReadForEver) {
    ASSERT_FALSE(goldenPacked().empty());
    auto envelopes = packedAs(goldenPacked());
    ASSERT_TRUE(unpack(envelopes));
    EXPECT_EQ(envelopes[0].body(), goldenBody());
}

TEST(PackedEnvelope, plainOnesPassBesideIt) {
    SystemRandom random;
    const auto key = SigningKey::make(random);
    auto envelopes = packedAs(goldenPacked());
    *envelopes.Add() = signedEnvelope("plain", key);
    ASSERT_TRUE(unpack(envelopes));
    EXPECT_EQ(envelopes[1].body(), "plain");
    EXPECT_TRUE(envelopeHolds(envelopes[1], key.publicKey()));
}

TEST(PackedEnvelope, whatPackingWouldOnlyLengthenStaysPlain) {
    SystemRandom random;
    const auto noise = random.bytes(500);
    wire::Envelope envelope;
    envelope.set_body(noise);
    pack(envelope, 1);
    EXPECT_EQ(envelope.body(), noise);
    EXPECT_TRUE(envelope.packed().empty());
}

TEST(PackedEnvelope, aDictionaryThatIsNotHereIsNamedAndNothingIsTaken) {
    auto packed = goldenPacked();
    ASSERT_EQ(dictionaryNumberIn(packed), 0x8001U);
    // Magic number and descriptor, then the dictionary's two bytes.
    ASSERT_EQ(packed[5], '\x01');
    packed[5] = '\x07';
    auto envelopes = packedAs(packed);
    const auto outcome = unpack(envelopes);
    ASSERT_FALSE(outcome);
    EXPECT_EQ(outcome.error().fault, Fault::unsupported);
    EXPECT_NE(outcome.error().detail.find("dictionary 7"), std::string::npos);
    EXPECT_NE(outcome.error().detail.find("nothing was taken"), std::string::npos);
    EXPECT_EQ(envelopes[0].packed(), packed);
}

TEST(PackedEnvelope, cutAnywhereItIsRefused) {
    const auto whole = goldenPacked();
    for (std::size_t size = 1; size < whole.size(); ++size) {
        auto envelopes = packedAs(whole.substr(0, size));
        const auto outcome = unpack(envelopes);
        ASSERT_FALSE(outcome) << size;
        EXPECT_EQ(outcome.error().fault, Fault::damaged) << size;
    }
    auto longer = packedAs(whole + whole);
    EXPECT_FALSE(unpack(longer));
}

TEST(PackedEnvelope, oneThatWouldUnpackToMoreThanAFrameIsRefusedBeforeThereIsRoomForIt) {
    wire::Envelope bomb;
    bomb.set_body(Bytes(9 * 1024 * 1024, '0'));
    pack(bomb, 1);
    ASSERT_LT(bomb.packed().size(), 16 * 1024U);
    auto envelopes = only(bomb);
    const auto outcome = unpack(envelopes);
    ASSERT_FALSE(outcome);
    EXPECT_EQ(outcome.error().fault, Fault::damaged);
}

TEST(PackedEnvelope, manySmallOnesMayNotTogetherBeMoreThanAFrameEither) {
    wire::Envelope tenth;
    tenth.set_body(Bytes(kMaxFrameBytes / 10, '0'));
    pack(tenth, 1);
    Envelopes fitting;
    for (int i = 0; i < 10; ++i) {
        *fitting.Add() = tenth;
    }
    auto toomany = fitting;
    *toomany.Add() = tenth;
    EXPECT_TRUE(unpack(fitting));
    EXPECT_FALSE(unpack(toomany));
}

TEST(PackedEnvelope, aFrameWithoutADictionaryIsNotOurs) {
    const auto body = goldenBody();
    Bytes plain(ZSTD_compressBound(body.size()), '\0');
    plain.resize(ZSTD_compress(plain.data(), plain.size(), body.data(), body.size(), 3));
    auto envelopes = packedAs(plain);
    const auto outcome = unpack(envelopes);
    ASSERT_FALSE(outcome);
    EXPECT_EQ(outcome.error().fault, Fault::damaged);
}

TEST(PackedEnvelope, bothTakeTheNewestVersionThatBothKnow) {
    google::protobuf::RepeatedField<std::uint32_t> offered;
    EXPECT_EQ(commonDictionary(offered), 0U);
    offered.Add(4'000'000);
    EXPECT_EQ(commonDictionary(offered), 0U);
    offered.Add(1);
    EXPECT_EQ(commonDictionary(offered), 1U);
}

TEST(PackingDictionary, bytesThatAreNoneAreABuildsError) {
    EXPECT_THROW(PackingDictionary("no dictionary"), std::invalid_argument);
}

}  // namespace
}  // namespace xiangji
