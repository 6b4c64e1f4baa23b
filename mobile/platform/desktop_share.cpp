#include "mobile/platform/desktop_share.hpp"

#include <QClipboard>
#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QGuiApplication>
#include <QStandardPaths>

namespace xiangji {

namespace {

constexpr int kNamesTried = 1000;

Error failure(Fault fault, const QString& sentence) {
    return Error{fault, sentence.toStdString()};
}

/// "list.csv", "list (2).csv", …
QString numbered(const QFileInfo& file, int number) {
    if (number == 1) {
        return file.fileName();
    }
    const QString suffix = file.suffix().isEmpty() ? QString() : "." + file.suffix();
    return QString("%1 (%2)%3").arg(file.completeBaseName()).arg(number).arg(suffix);
}

}  // namespace

Result<Shared> DesktopShare::text(const QString& text) {
    QGuiApplication::clipboard()->setText(text);
    return Shared{Shared::Place::clipboard, {}};
}

Result<Shared> DesktopShare::file(const QString& path) {
    const QFileInfo source(path);
    if (!source.isFile()) {
        return failure(Fault::notFound, QString("there is no file %1 to share").arg(path));
    }
    const QDir downloads(QStandardPaths::writableLocation(QStandardPaths::DownloadLocation));
    if (!downloads.mkpath(".")) {
        return failure(Fault::failed,
                       QString("the downloads folder %1 can't be made").arg(downloads.path()));
    }
    QFile file(path);
    // copy() never overwrites: it says no when the name is taken.
    for (int number = 1; number <= kNamesTried; ++number) {
        const QString copy = downloads.filePath(numbered(source, number));
        if (file.copy(copy)) {
            return Shared{Shared::Place::downloads, copy};
        }
        if (!QFileInfo::exists(copy)) {
            break;
        }
    }
    return failure(Fault::failed,
                   QString("%1 can't be copied into %2: %3")
                       .arg(source.fileName(), downloads.path(), file.errorString()));
}

}  // namespace xiangji
