#pragma once

#include <QtQml/qqmlregistration.h>
#include <QAbstractListModel>
#include <QList>

#include "core/records/catalogue.hpp"

namespace xiangji {

/// The record types the person may read or add, by group, from the catalogue alone, with how many
/// rows are on this phone.
class TypeList : public QAbstractListModel {
    Q_OBJECT
    QML_ELEMENT

 public:
    enum Part { namePart = Qt::UserRole, labelPart, groupPart, countPart, mayInsertPart };

    explicit TypeList(QObject* parent = nullptr);

    [[nodiscard]] int rowCount(const QModelIndex& parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex& index, int part) const override;
    [[nodiscard]] QHash<int, QByteArray> roleNames() const override;

 private:
    struct Line {
        const RecordType* type;
        qulonglong count;
    };
    void load();

    QList<Line> lines_;
};

}  // namespace xiangji
