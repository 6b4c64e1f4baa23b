#include "core/client/new_media.hpp"

#include <sys/stat.h>

#include "core/media/limits.hpp"
#include "core/media/picture.hpp"

namespace xiangji {

namespace {

std::int64_t choiceOf(const RecordType& type, std::string_view field, std::string_view name) {
    return type.field(field)->choice(name)->number;
}

/// When the file was last written: of a picture that a camera did not date the best there is.
Instant writtenMs(const std::filesystem::path& file) {
    struct stat found{};
    return ::stat(file.c_str(), &found) == 0 ? Instant{found.st_mtim.tv_sec} * 1000 : 0;
}

}  // namespace

Result<PreparedMedia> prepareMedia(const MediaAdd& add, const RecordType& type, FileStore& files) {
    XIANGJI_LET(bytes, readWhole(add.file, kMaxMediaBytes));
    if (bytes.empty()) {
        return Error{Fault::invalid, add.file.string() + " is empty; nothing was added"};
    }
    PreparedMedia made;
    made.fields = add.fields;
    const auto set = [&](std::string_view name, Value value) {
        made.fields.try_emplace(type.field(name)->number, std::move(value));
    };
    if (looksLikePicture(bytes)) {
        XIANGJI_LET(picture, readPicture(bytes));
        set("kind", choiceOf(type, "kind", "photo"));
        set("w", std::int64_t{picture.w});
        set("h", std::int64_t{picture.h});
        set("taken_ms", picture.takenMs.value_or(writtenMs(add.file)));
        made.thumbnail = std::move(picture.thumbnail);
    }
    set("taken_ms", writtenMs(add.file));
    set("source", choiceOf(type, "source", "gallery"));
    set("original_kept", std::int64_t{1});
    // Nobody has looked yet: until somebody says "none" it stays in its township.
    set("faces_minor", choiceOf(type, "faces_minor", "unknown"));
    if (!made.fields.contains(type.field("kind")->number)) {
        return Error{Fault::invalid,
                     add.file.string() +
                         " is no JPEG or PNG picture; say what it is: kind=photo, audio, video or "
                         "h5"};
    }
    made.file.bytes = bytes.size();
    XIANGJI_LET(name, files.keep(bytes));
    made.file.sha256 = name;
    made.fields[type.field("sha256")->number] = Blob{name};
    made.fields[type.field("bytes")->number] = static_cast<std::int64_t>(bytes.size());
    return made;
}

}  // namespace xiangji
