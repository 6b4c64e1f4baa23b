// The part of PhoneClient that keeps, sends and fetches the files of media rows.
#include "core/client/new_media.hpp"
#include "core/client/phone_client.hpp"
#include "core/media/file_courier.hpp"
#include "core/records/set_value.hpp"

namespace xiangji {

namespace {

constexpr std::string_view kOnlyOnFreeNetwork = "files_only_on_free_network";

const RecordType& mediaType() {
    return *Catalogue::builtIn().find("media");
}

FileStanding standingOf(FileState state) {
    switch (state) {
        case FileState::waiting:
            return FileStanding::waiting;
        case FileState::delivered:
            return FileStanding::delivered;
        case FileState::refused:
            return FileStanding::refused;
        case FileState::fetched:
            return FileStanding::fetched;
    }
    return FileStanding::elsewhere;
}

Bytes namedFile(const RowView& row) {
    const auto found = row.fields.find(mediaType().field("sha256")->number);
    const auto* blob = found == row.fields.end() ? nullptr : std::get_if<Blob>(&found->second);
    return blob == nullptr ? Bytes() : Bytes(blob->bytes());
}

}  // namespace

Result<Id> PhoneClient::addMedia(const MediaAdd& add) {
    XIANGJI_LET(made, prepareMedia(add, mediaType(), files_));
    const Id id = add.id.value_or(Id::uuid7(seats_.clock.nowMs(), seats_.random));
    made.file.row = id;
    std::vector<Operation> operations{
        Insert{.type = &mediaType(), .fields = made.fields, .id = id}};
    if (add.activity) {
        const RecordType& activities = *Catalogue::builtIn().find("activity");
        const Field& pictures = *activities.field("media");
        XIANGJI_LET(activity, row(activities, *add.activity));
        const auto now = activity.fields.find(pictures.number);
        XIANGJI_LET(elements,
                    elementsOf(now == activity.fields.end() ? Value{} : now->second, true));
        elements.insert(refTo(id));
        operations.emplace_back(Edit{.type = &activities,
                                     .id = *add.activity,
                                     .fields = {{pictures.number, setCell(elements)}}});
    }
    if (!made.thumbnail.empty()) {
        XIANGJI_TRY(files_.keepThumb(id, made.thumbnail));
    }
    const auto ids = commit(operations, [&](PhoneDatabase& database) {
        MediaBook(database).put(made.file, seats_.clock.nowMs());
    });
    if (!ids) {
        // Nothing was saved, so nothing needs the file; where another row does it stays.
        (void)files_.forgetThumb(id);
        const auto named = locked(
            [&](PhoneDatabase& database) { return MediaBook(database).isNamed(made.file.sha256); });
        if (named && !*named) {
            (void)files_.forget(made.file.sha256);
        }
        return ids.error();
    }
    return Id(id);
}

Result<MediaView> PhoneClient::media(const Id& id) const {
    XIANGJI_LET(found, row(mediaType(), id));
    XIANGJI_LET(booked,
                locked([&](PhoneDatabase& database) { return MediaBook(database).find(id); }));
    MediaView view;
    const auto sha256 = namedFile(found);
    if (booked) {
        view.standing = standingOf(booked->state);
        view.words = booked->words;
        // A row that was refused takes its file along.
        if (booked->state == FileState::waiting && found.sendState == SendState::refused) {
            view.standing = FileStanding::refused;
        }
    }
    if (files_.hasThumb(id)) {
        view.thumbnail = files_.thumbPath(id);
    }
    if (booked && files_.has(sha256)) {
        view.whole = files_.path(sha256);
    }
    return view;
}

Result<std::filesystem::path> PhoneClient::fetchMedia(const Id& id, MediaSize size) {
    XIANGJI_LET(here, media(id));
    const auto& found = size == MediaSize::thumbnail ? here.thumbnail : here.whole;
    if (found) {
        return *found;
    }
    XIANGJI_LET(named, row(mediaType(), id));
    XIANGJI_LET(link, syncer().greeted());
    FileCourier courier(files_, *database_, mutex_, *link);
    return size == MediaSize::thumbnail
               ? courier.fetchThumb(id, namedFile(named), seats_.clock.nowMs())
               : courier.fetchFile(id, namedFile(named), seats_.clock.nowMs());
}

bool PhoneClient::filesOnlyOnFreeNetwork() const {
    const auto said =
        locked([](PhoneDatabase& database) { return database.known(kOnlyOnFreeNetwork); });
    return !said || !*said || **said != Value{std::int64_t{0}};
}

Outcome PhoneClient::setFilesOnlyOnFreeNetwork(bool only) {
    return locked([&](PhoneDatabase& database) {
        database.know(kOnlyOnFreeNetwork, std::int64_t{only ? 1 : 0});
    });
}

void PhoneClient::sendFiles(Link& link, const PhoneState& state, SyncReport& report,
                            SyncProgress& at, const Progress& progress) {
    const bool metered = seats_.network != nullptr && seats_.network->now() == NetworkKind::metered;
    FileCourier courier(files_, *database_, mutex_, link);
    const auto carried = courier.send(state.epoch, !metered || !filesOnlyOnFreeNetwork(),
                                      [&](const FileProgress& files) {
                                          at.fileBytesSent = files.sentBytes;
                                          at.fileBytesToSend = files.toSendBytes;
                                          if (progress) {
                                              progress(at);
                                          }
                                      });
    if (!carried) {
        report.filesWords = carried.error().detail;
        report.filesFailed = true;
        report.comeBackSeconds = courier.retrySeconds();
    } else {
        report.filesSent = carried->delivered;
        report.filesWords =
            carried->forWifi ? "whole files wait for a network that costs nothing" : carried->words;
    }
    if (const auto tidied = tidyFiles(); !tidied && report.filesWords.empty()) {
        report.filesWords = tidied.error().detail;
    }
    if (at.fileBytesToSend > 0) {
        changed();
    }
}

Outcome PhoneClient::sweepFiles() {
    std::vector<Bytes> kept;
    files_.each([&](const Bytes& sha256, std::uint64_t) { kept.push_back(sha256); });
    for (const auto& sha256 : kept) {
        XIANGJI_LET(named, locked([&](PhoneDatabase& database) {
                        return MediaBook(database).isNamed(sha256);
                    }));
        if (!named) {
            XIANGJI_TRY(files_.forget(sha256));
        }
    }
    return {};
}

Outcome PhoneClient::tidyFiles() {
    XIANGJI_LET(
        gone, locked([](PhoneDatabase& database) { return MediaBook(database).takeLeftovers(); }));
    for (const auto& file : gone) {
        XIANGJI_LET(named, locked([&](PhoneDatabase& database) {
                        return MediaBook(database).isNamed(file.sha256);
                    }));
        XIANGJI_TRY(files_.forgetThumb(file.row));
        if (!named) {
            XIANGJI_TRY(files_.forgetParts(file.sha256));
            XIANGJI_TRY(files_.forget(file.sha256));
        }
    }
    return {};
}

}  // namespace xiangji
