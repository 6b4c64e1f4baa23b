#pragma once

#include <QtQml/qqmlregistration.h>
#include <QObject>
#include <QQmlParserStatus>
#include <QUrl>
#include <QVariantList>

#include "core/client/client.hpp"

namespace xiangji {

/// The pictures of one activity: those it has, those a person may choose from, and adding one.
/// Small pictures that are not on this phone come by themselves while the centre can be reached.
class Pictures : public QObject, public QQmlParserStatus {
    Q_OBJECT
    Q_INTERFACES(QQmlParserStatus)
    QML_ELEMENT
    Q_PROPERTY(QString activity MEMBER activityId_ REQUIRED)
    /// [{row, thumb (url or empty), whole (url or empty), veiled, stateLabel, words}]; `veiled`:
    /// minors may be seen, so it is shown only when tapped (DOMAIN §9).
    Q_PROPERTY(QVariantList list MEMBER list_ NOTIFY loaded)
    Q_PROPERTY(bool mayAdd MEMBER mayAdd_ NOTIFY loaded)
    Q_PROPERTY(QString error MEMBER error_ NOTIFY errorChanged)

 public:
    explicit Pictures(QObject* parent = nullptr);

    /// What the gallery offers: urls, newest first.
    Q_INVOKABLE QVariantList choices() const;
    /// `minors`: none, yes or unknown. True: it is kept on this phone and will be sent.
    Q_INVOKABLE bool add(const QUrl& chosen, const QString& minors);
    /// Asks the centre for the whole picture; the list has it when it is here.
    Q_INVOKABLE void fetch(const QString& row);

    void classBegin() override {}
    void componentComplete() override;

 signals:
    void loaded();
    void errorChanged();

 private:
    void load();
    void fetchThumbs();
    [[nodiscard]] QVariantMap shown(const RowView& row, const MediaView& media) const;
    void say(const QString& words);

    QString activityId_;
    bool complete_ = false;
    bool mayAdd_ = false;
    bool asked_ = false;  ///< for small pictures, once a page
    QString error_;
    QVariantList list_;
    std::vector<Id> withoutThumb_;
};

}  // namespace xiangji
