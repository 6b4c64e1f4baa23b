#include "core/base/hash.hpp"
#include "core/media/file_store.hpp"
#include "core/media/limits.hpp"
#include "core/media/possession.hpp"
#include "tests/unit/desk/hand_phone.hpp"

namespace xiangji::syncd::test {
namespace {

using Standing = wire::MediaStanding;

std::int64_t choice(const std::string& type, const std::string& field, const std::string& name) {
    return fieldOf(typeOf(type), field).choice(name)->number;
}

struct MediaFiles : ::testing::Test {
    SmallCentre centre;
    HandPhone li{centre, "volunteer", kLinjiang, "李明"};
    HandPhone clerk{centre, "institute_clerk", kLinjiang, "周办事员"};
    HandPhone fang{centre, "volunteer", kYongtai, "方远"};
    HandPhone admin{centre, "centre_admin", kCentre, "市中心"};
    const Bytes file = Bytes(1'000, 'p') + "!";

    Id fresh() { return Id::uuid7(kMorning, centre.random); }
    wire::Change mediaRow(const HandPhone& phone, const Id& row, const Bytes& bytes,
                          const std::string& minors = "none", const std::string& home = kLinjiang,
                          const Id& consent = {}) {
        std::vector<std::pair<std::string, Value>> fields{
            {"kind", choice("media", "kind", "photo")},
            {"sha256", Blob{sha256(bytes)}},
            {"bytes", static_cast<std::int64_t>(bytes.size())},
            {"faces_minor", choice("media", "faces_minor", minors)}};
        if (!consent.isNone()) {
            fields.emplace_back("consent_ref", refTo(consent));
        }
        return phone.insert("media", row, fields, home);
    }
    wire::Reply ask(HandPhone& phone, const wire::Request& request) {
        return centre.ask(phone.caller, request);
    }
    Standing offer(HandPhone& phone, const Id& row, const Bytes& bytes) {
        wire::Request request;
        auto& item = *request.mutable_media_offer()->add_items();
        item.set_row(row.bytes());
        item.set_sha256(sha256(bytes));
        item.set_bytes(bytes.size());
        return ask(phone, request).media_standings().items(0);
    }
    wire::Reply chunkReply(HandPhone& phone, const Id& row, const Bytes& bytes,
                           std::uint64_t offset = 0, wire::MediaPart part = wire::MEDIA_PART_FILE) {
        wire::Request request;
        auto& chunk = *request.mutable_media_chunk();
        chunk.set_row(row.bytes());
        chunk.set_part(part);
        chunk.set_offset(offset);
        chunk.set_bytes(bytes);
        return ask(phone, request);
    }
    Standing chunk(HandPhone& phone, const Id& row, const Bytes& bytes, std::uint64_t offset = 0,
                   wire::MediaPart part = wire::MEDIA_PART_FILE) {
        return chunkReply(phone, row, bytes, offset, part).media_standing();
    }
    Standing prove(HandPhone& phone, const Id& row, const Bytes& digest) {
        wire::Request request;
        request.mutable_media_proof()->set_row(row.bytes());
        request.mutable_media_proof()->set_digest(digest);
        return ask(phone, request).media_standing();
    }
    wire::MediaPiece want(HandPhone& phone, const Id& row,
                          wire::MediaPart part = wire::MEDIA_PART_FILE) {
        wire::Request request;
        auto& wanted = *request.mutable_media_wanted();
        wanted.set_row(row.bytes());
        wanted.set_part(part);
        wanted.set_most_bytes(100'000);
        return ask(phone, request).media_piece();
    }
    /// A row and its file, both at the centre.
    Id delivered(HandPhone& phone, const Bytes& bytes, const std::string& minors = "none",
                 const Id& consent = {}) {
        const Id row = fresh();
        EXPECT_EQ(phone.tell(mediaRow(phone, row, bytes, minors, kLinjiang, consent)).verdict(),
                  wire::VERDICT_TAKEN);
        EXPECT_EQ(chunk(phone, row, bytes).state(), Standing::STATE_COMPLETE);
        return row;
    }
    std::int64_t uploadState(const Id& row) {
        const Value value = shown("media", centre.row("media", row), "upload_state");
        const auto* integer = std::get_if<std::int64_t>(&value);
        return integer == nullptr ? 0 : *integer;
    }
    bool nothingKept() const {
        return !std::filesystem::exists(centre.folder.path() / "media" / "parts");
    }
};

TEST_F(MediaFiles, aFileNeverComesBeforeItsRow) {
    const Id row = fresh();
    EXPECT_EQ(offer(li, row, file).state(), Standing::STATE_NOT_YET);
    EXPECT_EQ(chunk(li, row, file).state(), Standing::STATE_NOT_YET);
    EXPECT_TRUE(nothingKept());
    li.tell(mediaRow(li, row, file));
    EXPECT_EQ(offer(li, row, file).state(), Standing::STATE_WANTED);
    EXPECT_EQ(chunk(li, row, file).state(), Standing::STATE_COMPLETE);
    EXPECT_EQ(uploadState(row), choice("media", "upload_state", "complete"));
}

TEST_F(MediaFiles, onlyTheRowsAuthorSendsItsFile) {
    const Id row = fresh();
    li.tell(mediaRow(li, row, file));
    for (auto* other : {&clerk, &fang, &admin}) {
        EXPECT_EQ(offer(*other, row, file).state(), Standing::STATE_NOT_YET);
        EXPECT_EQ(chunk(*other, row, file).state(), Standing::STATE_NOT_YET);
        EXPECT_EQ(chunk(*other, row, "\xff\xd8\xff", 0, wire::MEDIA_PART_THUMB).state(),
                  Standing::STATE_NOT_YET);
    }
    EXPECT_TRUE(nothingKept());
}

TEST_F(MediaFiles, aPendingOrRevokedPhoneSendsNothing) {
    HandPhone pending(centre);
    pending.join(centre.invitation("volunteer", kLinjiang, "", 2), "陈新");
    const Id row = fresh();
    pending.tell(mediaRow(pending, row, file));
    EXPECT_EQ(chunk(pending, row, file).state(), Standing::STATE_NOT_YET);
    ASSERT_TRUE(centre.desk->revoke(li.id()));
    wire::Request request;
    request.mutable_media_wanted()->set_row(row.bytes());
    EXPECT_EQ(ask(li, request).refusal().code(), wire::Refusal::CODE_REVOKED);
}

TEST_F(MediaFiles, itGoesOnWhereItWasAfterTheCentreWasKilled) {
    const Id row = fresh();
    li.tell(mediaRow(li, row, file));
    EXPECT_EQ(chunk(li, row, file.substr(0, 400)).held(), 400u);
    centre.restart();
    li.reconnect();
    li.hello();
    EXPECT_EQ(offer(li, row, file).held(), 400u);
    EXPECT_EQ(chunk(li, row, file.substr(0, 400)).held(), 400u) << "a repeat changes nothing";
    EXPECT_EQ(chunk(li, row, file.substr(400), 400).state(), Standing::STATE_COMPLETE);
    EXPECT_EQ(want(clerk, row).bytes(), file);
}

TEST_F(MediaFiles, otherBytesThanTheRowNamesAreNeverKept) {
    const Id row = fresh();
    li.tell(mediaRow(li, row, file));
    auto other = file;
    other[5] = 'q';
    const auto at = chunk(li, row, other);
    EXPECT_EQ(at.state(), Standing::STATE_WANTED);
    EXPECT_EQ(at.held(), 0u) << "from the beginning";
    EXPECT_EQ(want(clerk, row).whole_bytes(), 0u);
    EXPECT_EQ(uploadState(row), 0);
    EXPECT_EQ(chunk(li, row, file).state(), Standing::STATE_COMPLETE);
}

TEST_F(MediaFiles, knowingAFilesNameDoesNotGiveTheFile) {
    const Id secret = delivered(li, file, "yes");
    EXPECT_NE(want(admin, secret).words(), "") << "minors: not outside the township";
    // The name is in the row that the centre's people see; a row of their own that says it too …
    const Id trick = fresh();
    ASSERT_EQ(admin.tell(mediaRow(admin, trick, file, "none", kCentre)).verdict(),
              wire::VERDICT_TAKEN);
    EXPECT_EQ(offer(admin, trick, file).state(), Standing::STATE_PROVE);
    EXPECT_EQ(prove(admin, trick, Bytes(32, 'g')).state(), Standing::STATE_LATER);
    EXPECT_EQ(want(admin, trick).whole_bytes(), 0u) << "… is not enough";
    // Who holds the file shows it, on this connection and for this row.
    const auto elsewhere = possessionDigest(li.caller->exporter, trick, file);
    EXPECT_EQ(prove(admin, trick, elsewhere).state(), Standing::STATE_LATER);
    const auto here = possessionDigest(admin.caller->exporter, trick, file);
    EXPECT_EQ(prove(admin, trick, here).state(), Standing::STATE_COMPLETE);
    EXPECT_EQ(want(admin, trick).bytes(), file);
}

TEST_F(MediaFiles, filesStayWhereTheirRowsMayBeSeen) {
    const Id row = delivered(li, file);
    EXPECT_EQ(want(clerk, row).bytes(), file);
    EXPECT_EQ(want(admin, row).bytes(), file);
    EXPECT_EQ(want(fang, row).whole_bytes(), 0u);
    EXPECT_EQ(want(fang, row).words(), want(fang, fresh()).words())
        << "the answer does not tell that it exists";
}

TEST_F(MediaFiles, aMinorsPictureLeavesItsTownshipOnlyWithConsent) {
    for (const auto* minors : {"yes", "unknown"}) {
        const Id row = delivered(li, file + minors, minors);
        EXPECT_EQ(want(clerk, row).bytes(), file + minors) << "inside the township";
        EXPECT_EQ(want(admin, row).bytes(), "");
        EXPECT_EQ(want(admin, row, wire::MEDIA_PART_THUMB).bytes(), "");
        EXPECT_NE(want(admin, row).words(), "");
    }
    HandPhone tutor(centre, "tutor", kLinjiang, "王老师");
    const Id child = fresh();
    tutor.tell(tutor.insert("child", child, {{"alias", "小明"}}));
    const auto consent = [&](const std::string& scope, Instant withdrawnMs = 0) {
        const Id id = fresh();
        std::vector<std::pair<std::string, Value>> fields{
            {"child", refTo(child)},
            {"method", choice("guardian_consent", "method", "paper_photo")},
            {"signed_ms", std::int64_t{kMorning}}};
        if (withdrawnMs != 0) {
            fields.emplace_back("withdrawn_ms", std::int64_t{withdrawnMs});
        }
        auto change = tutor.insert("guardian_consent", id, fields);
        auto& cell = *change.add_cells();
        cell.set_field(fieldOf(typeOf("guardian_consent"), "scope").number);
        cell.set_op(wire::Cell::OP_ADD);
        putValue(cell, Value{choice("guardian_consent", "scope", scope)});
        EXPECT_EQ(tutor.tell(change).verdict(), wire::VERDICT_TAKEN);
        return id;
    };
    const Id inside = delivered(li, file + "1", "yes", consent("photo_internal"));
    const Id published = delivered(li, file + "2", "yes", consent("photo_publish"));
    EXPECT_EQ(want(admin, inside).bytes(), "") << "agreed to photos inside only";
    EXPECT_EQ(want(admin, published).bytes(), file + "2");
    consent("photo_publish", kMorning + 60'000);
    EXPECT_EQ(want(admin, published).bytes(), "") << "withdrawn";
    EXPECT_EQ(want(clerk, published).bytes(), file + "2");
}

TEST_F(MediaFiles, limitsAreLookedAtBeforeAnythingIsKept) {
    const Id row = fresh();
    li.tell(mediaRow(li, row, file));
    EXPECT_EQ(offer(li, row, file + "x").state(), Standing::STATE_REFUSED) << "another file";
    EXPECT_EQ(chunk(li, row, Bytes(600'000, 'x')).state(), Standing::STATE_REFUSED);
    EXPECT_EQ(chunk(li, row, file + "more").state(), Standing::STATE_REFUSED);
    EXPECT_EQ(chunk(li, row, "").state(), Standing::STATE_REFUSED);
    EXPECT_EQ(chunk(li, row, "late", std::uint64_t(0) - 2).state(), Standing::STATE_REFUSED);
    EXPECT_TRUE(nothingKept());
    auto huge = mediaRow(li, fresh(), file);
    for (auto& cell : *huge.mutable_cells()) {
        if (cell.field() == fieldOf(typeOf("media"), "bytes").number) {
            putValue(cell, Value{std::int64_t{kMaxMediaBytes} + 1});
        }
    }
    ASSERT_EQ(li.tell(huge).verdict(), wire::VERDICT_TAKEN);
    EXPECT_EQ(chunk(li, *Id::fromBytes(huge.row()), "x").state(), Standing::STATE_REFUSED);
    // A thumbnail that is none is left out, and the file goes on.
    EXPECT_TRUE(chunk(li, row, "<svg>", 0, wire::MEDIA_PART_THUMB).wants_thumb());
    EXPECT_TRUE(
        chunk(li, row, "\xff\xd8\xff" + Bytes(kMaxThumbBytes, 'x'), 0, wire::MEDIA_PART_THUMB)
            .wants_thumb());
    EXPECT_FALSE(chunk(li, row, "\xff\xd8\xff small", 0, wire::MEDIA_PART_THUMB).wants_thumb());
    EXPECT_EQ(uploadState(row), choice("media", "upload_state", "partial"));
    EXPECT_EQ(want(clerk, row, wire::MEDIA_PART_THUMB).bytes(), "\xff\xd8\xff small");
}

TEST_F(MediaFiles, onePhoneHasItsShareADay) {
    centre.mediaLimits.mostDayBytes = file.size() + 10;
    centre.restart();
    li.reconnect();
    li.hello();
    delivered(li, file);
    const Id next = fresh();
    li.tell(mediaRow(li, next, file + "2"));
    EXPECT_EQ(chunk(li, next, file + "2").state(), Standing::STATE_LATER);
    clerk.reconnect();
    clerk.hello();
    delivered(clerk, file + "3");
    centre.clock.advance(24LL * 3600 * 1000);
    EXPECT_EQ(chunk(li, next, file + "2").state(), Standing::STATE_COMPLETE);
}

TEST_F(MediaFiles, aFullDiskSendsThePhoneAwayAndStillTakesRows) {
    centre.mediaLimits.reserveBytes = std::uint64_t{1} << 62;
    centre.restart();
    li.reconnect();
    li.hello();
    const Id row = fresh();
    EXPECT_EQ(li.tell(mediaRow(li, row, file)).verdict(), wire::VERDICT_TAKEN);
    const auto reply = chunkReply(li, row, file);
    EXPECT_EQ(reply.refusal().code(), wire::Refusal::CODE_COME_BACK);
    EXPECT_GT(reply.refusal().retry_seconds(), 0u);
    EXPECT_TRUE(nothingKept());
}

TEST_F(MediaFiles, aFileThatIsThereForAnotherRowIsShownNotSent) {
    const Id row = delivered(li, file);
    const Id other = fresh();
    li.tell(mediaRow(li, other, file));
    EXPECT_EQ(offer(li, other, file).state(), Standing::STATE_PROVE);
    EXPECT_EQ(prove(li, other, possessionDigest(li.caller->exporter, other, file)).state(),
              Standing::STATE_COMPLETE);
    EXPECT_EQ(uploadState(other), choice("media", "upload_state", "complete"));
    EXPECT_EQ(offer(li, row, file).state(), Standing::STATE_COMPLETE);
}

TEST_F(MediaFiles, whatNoRowNamesIsReportedAndNotDeleted) {
    const Id row = delivered(li, file);
    FileStore files(centre.folder.path() / "media");
    const auto stray = must(files.keep("nobody's"));
    const Id awaited = fresh();
    li.tell(mediaRow(li, awaited, file + "not sent"));
    const auto view = must(centre.desk->mediaView());
    EXPECT_EQ(view.files, 2u);
    EXPECT_EQ(view.awaited, 1u);
    ASSERT_EQ(view.unreferenced.size(), 1u);
    EXPECT_EQ(view.unreferenced.front(), toHex(stray));
    EXPECT_TRUE(files.has(stray));
    EXPECT_EQ(want(clerk, row).bytes(), file);
}

}  // namespace
}  // namespace xiangji::syncd::test
