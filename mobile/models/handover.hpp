#pragma once

#include <QtQml/qqmlregistration.h>
#include <QObject>
#include <QString>

class QJSEngine;
class QQmlEngine;

namespace xiangji {

class Session;

/// Bundles: what waits, handed to somebody who has a network, and what somebody handed to us. One
/// per program, GUI thread; the work runs in the session's worker, as that of `KeyPlaces` does.
class Handover : public QObject {
    Q_OBJECT
    QML_ELEMENT
    QML_SINGLETON
    Q_PROPERTY(bool busy MEMBER busy_ NOTIFY busyChanged)
    /// What the last one did, or why not; for the page to say.
    Q_PROPERTY(QString outcome MEMBER outcome_ NOTIFY busyChanged)
    Q_PROPERTY(bool failed MEMBER failed_ NOTIFY busyChanged)

 public:
    /// `file` is where the bundle is written before it is shared; its name says nothing of anybody.
    Handover(Session& session, QString file, QObject* parent = nullptr);
    ~Handover() override;
    /// For the QML engine, which must not own it.
    [[nodiscard]] static Handover* create(QQmlEngine* engine, QJSEngine* scripts);

    /// Writes what waits and hands the file to the system's sheet.
    Q_INVOKABLE void share();
    /// Reads a bundle, by path or file URL.
    Q_INVOKABLE void read(const QString& place);

 signals:
    void busyChanged();

 private:
    [[nodiscard]] bool begin();
    void ended(bool good, const QString& words);

    Session& session_;
    QString file_;
    bool busy_ = false;
    bool failed_ = false;
    QString outcome_;
};

}  // namespace xiangji
