#pragma once

#include <QtQml/qqmlregistration.h>
#include <QAbstractListModel>
#include <QList>
#include <QQmlParserStatus>

#include "core/client/client.hpp"

namespace xiangji {

/// What a list shows of one row.
struct RowLine {
    Id id;
    QString title;
    QString line;
    QString state;
    QString section;
    SendState sendState = SendState::delivered;
    bool conflict = false;
    bool voided = false;
};

/// Rows of one record type on this phone, newest first (by title where nothing says when; units
/// from one's own outward), as its list columns say. Follows what is saved and synced.
class RowList : public QAbstractListModel, public QQmlParserStatus {
    Q_OBJECT
    Q_INTERFACES(QQmlParserStatus)
    QML_ELEMENT
    Q_PROPERTY(QString type READ typeName WRITE setTypeName NOTIFY askedChanged)
    /// Only rows whose title or line contains it.
    Q_PROPERTY(QString filter READ filter WRITE setFilter NOTIFY askedChanged)
    /// Only rows of which this field points to this row.
    Q_PROPERTY(QString whereField READ whereField WRITE setWhereField NOTIFY askedChanged)
    Q_PROPERTY(QString whereRow READ whereRow WRITE setWhereRow NOTIFY askedChanged)
    Q_PROPERTY(bool voidedToo READ voidedToo WRITE setVoidedToo NOTIFY askedChanged)
    Q_PROPERTY(QString label READ label NOTIFY loaded)
    Q_PROPERTY(int count READ count NOTIFY loaded)
    /// There are more than are shown.
    Q_PROPERTY(bool cut READ cut NOTIFY loaded)

 public:
    enum Part {
        idPart = Qt::UserRole,
        titlePart,
        linePart,
        statePart,
        sectionPart,
        sendPart,
        sendLabelPart,
        conflictPart,
        voidedPart
    };

    explicit RowList(QObject* parent = nullptr);

    [[nodiscard]] int rowCount(const QModelIndex& parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex& index, int part) const override;
    [[nodiscard]] QHash<int, QByteArray> roleNames() const override;

    Q_INVOKABLE void showMore();
    /// Title of a row of this type; empty for none.
    Q_INVOKABLE QString titleOf(const QString& rowId) const;

    [[nodiscard]] QString typeName() const;
    [[nodiscard]] QString filter() const { return filter_; }
    [[nodiscard]] QString whereField() const { return whereField_; }
    [[nodiscard]] QString whereRow() const { return whereRow_; }
    [[nodiscard]] bool voidedToo() const { return voidedToo_; }
    [[nodiscard]] QString label() const;
    [[nodiscard]] int count() const { return static_cast<int>(lines_.size()); }
    [[nodiscard]] bool cut() const { return cut_; }
    void setTypeName(const QString& name);
    void setFilter(const QString& filter);
    void setWhereField(const QString& field);
    void setWhereRow(const QString& row);
    void setVoidedToo(bool voidedToo);

    void classBegin() override {}
    void componentComplete() override;

 signals:
    void askedChanged();
    void loaded();

 private:
    void asked();
    void load();
    [[nodiscard]] Query query() const;

    const RecordType* type_ = nullptr;
    QString filter_;
    QString whereField_;
    QString whereRow_;
    bool voidedToo_ = false;
    bool complete_ = false;
    bool cut_ = false;
    std::size_t most_;
    QList<RowLine> lines_;
};

/// Names and values by which delegates read a RowLine; shared by every list of rows.
[[nodiscard]] QHash<int, QByteArray> rowLineParts();
[[nodiscard]] QVariant partOf(const RowLine& line, int part);

}  // namespace xiangji
