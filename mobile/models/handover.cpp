#include "mobile/models/handover.hpp"

#include <QJSEngine>
#include <QUrl>

#include "core/client/bundle_file.hpp"
#include "mobile/models/qt_text.hpp"
#include "mobile/models/session.hpp"

namespace xiangji {

namespace {

Handover* current = nullptr;

}  // namespace

Handover::Handover(Session& session, QString file, QObject* parent)
    : QObject(parent), session_(session), file_(std::move(file)) {
    Q_ASSERT(current == nullptr);
    current = this;
}

Handover::~Handover() {
    current = nullptr;
}

Handover* Handover::create(QQmlEngine*, QJSEngine*) {
    Q_ASSERT(current != nullptr);
    QJSEngine::setObjectOwnership(current, QJSEngine::CppOwnership);
    return current;
}

bool Handover::begin() {
    if (busy_ || !session_.joined()) {
        return false;
    }
    busy_ = true;
    failed_ = false;
    outcome_.clear();
    emit busyChanged();
    return true;
}

void Handover::ended(bool good, const QString& words) {
    busy_ = false;
    failed_ = !good;
    outcome_ = words;
    emit busyChanged();
}

void Handover::share() {
    if (!begin()) {
        return;
    }
    const auto write = [&client = session_.client(), file = file_.toStdString()] {
        return writeBundleFile(client, file);
    };
    session_.seats().worker.run(this, write, [this](const Result<BundleWritten>& written) {
        if (!written) {
            ended(false, written.error().fault == Fault::diskFull
                             ? tr("手机空间不够，没能写成捎带文件；记录都还在。")
                             : tr("没能写成捎带文件；记录都还在，请再试一次。"));
            return;
        }
        if (written->copied && written->carried == 0) {
            ended(false, tr("这部手机的内容是拷贝或从旧备份恢复的，自己的记录没有写进去。请先用"
                            "新的邀请重新加入。"));
            return;
        }
        const auto shared = session_.seats().share.file(file_);
        if (!shared) {
            ended(false, tr("没能分享，请再试一次。"));
            return;
        }
        const bool named = shared->place == Shared::Place::downloads;
        if (written->copied) {
            const auto carried =
                tr("替别人捎带的 %1 份已写成捎带文件；这部手机自己的记录没有写进去，请先用新的邀请"
                   "重新加入。")
                    .arg(static_cast<qulonglong>(written->carried));
            ended(false, named ? carried + shared->path : carried);
            return;
        }
        const auto count = static_cast<qulonglong>(written->envelopes);
        ended(true, named ? tr("%1 次保存已写成捎带文件：%2").arg(count).arg(shared->path)
                          : tr("%1 次保存已写成捎带文件").arg(count));
    });
}

void Handover::read(const QString& place) {
    const QUrl url(place.trimmed());
    const QString path = url.isLocalFile() ? url.toLocalFile() : place.trimmed();
    if (path.isEmpty() || !begin()) {
        return;
    }
    const auto read = [&client = session_.client(), file = path.toStdString()] {
        return readBundleFile(client, file);
    };
    session_.seats().worker.run(this, read, [this](const Result<BundleRead>& read) {
        if (!read) {
            switch (read.error().fault) {
                case Fault::notFound:
                    return ended(false, tr("没有找到这个文件。"));
                case Fault::refused:
                    return ended(false, tr("这个捎带文件是别的服务器的，这里用不上。"));
                case Fault::invalid:
                    return ended(false, tr("这不是乡记的捎带文件。"));
                default:
                    return ended(false, tr("没能读取，手机里的记录没有变。"));
            }
        }
        const auto words = tr("收到回执 %1 个，替别人捎带 %2 份")
                               .arg(static_cast<qulonglong>(read->receipts))
                               .arg(static_cast<qulonglong>(read->carried));
        ended(read->words.empty(),
              read->words.empty()
                  ? words
                  : words + tr("。文件不完整或放不下，请再要一份；不会丢，也不会重复。"));
    });
}

}  // namespace xiangji
