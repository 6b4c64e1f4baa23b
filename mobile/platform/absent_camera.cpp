#include "mobile/platform/absent_camera.hpp"

#include <QDir>
#include <QImageReader>
#include <QStandardPaths>

namespace xiangji {

namespace {

constexpr qint64 kPixels = 64'000'000;

QString pathOf(const QUrl& chosen) {
    return chosen.isLocalFile() ? chosen.toLocalFile() : chosen.toString();
}

/// Ready to read, if it is a picture of a size that can be.
Outcome prepare(QImageReader& reader, const QString& path) {
    reader.setFileName(path);
    reader.setAutoTransform(true);
    reader.setDecideFormatFromContent(true);
    const QSize size = reader.size();
    if (static_cast<qint64>(size.width()) * size.height() > kPixels) {
        return Error{Fault::invalid,
                     "the picture has more than 64 million pixels; choose a smaller one"};
    }
    return {};
}

Error noPicture(const QString& path, const QImageReader& reader) {
    return {
        Fault::invalid,
        QString("%1 can't be read as a picture: %2").arg(path, reader.errorString()).toStdString()};
}

}  // namespace

AbsentCamera::AbsentCamera(QString pictures)
    : pictures_(pictures.isEmpty()
                    ? QStandardPaths::writableLocation(QStandardPaths::PicturesLocation)
                    : std::move(pictures)) {}

Result<QImage> AbsentCamera::capture() {
    return Error{
        Fault::unsupported,
        "this device has no camera the app can use; choose a picture from the gallery instead"};
}

Result<QImage> AbsentCamera::fromGallery(const QUrl& chosen) {
    QImageReader reader;
    XIANGJI_TRY(prepare(reader, pathOf(chosen)));
    QImage image = reader.read();
    if (image.isNull()) {
        return noPicture(pathOf(chosen), reader);
    }
    return image;
}

Result<QString> AbsentCamera::fileFromGallery(const QUrl& chosen) {
    QImageReader reader;
    XIANGJI_TRY(prepare(reader, pathOf(chosen)));
    if (!reader.canRead()) {
        return noPicture(pathOf(chosen), reader);
    }
    return pathOf(chosen);
}

QList<QUrl> AbsentCamera::gallery(int most) const {
    QList<QUrl> pictures;
    for (const auto& entry : QDir(pictures_).entryInfoList(
             {"*.jpg", "*.jpeg", "*.png"}, QDir::Files | QDir::Readable, QDir::Time)) {
        if (pictures.size() == most) {
            break;
        }
        pictures += QUrl::fromLocalFile(entry.absoluteFilePath());
    }
    return pictures;
}

}  // namespace xiangji
