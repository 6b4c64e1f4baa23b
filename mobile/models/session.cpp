#include "mobile/models/session.hpp"

#include <QClipboard>
#include <QGuiApplication>
#include <QJSEngine>

#include "core/records/permission.hpp"
#include "core/sync/invitation.hpp"
#include "mobile/models/qt_text.hpp"
#include "mobile/models/settings.hpp"
#include "mobile/models/words.hpp"

namespace xiangji {

namespace {

Session* current = nullptr;

bool mayDo(const Me& me, const QString& name, Verb verb) {
    const RecordType* type = Catalogue::builtIn().find(fromQt(name));
    return type != nullptr && may(me.roles, *type, verb);
}

}  // namespace

Session::Session(AppSeats seats, QObject* parent)
    : QObject(parent), seats_(seats), me_(seats.client.me()) {
    Q_ASSERT(current == nullptr);
    current = this;
    seats_.client.onChange([this] { rowsChanged(); });
    connect(&Settings::ofThisApp(), &Settings::languageChanged, this, &Session::refresh);
}

Session::~Session() {
    seats_.client.onChange(nullptr);
    current = nullptr;
}

Session& Session::ofThisApp() {
    Q_ASSERT(current != nullptr);
    return *current;
}

Session* Session::create(QQmlEngine*, QJSEngine*) {
    QJSEngine::setObjectOwnership(&ofThisApp(), QJSEngine::CppOwnership);
    return &ofThisApp();
}

QVariantMap Session::readInvitation(const QString& pasted) const {
    if (pasted.trimmed().isEmpty()) {
        return {{"state", "none"}};
    }
    const auto invitation = Invitation::find(fromQt(pasted));
    if (!invitation) {
        return {{"state", "damaged"}};
    }
    return {{"state", invitation->untilMs < nowMs() ? "expired" : "ready"},
            {"unit", toQt(invitation->unitName)},
            {"person", toQt(invitation->personName)},
            {"needsName", invitation->personName.empty()},
            {"role", Words::label(roleLabel(static_cast<Role>(invitation->role)))},
            {"until", Words::when(invitation->untilMs, nowMs())}};
}

void Session::join(const QString& pasted, const QString& name) {
    if (joining_) {
        return;
    }
    joining_ = true;
    joinError_.clear();
    emit joiningChanged();
    seats_.worker.run(
        this,
        [&client = seats_.client, text = fromQt(pasted), holder = fromQt(name.trimmed())] {
            return client.join(text, holder);
        },
        [this](const Result<JoinReport>& report) {
            joining_ = false;
            joinError_ = report       ? QString()
                         : me_.joined ? Words::notRenewed(report.error())
                                      : Words::notJoined(report.error());
            refresh();
            emit joiningChanged();
        });
}

QString Session::pasted() const {
    return QGuiApplication::clipboard()->text();
}

bool Session::mayInsert(const QString& type) const {
    return mayDo(me_, type, Verb::insert);
}

bool Session::mayRead(const QString& type) const {
    return mayDo(me_, type, Verb::read);
}

QString Session::personName() const {
    return toQt(me_.personName);
}

QString Session::unitName() const {
    return toQt(me_.unitName);
}

QString Session::roleNames() const {
    QStringList names;
    for (const Role role : me_.roles) {
        names += Words::label(roleLabel(role));
    }
    names.removeDuplicates();
    return names.join(Settings::ofThisApp().chinese() ? "、" : ", ");
}

QString Session::fingerprint() const {
    return toQt(me_.fingerprint);
}

QString Session::host() const {
    return toQt(me_.host);
}

Id Session::newId() const {
    return Id::uuid7(nowMs(), seats_.random);
}

Result<std::vector<Id>> Session::write(const std::vector<Operation>& operations) {
    auto ids = seats_.client.write(operations);
    if (ids) {
        emit wrote();
    }
    return ids;
}

Result<Id> Session::addMedia(const MediaAdd& add) {
    auto id = seats_.client.addMedia(add);
    if (id) {
        emit wrote();
    }
    return id;
}

void Session::countKeeping(int by) {
    keeping_ += by;
    emit keepingChanged();
}

void Session::refresh() {
    told_ = false;
    me_ = seats_.client.me();
    emit meChanged();
    emit outdated();
}

void Session::rowsChanged() {
    if (!told_.exchange(true)) {
        QMetaObject::invokeMethod(this, &Session::refresh, Qt::QueuedConnection);
    }
}

}  // namespace xiangji
