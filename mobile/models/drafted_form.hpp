#pragma once

#include <QtQml/qqmlregistration.h>
#include <QJsonObject>
#include <QObject>
#include <QQmlParserStatus>
#include <QString>
#include <memory>

#include "core/client/client.hpp"
#include "mobile/models/draft_keeper.hpp"
#include "mobile/models/form.hpp"

namespace xiangji {

/// A page on which a person fills something in: its draft, its row, its saving. A new row's id is
/// made with the form and stands in the draft, so that a draft left over from a killed app is not
/// saved a second time.
class DraftedForm : public QObject, public QQmlParserStatus {
    Q_OBJECT
    Q_INTERFACES(QQmlParserStatus)
    QML_ANONYMOUS
    /// The row to change; empty for a new one.
    Q_PROPERTY(QString rowId READ rowId WRITE setRowId NOTIFY opened)
    Q_PROPERTY(bool isNew READ isNew NOTIFY opened)
    /// What is on the page was typed earlier and never saved.
    Q_PROPERTY(bool restored READ restored NOTIFY draftChanged)
    /// Why it was not saved, or why a draft is not kept.
    Q_PROPERTY(QString error READ error NOTIFY errorChanged)

 public:
    explicit DraftedForm(QObject* parent);
    ~DraftedForm() override;

    /// Before a page goes.
    Q_INVOKABLE void keepDraft();
    Q_INVOKABLE void discardDraft();

    [[nodiscard]] QString rowId() const;
    void setRowId(const QString& id);
    [[nodiscard]] bool isNew() const { return given_.isNone(); }
    [[nodiscard]] bool restored() const { return restored_; }
    [[nodiscard]] QString error() const { return error_; }

    void classBegin() override {}
    void componentComplete() override;

 signals:
    void opened();
    void draftChanged();
    void errorChanged();
    void saved(const QString& rowId);
    /// The first field that keeps it from being saved.
    void stopped(const QString& fieldName);

 protected:
    [[nodiscard]] virtual QString draftKey() const = 0;
    [[nodiscard]] virtual const RecordType* rowType() const = 0;
    /// As the row is, or as a new one begins.
    virtual void begin() = 0;
    [[nodiscard]] virtual QJsonObject typed() const = 0;
    virtual void restore(const QJsonObject& typed) = 0;

    /// The row's id, also of one that is yet to be.
    [[nodiscard]] const Id& row() const { return row_; }
    void touched();
    /// One transaction. When it is saved the draft goes and `saved` is emitted.
    bool commit(const std::vector<Operation>& operations);
    /// Checks a form; says what stops it.
    bool check(Form& form);
    void say(const QString& error);

 private:
    void open();

    Id given_;
    Id row_;
    bool complete_ = false;
    bool opening_ = false;
    bool restored_ = false;
    bool done_ = false;  ///< saved: there is nothing left to keep
    QString error_;

 protected:
    /// A derived form lets it go first: the draft is read from its fields.
    std::unique_ptr<DraftKeeper> keeper_;
};

}  // namespace xiangji
