#pragma once

#include <QtQml/qqmlregistration.h>
#include <QObject>
#include <QString>

#include "core/client/home_keys.hpp"

class QJSEngine;
class QQmlEngine;

namespace xiangji {

class Session;

/// Where this home's key lies, and its move. One per program, GUI thread; what may wait for the
/// system runs in the session's worker.
class KeyPlaces : public QObject {
    Q_OBJECT
    QML_ELEMENT
    QML_SINGLETON
    /// `file` or `secret-service`.
    Q_PROPERTY(QString place MEMBER place_ NOTIFY changed)
    /// The system has a key store that could take it, or has it.
    Q_PROPERTY(bool choosable MEMBER choosable_ NOTIFY changed)
    /// Whether the whole database is encrypted under such a key, and if not, why; for the page to
    /// say.
    Q_PROPERTY(QString database MEMBER database_ NOTIFY changed)
    Q_PROPERTY(bool busy MEMBER busy_ NOTIFY changed)
    /// Why the last move did not go through; for the page to say.
    Q_PROPERTY(QString outcome MEMBER outcome_ NOTIFY changed)

 public:
    /// `keys` outlives the session's worker.
    KeyPlaces(Session& session, HomeKeys& keys, QObject* parent = nullptr);
    ~KeyPlaces() override;
    /// For the QML engine, which must not own it.
    [[nodiscard]] static KeyPlaces* create(QQmlEngine* engine, QJSEngine* scripts);

    /// Asks the system whether it could take the key.
    Q_INVOKABLE void look();
    Q_INVOKABLE void move(const QString& place);

 signals:
    void changed();

 private:
    struct Seen {
        QString place;
        bool ready = false;
    };
    [[nodiscard]] static Seen seen(HomeKeys& keys, const QString& before);
    void take(const Seen& seen);

    Session& session_;
    HomeKeys& keys_;
    QString place_;
    QString database_;
    bool choosable_ = false;
    bool busy_ = false;
    QString outcome_;
};

}  // namespace xiangji
