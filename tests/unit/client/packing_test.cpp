// A phone packs its envelopes where the centre reads that, and sends them plain where it does not.
#include <gtest/gtest.h>

#include "tests/unit/client/phones.hpp"

namespace xiangji::test {
namespace {

/// A centre of another build: what the welcome offers and how a push arrives is bent on the way.
class BentLinks final : public LinkMaker {
 public:
    explicit BentLinks(DeskLinks& inner) : inner_(inner) {}

    Result<std::unique_ptr<Link>> connect(const Address& address) override {
        XIANGJI_LET(link, inner_.connect(address));
        return std::unique_ptr<Link>(std::make_unique<Bent>(*this, std::move(link)));
    }

    bool offersNone = false;
    bool knowsAnother = false;
    std::size_t packed = 0;  ///< envelopes that came so
    std::size_t plain = 0;

 private:
    class Bent final : public Link {
     public:
        Bent(BentLinks& owner, std::unique_ptr<Link> inner)
            : owner_(owner), inner_(std::move(inner)) {}
        Result<Bytes> call(const Bytes& bytes) override {
            wire::Request request;
            request.ParseFromString(bytes);
            for (int i = 0; i < request.push().envelopes_size(); ++i) {
                auto& envelope = *request.mutable_push()->mutable_envelopes(i);
                ++(envelope.packed().empty() ? owner_.plain : owner_.packed);
                if (!envelope.packed().empty() && owner_.knowsAnother) {
                    (*envelope.mutable_packed())[5] = '\x07';
                }
            }
            XIANGJI_LET(answer, inner_->call(request.SerializeAsString()));
            wire::Reply reply;
            reply.ParseFromString(answer);
            if (owner_.offersNone && reply.has_welcome()) {
                reply.mutable_welcome()->clear_dictionaries();
            }
            return reply.SerializeAsString();
        }
        Bytes exporter() const override { return inner_->exporter(); }

     private:
        BentLinks& owner_;
        std::unique_ptr<Link> inner_;
    };
    DeskLinks& inner_;
};

struct PackingPhone : ::testing::Test {
    Township township;
    std::unique_ptr<Phone> phone = township.phone("李明", "volunteer");
    BentLinks links{phone->links};

    /// The phone's home, opened with these links.
    void open() {
        phone->client.reset();
        phone->client = *Client::open(
            phone->home, {phone->clock, phone->random, phone->keys, links, &phone->network});
    }
    void log() { phone->add("activity", kLesson); }
};

TEST_F(PackingPhone, sendsPackedWhatTheCentreReads) {
    open();
    log();
    phone->sync();
    EXPECT_EQ(links.packed, 1U);
    EXPECT_EQ(links.plain, 0U);
    EXPECT_EQ((*phone)->status()->unsent, 0U);
}

TEST_F(PackingPhone, sendsPlainWhereTheCentreSaysNothing) {
    links.offersNone = true;
    open();
    log();
    phone->sync();
    EXPECT_EQ(links.packed, 0U);
    EXPECT_EQ(links.plain, 1U);
    EXPECT_EQ((*phone)->status()->unsent, 0U);
}

TEST_F(PackingPhone, sendsPlainAfterThePackedOneWasRefusedAndLosesNothing) {
    links.knowsAnother = true;
    open();
    log();
    log();
    phone->sync();
    EXPECT_EQ(links.packed, 2U);
    EXPECT_EQ(links.plain, 2U);
    EXPECT_EQ((*phone)->status()->unsent, 0U);
}

}  // namespace
}  // namespace xiangji::test
