#include "mobile/platform/absent_camera.hpp"

#include <QImageReader>

namespace xiangji {

namespace {
constexpr qint64 kPixels = 64'000'000;
}

Result<QImage> AbsentCamera::capture() {
    return Error{
        Fault::unsupported,
        "this device has no camera the app can use; choose a picture from the gallery instead"};
}

Result<QImage> AbsentCamera::fromGallery(const QUrl& chosen) {
    const QString path = chosen.isLocalFile() ? chosen.toLocalFile() : chosen.toString();
    QImageReader reader(path);
    reader.setAutoTransform(true);
    reader.setDecideFormatFromContent(true);
    const QSize size = reader.size();
    if (static_cast<qint64>(size.width()) * size.height() > kPixels) {
        return Error{Fault::invalid,
                     "the picture has more than 64 million pixels; choose a smaller one"};
    }
    QImage image = reader.read();
    if (image.isNull()) {
        return Error{Fault::invalid, QString("%1 can't be read as a picture: %2")
                                         .arg(path, reader.errorString())
                                         .toStdString()};
    }
    return image;
}

}  // namespace xiangji
