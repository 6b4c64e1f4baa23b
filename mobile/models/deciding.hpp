#pragma once

#include <QtQml/qqmlregistration.h>
#include <QObject>

#include "core/client/client.hpp"

namespace xiangji {

/// What a person decides about what is written already: which of two values counts, what becomes of
/// a proposal, that the last thing saved is taken back. One per program, GUI thread.
class Deciding : public QObject {
    Q_OBJECT
    QML_ELEMENT
    QML_SINGLETON
    /// Why the last of these was not done; empty if it was.
    Q_PROPERTY(QString error READ error NOTIFY decided)

 public:
    explicit Deciding(QObject* parent = nullptr) : QObject(parent) {}
    /// `conflict` as in ConflictView.id; the value that shows, or the other one.
    Q_INVOKABLE bool settle(const QString& conflict, bool takeShown);
    /// `answer` is accept, decline or withdraw.
    Q_INVOKABLE bool answer(const QString& proposal, const QString& answer, const QString& reason);
    /// Whether the last thing saved can be taken back.
    Q_INVOKABLE bool mayUndo() const;
    Q_INVOKABLE bool undo();

    [[nodiscard]] QString error() const { return error_; }

 signals:
    void decided();

 private:
    bool write(const Operation& operation);
    bool told(const Outcome& outcome);

    QString error_;
};

}  // namespace xiangji
