#pragma once

#include <QtQml/qqmlregistration.h>
#include <QObject>
#include <QString>
#include <QVariantMap>
#include <atomic>

#include "core/base/clock.hpp"
#include "core/base/random.hpp"
#include "core/client/client.hpp"
#include "mobile/models/worker.hpp"
#include "mobile/platform/camera.hpp"
#include "mobile/platform/share.hpp"

class QJSEngine;
class QQmlEngine;

namespace xiangji {

/// What the models are given by the program. All of it outlives the session.
struct AppSeats {
    Client& client;
    Clock& clock;
    Random& random;
    Share& share;
    Worker& worker;
    Camera* camera = nullptr;  ///< none: no pictures can be added
};

/// Who holds this phone, and the one way by which models reach core. One per program, GUI thread.
class Session : public QObject {
    Q_OBJECT
    QML_ELEMENT
    QML_SINGLETON
    Q_PROPERTY(bool joined READ joined NOTIFY meChanged)
    /// Joined, and waiting for the office to confirm this phone.
    Q_PROPERTY(bool pending READ pending NOTIFY meChanged)
    Q_PROPERTY(QString personName READ personName NOTIFY meChanged)
    Q_PROPERTY(QString unitName READ unitName NOTIFY meChanged)
    Q_PROPERTY(QString roleNames READ roleNames NOTIFY meChanged)
    Q_PROPERTY(QString fingerprint READ fingerprint NOTIFY meChanged)
    Q_PROPERTY(QString host READ host NOTIFY meChanged)
    /// Something was typed that is not kept yet; it will be within a moment.
    Q_PROPERTY(bool keeping READ keeping NOTIFY keepingChanged)
    Q_PROPERTY(bool joining READ joining NOTIFY joiningChanged)
    Q_PROPERTY(QString joinError READ joinError NOTIFY joiningChanged)

 public:
    explicit Session(AppSeats seats, QObject* parent = nullptr);
    ~Session() override;
    [[nodiscard]] static Session& ofThisApp();
    /// For the QML engine, which must not own it.
    [[nodiscard]] static Session* create(QQmlEngine* engine, QJSEngine* scripts);

    /// What pasted text holds: `state` is none, damaged, expired or ready; `unit`, `person`,
    /// `needsName`.
    Q_INVOKABLE QVariantMap readInvitation(const QString& pasted) const;
    Q_INVOKABLE void join(const QString& pasted, const QString& name);
    /// The clipboard's text.
    Q_INVOKABLE QString pasted() const;
    /// Whether the person's roles allow it anywhere.
    Q_INVOKABLE bool mayInsert(const QString& type) const;
    Q_INVOKABLE bool mayRead(const QString& type) const;

    [[nodiscard]] bool joined() const { return me_.joined; }
    [[nodiscard]] bool pending() const { return me_.pending; }
    [[nodiscard]] QString personName() const;
    [[nodiscard]] QString unitName() const;
    [[nodiscard]] QString roleNames() const;
    [[nodiscard]] QString fingerprint() const;
    [[nodiscard]] QString host() const;
    [[nodiscard]] bool keeping() const { return keeping_ > 0; }
    [[nodiscard]] bool joining() const { return joining_; }
    [[nodiscard]] QString joinError() const { return joinError_; }

    [[nodiscard]] const Me& me() const { return me_; }
    [[nodiscard]] Client& client() const { return seats_.client; }
    [[nodiscard]] const AppSeats& seats() const { return seats_; }
    [[nodiscard]] Instant nowMs() const { return seats_.clock.nowMs(); }
    [[nodiscard]] Id newId() const;
    /// By draft keepers: +1 when one has something to keep, -1 when it is kept.
    void countKeeping(int by);
    /// Client::write; emits `wrote` when it is saved.
    [[nodiscard]] Result<std::vector<Id>> write(const std::vector<Operation>& operations);
    /// Client::addMedia, likewise.
    [[nodiscard]] Result<Id> addMedia(const MediaAdd& add);

 signals:
    void meChanged();
    void joiningChanged();
    void keepingChanged();
    /// A person saved something on this phone.
    void wrote();
    /// Rows, the person's standing or the language changed: what is shown may be out of date.
    /// Several changes, one signal.
    void outdated();

 private:
    void refresh();
    /// From any thread.
    void rowsChanged();

    AppSeats seats_;
    Me me_;
    int keeping_ = 0;
    bool joining_ = false;
    QString joinError_;
    std::atomic<bool> told_ = false;
};

}  // namespace xiangji
