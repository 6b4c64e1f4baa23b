#pragma once

#include <QtQml/qqmlregistration.h>
#include <QObject>
#include <QQmlParserStatus>
#include <QVariantList>

#include "core/client/client.hpp"

namespace xiangji {

/// One row to read: its fields in words, what may be done with it, what points to it. Follows what
/// is saved and synced.
class RowDetail : public QObject, public QQmlParserStatus {
    Q_OBJECT
    Q_INTERFACES(QQmlParserStatus)
    QML_ELEMENT
    Q_PROPERTY(QString type MEMBER typeName_ REQUIRED)
    Q_PROPERTY(QString rowId MEMBER rowId_ REQUIRED)
    /// False when it is no longer on this phone.
    Q_PROPERTY(bool present READ present NOTIFY loaded)
    Q_PROPERTY(QString title MEMBER title_ NOTIFY loaded)
    Q_PROPERTY(QString typeLabel MEMBER typeLabel_ NOTIFY loaded)
    Q_PROPERTY(QString stateLabel MEMBER stateLabel_ NOTIFY loaded)
    Q_PROPERTY(int sendState READ sendState NOTIFY loaded)
    Q_PROPERTY(QString sendLabel READ sendLabel NOTIFY loaded)
    Q_PROPERTY(bool voided READ voided NOTIFY loaded)
    /// [{label, text}]
    Q_PROPERTY(QVariantList fields MEMBER fields_ NOTIFY loaded)
    /// [{name, label, needsReason}] that the person may take now.
    Q_PROPERTY(QVariantList actions MEMBER actions_ NOTIFY loaded)
    /// [{type, label, field, count, mayInsert}] of rows that point here.
    Q_PROPERTY(QVariantList related MEMBER related_ NOTIFY loaded)
    /// As mobile/models/conflict_words.hpp says.
    Q_PROPERTY(QVariantList conflicts MEMBER conflicts_ NOTIFY loaded)
    Q_PROPERTY(QVariantList proposals MEMBER proposals_ NOTIFY loaded)
    /// What is changed here becomes a proposal: the state is locked and the person not of the
    /// office.
    Q_PROPERTY(bool proposes MEMBER proposes_ NOTIFY loaded)
    Q_PROPERTY(bool mayEdit MEMBER mayEdit_ NOTIFY loaded)
    Q_PROPERTY(bool mayVoid MEMBER mayVoid_ NOTIFY loaded)
    Q_PROPERTY(QString error MEMBER error_ NOTIFY errorChanged)

 public:
    explicit RowDetail(QObject* parent = nullptr);

    Q_INVOKABLE bool act(const QString& action, const QString& reason);
    Q_INVOKABLE bool makeVoid(const QString& reason);

    [[nodiscard]] bool present() const { return present_; }
    [[nodiscard]] int sendState() const { return static_cast<int>(row_.sendState); }
    [[nodiscard]] QString sendLabel() const;
    [[nodiscard]] bool voided() const { return row_.voided; }

    void classBegin() override {}
    void componentComplete() override;

 signals:
    void loaded();
    void errorChanged();

 private:
    void load();
    void readFields();
    void readActions();
    void readRelated();
    void readConflicts();
    void readProposals();
    bool write(const Operation& operation);

    QString typeName_;
    QString rowId_;
    const RecordType* type_ = nullptr;
    RowView row_;
    bool present_ = false;
    bool complete_ = false;
    bool mayEdit_ = false;
    bool proposes_ = false;
    bool mayVoid_ = false;
    QString title_;
    QString typeLabel_;
    QString stateLabel_;
    QString error_;
    QVariantList fields_;
    QVariantList actions_;
    QVariantList related_;
    QVariantList conflicts_;
    QVariantList proposals_;
};

}  // namespace xiangji
