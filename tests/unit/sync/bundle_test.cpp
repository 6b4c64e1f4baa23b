#include "core/sync/bundle.hpp"

#include <gtest/gtest.h>

#include "core/base/sealed_box.hpp"
#include "core/sync/envelope.hpp"
#include "core/sync/parcel.hpp"

namespace xiangji {

namespace {

template <typename T>
T must(Result<T> result) {
    if (!result) {
        throw std::runtime_error(result.error().detail);
    }
    return *std::move(result);
}

/// A source that gives `bytes` in pieces of `step`.
BundleSource pieces(Bytes bytes, std::size_t step) {
    return [bytes = std::move(bytes), step, at = std::size_t{0}]() mutable -> Result<Bytes> {
        const auto piece = bytes.substr(std::min(at, bytes.size()), step);
        at += piece.size();
        return piece;
    };
}

struct Bundle : testing::Test {
    SystemRandom random;
    SigningKey phone = SigningKey::make(random);
    SigningKey centre = SigningKey::make(random);
    Id server = Id::ofHash("a centre");

    wire::Post post(const std::string& text) const {
        wire::Post post;
        post.set_server(server.bytes());
        post.set_device(Id::ofHash(phone.publicKey()).bytes());
        *post.add_envelopes() = signedEnvelope(text, phone);
        return post;
    }
    wire::Parcel parcel(const std::string& text) {
        return must(sealedPost(post(text), phone, centre.publicKey(), random));
    }
    Bytes bundle(const std::vector<std::string>& texts) {
        Bytes bytes = bundleHead();
        for (const auto& text : texts) {
            bytes += must(bundlePart(parcel(text)));
        }
        return bytes + bundleEnd();
    }
    /// The texts that the centre finds in it.
    Result<std::vector<std::string>> texts(const Bytes& bytes, BundleFound& found,
                                           std::size_t step = 1'000) const {
        std::vector<std::string> texts;
        XIANGJI_LET(read, readBundle(pieces(bytes, step), [&](const wire::Parcel& one) -> Outcome {
                        if (const auto opened = openedPost(one, server, centre)) {
                            texts.push_back(opened->post.envelopes(0).body());
                        }
                        return {};
                    }));
        found = read;
        return texts;
    }
};

}  // namespace

TEST_F(Bundle, comesOutAsItWentInWhateverThePieces) {
    const auto bytes = bundle({"一", std::string(300'000, 'x'), "三"});
    for (const std::size_t step : {1U, 7U, 4'096U, 10'000'000U}) {
        BundleFound found;
        const auto read = must(texts(bytes, found, step));
        ASSERT_EQ(read.size(), 3U);
        EXPECT_EQ(read[0], "一");
        EXPECT_EQ(read[2], "三");
        EXPECT_TRUE(found.whole);
        EXPECT_EQ(wordsFor(found), "");
    }
}

TEST_F(Bundle, cutAnywhereGivesItsWholeParcelsAndSaysSo) {
    const auto bytes = bundle({"一", "二"});
    std::size_t most = 0;
    for (std::size_t size = bundleHead().size(); size < bytes.size(); ++size) {
        BundleFound found;
        const auto read = must(texts(bytes.substr(0, size), found));
        EXPECT_FALSE(found.whole) << size;
        EXPECT_NE(wordsFor(found), "") << size;
        EXPECT_GE(read.size(), most);
        most = read.size();
    }
    EXPECT_EQ(most, 2U);
}

TEST_F(Bundle, anyBitChangedIsNoticedAndTakesOnlyItsParcelAlong) {
    const auto bytes = bundle({"一", "二", "三"});
    const auto second = bundleHead().size() + must(bundlePart(parcel("一"))).size();
    for (std::size_t at = second + 40; at < second + 90; ++at) {
        auto bent = bytes;
        bent[at] = static_cast<char>(bent[at] ^ 0x10);
        BundleFound found;
        const auto read = must(texts(bent, found));
        EXPECT_EQ(read, (std::vector<std::string>{"一", "三"})) << at;
    }
}

TEST_F(Bundle, somethingElseIsRefusedInOneSentence) {
    BundleFound found;
    for (const Bytes& other : {Bytes("PK\3\4 not a bundle"), Bytes(), Bytes("XJBUND")}) {
        const auto read = texts(other, found);
        ASSERT_FALSE(read);
        EXPECT_EQ(read.error().fault, Fault::invalid);
    }
    EXPECT_EQ(texts("XJBUNDLE\x07", found).error().fault, Fault::unsupported);
}

TEST_F(Bundle, whatFollowsTheEndIsNotTakenForGood) {
    BundleFound found;
    EXPECT_EQ(must(texts(bundle({"一"}) + "more", found)).size(), 1U);
    EXPECT_FALSE(found.whole);
}

TEST_F(Bundle, onlyTheCentreReadsAPostAndItKnowsWhoWroteIt) {
    const auto sealed = parcel("王小明 的记录");
    const auto opened = must(openedPost(sealed, server, centre));
    EXPECT_TRUE(opened.holds(phone.publicKey()));
    EXPECT_FALSE(opened.holds(centre.publicKey()));
    EXPECT_EQ(openedPost(sealed, server, phone).error().fault, Fault::untrusted);
    EXPECT_EQ(openedPost(sealed, Id::ofHash("another"), centre).error().fault, Fault::refused);
    const auto bytes = sealed.SerializeAsString();
    EXPECT_EQ(bytes.find("王小明"), Bytes::npos);
    EXPECT_EQ(bytes.find(Id::ofHash(phone.publicKey()).bytes()), Bytes::npos);
}

TEST_F(Bundle, aPostSealedAnewToAnotherCentreIsRefusedThere) {
    const auto other = Id::ofHash("another centre");
    auto moved = parcel("一");
    moved.set_server(other.bytes());
    EXPECT_EQ(openedPost(moved, other, centre).error().fault, Fault::refused);
}

TEST_F(Bundle, receiptsOpenOnTheirPhoneAlone) {
    wire::Answers answers;
    answers.add_receipts()->set_body("收到");
    const auto sealed = must(sealedAnswers(answers, server, phone.publicKey(), random));
    EXPECT_EQ(must(openedAnswers(sealed, phone)).receipts(0).body(), "收到");
    EXPECT_EQ(openedAnswers(sealed, centre).error().fault, Fault::untrusted);
    EXPECT_EQ(openedPost(sealed, server, centre).error().fault, Fault::refused);
}

TEST_F(Bundle, nothingIsSealedToWhatIsNoKey) {
    EXPECT_FALSE(sealedFor(Bytes(32, '\0'), "text", random));
    EXPECT_FALSE(sealedFor("short", "text", random));
    EXPECT_FALSE(openedBox(phone, "short"));
}

}  // namespace xiangji
