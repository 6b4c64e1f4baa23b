#include "mobile/models/draft_keeper.hpp"

#include <QGuiApplication>
#include <QJsonDocument>
#include <utility>

#include "mobile/models/qt_text.hpp"
#include "mobile/models/session.hpp"
#include "mobile/models/words.hpp"

namespace xiangji {

namespace {

constexpr int kSoonMs = 250;

}  // namespace

DraftKeeper::DraftKeeper(QString key, Typed typed)
    : key_(std::move(key)), typed_(std::move(typed)) {
    soon_.setSingleShot(true);
    soon_.setInterval(kSoonMs);
    connect(&soon_, &QTimer::timeout, this, &DraftKeeper::flush);
    // A phone kills what lies in the background without a word.
    connect(qGuiApp, &QGuiApplication::applicationStateChanged, this,
            [this](Qt::ApplicationState state) {
                if (state != Qt::ApplicationActive && waiting_) {
                    flush();
                }
            });
}

DraftKeeper::~DraftKeeper() {
    if (waiting_) {
        flush();
    }
}

std::optional<QJsonObject> DraftKeeper::kept() const {
    const auto draft = Session::ofThisApp().client().draft(fromQt(key_));
    if (!draft || !*draft) {
        return std::nullopt;
    }
    const auto json = QJsonDocument::fromJson(QByteArray::fromStdString(**draft));
    return json.isObject() ? std::optional(json.object()) : std::nullopt;
}

bool DraftKeeper::has(const QString& key) {
    const auto draft = Session::ofThisApp().client().draft(fromQt(key));
    return draft && draft->has_value();
}

void DraftKeeper::touch() {
    // Not started anew by each key: who types without a pause is kept all the same.
    if (!waiting_) {
        waiting_ = true;
        Session::ofThisApp().countKeeping(+1);
        soon_.start();
    }
}

void DraftKeeper::flush() {
    soon_.stop();
    Client& client = Session::ofThisApp().client();
    const QJsonObject typed = typed_();
    const auto kept =
        typed.isEmpty()
            ? client.dropDraft(fromQt(key_))
            : client.saveDraft(fromQt(key_),
                               QJsonDocument(typed).toJson(QJsonDocument::Compact).toStdString());
    if (!kept) {
        emit failed(
            kept.error().fault == Fault::diskFull
                ? tr("手机存满了，没写完的内容暂时存不下；请清理空间，或先保存。")
                : tr("没写完的内容暂时存不下，请先保存。（%1）").arg(toQt(kept.error().detail)));
    }
    stopWaiting();
}

void DraftKeeper::stopWaiting() {
    soon_.stop();
    if (std::exchange(waiting_, false)) {
        Session::ofThisApp().countKeeping(-1);
    }
}

void DraftKeeper::drop() {
    stopWaiting();
    // A draft that stays is only offered again; a saved row's draft names the row and is not.
    static_cast<void>(Session::ofThisApp().client().dropDraft(fromQt(key_)));
}

}  // namespace xiangji
