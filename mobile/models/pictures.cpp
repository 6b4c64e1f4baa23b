#include "mobile/models/pictures.hpp"

#include "core/records/permission.hpp"
#include "core/records/set_value.hpp"
#include "mobile/models/qt_text.hpp"
#include "mobile/models/row_words.hpp"
#include "mobile/models/session.hpp"
#include "mobile/models/words.hpp"

namespace xiangji {

namespace {

constexpr int kMostChoices = 60;
constexpr std::size_t kMostThumbs = 30;

const RecordType& mediaType() {
    return *Catalogue::builtIn().find("media");
}

const RecordType& activityType() {
    return *Catalogue::builtIn().find("activity");
}

QUrl urlOf(const std::optional<std::filesystem::path>& file) {
    return file ? QUrl::fromLocalFile(toQt(file->string())) : QUrl();
}

}  // namespace

Pictures::Pictures(QObject* parent) : QObject(parent) {
    connect(&Session::ofThisApp(), &Session::outdated, this, &Pictures::load);
}

void Pictures::componentComplete() {
    complete_ = true;
    load();
}

void Pictures::load() {
    if (!complete_) {
        return;
    }
    const Session& session = Session::ofThisApp();
    list_.clear();
    withoutThumb_.clear();
    const auto activity = session.client().row(activityType(), idFrom(activityId_));
    const Field& field = *activityType().field("media");
    const auto elements =
        activity ? elementsOf(cellOf(*activity, &field), true) : Result<Elements>(Error{});
    for (const auto& element : elements ? *elements : Elements{}) {
        const auto row = session.client().row(mediaType(), idIn(element));
        const auto media = session.client().media(idIn(element));
        if (!row || !media || row->voided) {
            continue;
        }
        list_ += shown(*row, *media);
        if (!media->thumbnail) {
            withoutThumb_.push_back(row->id);
        }
    }
    mayAdd_ = activity && !activity->voided && session.seats().camera != nullptr &&
              may(session.me().roles, mediaType(), Verb::insert) &&
              may(session.me().roles, activityType(), Verb::edit);
    emit loaded();
    fetchThumbs();
}

QVariantMap Pictures::shown(const RowView& row, const MediaView& media) const {
    const Field& minors = *mediaType().field("faces_minor");
    const bool none = cellOf(row, &minors) == Value{minors.choice("none")->number};
    return {{"row", toQt(row.id)},
            {"thumb", urlOf(media.thumbnail)},
            {"whole", urlOf(media.whole)},
            {"veiled", !none},
            {"stateLabel", Words::fileStanding(media.standing)},
            {"words", toQt(media.words)}};
}

void Pictures::fetchThumbs() {
    if (asked_ || withoutThumb_.empty()) {
        return;
    }
    asked_ = true;
    withoutThumb_.resize(std::min(withoutThumb_.size(), kMostThumbs));
    const Session& session = Session::ofThisApp();
    session.seats().worker.run(
        &Session::ofThisApp(),
        [&client = session.client(), rows = withoutThumb_] {
            bool any = false;
            for (const auto& row : rows) {
                const auto thumb = client.fetchMedia(row, MediaSize::thumbnail);
                any = any || thumb;
                if (!thumb && thumb.error().fault == Fault::unreachable) {
                    break;
                }
            }
            return any;
        },
        [](bool any) {
            if (any) {
                emit Session::ofThisApp().outdated();
            }
        });
}

QVariantList Pictures::choices() const {
    QVariantList urls;
    if (const auto* camera = Session::ofThisApp().seats().camera; camera != nullptr) {
        for (const auto& url : camera->gallery(kMostChoices)) {
            urls += url;
        }
    }
    return urls;
}

bool Pictures::add(const QUrl& chosen, const QString& minors) {
    Session& session = Session::ofThisApp();
    const Field& field = *mediaType().field("faces_minor");
    const Choice* choice = field.choice(fromQt(minors));
    if (session.seats().camera == nullptr || choice == nullptr) {
        return false;
    }
    const auto file = session.seats().camera->fileFromGallery(chosen);
    if (!file) {
        say(tr("这张图片读不出来，请换一张。"));
        return false;
    }
    const auto added = session.addMedia({.file = std::filesystem::path(fromQt(*file)),
                                         .fields = {{field.number, choice->number}},
                                         .activity = idFrom(activityId_)});
    say(added ? QString() : Words::unsaved(added.error()));
    return static_cast<bool>(added);
}

void Pictures::fetch(const QString& row) {
    const Session& session = Session::ofThisApp();
    session.seats().worker.run(
        &Session::ofThisApp(),
        [&client = session.client(), id = idFrom(row)] {
            return client.fetchMedia(id, MediaSize::whole);
        },
        [](const Result<std::filesystem::path>& whole) {
            if (whole) {
                emit Session::ofThisApp().outdated();
            }
        });
}

void Pictures::say(const QString& words) {
    error_ = words;
    emit errorChanged();
}

}  // namespace xiangji
