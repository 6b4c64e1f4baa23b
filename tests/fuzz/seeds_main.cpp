// xiangji_fuzz_seeds FOLDER: writes the first inputs of every door, made by the program's own code,
// into FOLDER/<door>.
#include <filesystem>
#include <fstream>
#include <iostream>

#include "core/base/hash.hpp"
#include "core/base/packing.hpp"
#include "core/media/picture.hpp"
#include "core/net/frame.hpp"
#include "core/sync/bundle.hpp"
#include "core/sync/invitation.hpp"
#include "core/sync/packed_envelope.hpp"
#include "core/sync/parcel.hpp"
#include "tests/support/picture_file.hpp"
#include "tests/unit/desk/hand_phone.hpp"

namespace xiangji::fuzz {
namespace {

using syncd::test::HandPhone;
using syncd::test::kLinjiang;
using syncd::test::must;
using syncd::test::SmallCentre;

class Corpus {
 public:
    explicit Corpus(std::filesystem::path folder) : folder_(std::move(folder)) {}
    void put(const std::string& door, const std::string& name, const Bytes& bytes) const {
        std::filesystem::create_directories(folder_ / door);
        std::ofstream(folder_ / door / name, std::ios::binary) << bytes;
    }

 private:
    std::filesystem::path folder_;
};

Id idOf(const std::string& name) {
    return Id::ofHash(name);
}

/// Every verb and kind of value once.
std::vector<wire::Change> everyChange(const HandPhone& phone) {
    auto whole = phone.activity(idOf("whole"), "端午 𠮷🐉");
    HandPhone::write(whole, "activity", "lat", std::int64_t{-280'000'000});
    HandPhone::write(whole, "activity", "director_present", std::int64_t{1});
    HandPhone::element(whole, "activity", "service_target", wire::Cell::OP_ADD, std::int64_t{1});
    auto targets = HandPhone::change("activity", idOf("whole"), wire::VERB_EDIT);
    HandPhone::element(targets, "activity", "service_target", wire::Cell::OP_REMOVE,
                       std::int64_t{1});
    HandPhone::element(targets, "activity", "service_target", wire::Cell::OP_ADD, std::int64_t{3});
    return {whole,
            HandPhone::edit("activity", idOf("whole"),
                            {{"place", std::string("村口")}, {"summary", Value{}}}),
            targets,
            HandPhone::act("activity", idOf("whole"), "submit"),
            HandPhone::act("activity", idOf("whole"), "return", "写清楚"),
            HandPhone::voiding("activity", idOf("whole"), "写重了")};
}

/// The same rows as they come whole, and a scope.
void putSnapshots(const Corpus& corpus, const wire::Page& page) {
    wire::SnapshotRows rows;
    *rows.mutable_rows() = page.rows();
    auto& label = *rows.add_labels();
    label.set_type(1);
    label.set_row(idOf("unit").bytes());
    corpus.put("snapshot", "rows", '\1' + rows.SerializeAsString());
    wire::SnapshotPage whole;
    whole.set_lsn(7);
    whole.set_rows(packed(rows.SerializeAsString()));
    corpus.put("snapshot", "page", Bytes(1, '\0') + whole.SerializeAsString());
    wire::Scope scope;
    scope.set_level(1);
    for (const auto& type : Catalogue::builtIn().types()) {
        auto& part = *scope.add_parts();
        part.add_types(type.number);
        part.add_units(idOf("unit").bytes());
    }
    corpus.put("snapshot", "scope", '\2' + scope.SerializeAsString());
}

void putBundles(const Corpus& corpus, const HandPhone& phone, SmallCentre& centre,
                const wire::Envelope& envelope) {
    wire::Post post;
    post.set_server(phone.server);
    post.set_device(phone.id().bytes());
    *post.add_envelopes() = envelope;
    post.add_wanted(1);
    corpus.put("bundle", "post", '\3' + post.SerializeAsString());
    wire::SignedPost sealed;
    sealed.set_post(post.SerializeAsString());
    sealed.set_signature(Bytes(64, 's'));
    corpus.put("bundle", "unsealed", '\2' + sealed.SerializeAsString());
    const auto parcel = must(sealedPost(post, phone.key, centre.key.publicKey(), centre.random));
    corpus.put("bundle", "parcel", '\1' + parcel.SerializeAsString());
    corpus.put("bundle", "file",
               Bytes(1, '\0') + bundleHead() + must(bundlePart(parcel)) + bundleEnd());
}

void putMedia(const Corpus& corpus) {
    Bytes asked;
    const auto ask = [&](const wire::Request& request) {
        const auto bytes = request.SerializeAsString();
        asked += static_cast<char>(bytes.size() / 256);
        asked += static_cast<char>(bytes.size() % 256);
        asked += bytes;
    };
    const auto row = idOf("media").bytes();
    wire::Request offer;
    auto& item = *offer.mutable_media_offer()->add_items();
    item.set_row(row);
    item.set_sha256(sha256(Bytes(3, 'x')));
    item.set_bytes(3);
    ask(offer);
    for (const std::string& bytes : {"x", "y"}) {
        wire::Request chunk;
        chunk.mutable_media_chunk()->set_row(row);
        chunk.mutable_media_chunk()->set_part(wire::MEDIA_PART_FILE);
        chunk.mutable_media_chunk()->set_offset(bytes == "y" ? 1 : 0);
        chunk.mutable_media_chunk()->set_bytes(bytes);
        ask(chunk);
    }
    wire::Request proof;
    proof.mutable_media_proof()->set_row(row);
    proof.mutable_media_proof()->set_digest(Bytes(32, 'd'));
    ask(proof);
    wire::Request wanted;
    wanted.mutable_media_wanted()->set_row(row);
    wanted.mutable_media_wanted()->set_part(wire::MEDIA_PART_THUMB);
    wanted.mutable_media_wanted()->set_most_bytes(10);
    ask(wanted);
    corpus.put("media", "asked", asked);
    const auto png = xiangji::test::noisyPng(8, 6, 1);
    corpus.put("picture", "png", png);
    const auto jpeg = must(readPicture(png)).thumbnail;
    corpus.put("picture", "jpeg", jpeg);
    corpus.put("picture", "exif",
               xiangji::test::withExif(jpeg, 6, "2026:06:19 09:30:12", "+08:00"));
}

void write(const Corpus& corpus) {
    SmallCentre centre;
    HandPhone phone(centre, "tutor", kLinjiang);
    HandPhone other(centre, "tutor", kLinjiang, "王芳");
    const auto changes = everyChange(phone);

    wire::Changeset all;
    for (std::size_t i = 0; i < changes.size(); ++i) {
        wire::Changeset one;
        *one.add_changes() = changes[i];
        *all.add_changes() = changes[i];
        corpus.put("envelope", "changeset" + std::to_string(i), '\2' + one.SerializeAsString());
    }
    all.set_all_or_none(true);
    corpus.put("envelope", "group", '\2' + all.SerializeAsString());
    const auto envelope = phone.envelope(changes);
    corpus.put("envelope", "whole", '\0' + envelope.SerializeAsString());
    corpus.put("envelope", "body", '\1' + envelope.body());
    auto packed = envelope;
    pack(packed, dictionaryVersions().back());
    corpus.put("envelope", "packed", '\3' + packed.packed());
    corpus.put("envelope", "packed_body", '\4' + envelope.body());

    const auto pushed = phone.push({envelope});
    auto receipt = phone.receipt(pushed);
    corpus.put("receipt", "of_another", receipt.SerializeAsString());
    receipt.set_seq(0);
    corpus.put("receipt", "taken", receipt.SerializeAsString());
    receipt.clear_changes();
    receipt.add_changes()->set_verdict(wire::VERDICT_HELD);
    corpus.put("receipt", "held", receipt.SerializeAsString());
    receipt.mutable_changes(0)->set_verdict(wire::VERDICT_REFUSED);
    receipt.mutable_changes(0)->set_reason("role");
    receipt.mutable_changes(0)->set_words("不行");
    corpus.put("receipt", "refused", receipt.SerializeAsString());

    // Two people apart: a page with a conflict.
    (void)phone.send({phone.activity(idOf("shared"), "一起")});
    other.pull();
    (void)phone.send({HandPhone::edit("activity", idOf("shared"), {{"place", std::string("东")}})});
    (void)other.send({HandPhone::edit("activity", idOf("shared"), {{"place", std::string("西")}})});
    const auto page = phone.pullPage();
    corpus.put("page", "first", page.page().SerializeAsString());
    wire::Page gone;
    gone.add_rows()->set_gone(true);
    gone.mutable_rows(0)->set_type(9);
    gone.mutable_rows(0)->set_row(idOf("activity1").bytes());
    corpus.put("page", "gone", gone.SerializeAsString());

    wire::Request hello;
    hello.mutable_hello()->set_device(phone.id().bytes());
    hello.mutable_hello()->set_proof(Bytes(64, 'p'));
    corpus.put("frame", "hello", must(framed(hello.SerializeAsString())));
    wire::Request push;
    *push.mutable_push()->add_envelopes() = envelope;
    corpus.put("frame", "push", must(framed(push.SerializeAsString())));
    corpus.put("frame", "receipts", must(framed(pushed.SerializeAsString())));
    corpus.put("frame", "page", must(framed(page.SerializeAsString())));

    putSnapshots(corpus, page.page());
    putBundles(corpus, phone, centre, envelope);
    putMedia(corpus);

    const auto invitation = centre.invitation("tutor", kLinjiang).text();
    corpus.put("invitation", "alone", invitation);
    corpus.put("invitation", "in_a_chat", "您好，这是邀请：" + invitation + " 请尽快加入 XJ1-");
}

}  // namespace
}  // namespace xiangji::fuzz

int main(int argc, char** argv) {
    if (argc != 2) {
        std::cerr << "usage: xiangji_fuzz_seeds FOLDER\n";
        return 2;
    }
    xiangji::fuzz::write(xiangji::fuzz::Corpus(argv[1]));
}
