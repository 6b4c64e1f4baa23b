#pragma once

#include <QtQml/qqmlregistration.h>
#include <QAbstractListModel>
#include <QList>

#include "mobile/models/row_list.hpp"

namespace xiangji {

/// The activities of this phone's units: today's, the next ones, the last ones; and what day it is.
/// Follows what is saved and synced, and looks again when the app comes to the front.
class TodayList : public QAbstractListModel {
    Q_OBJECT
    QML_ELEMENT
    Q_PROPERTY(int count READ count NOTIFY loaded)
    Q_PROPERTY(QString date MEMBER date_ NOTIFY loaded)
    /// "今天是端午" or "距端午还有 3 天（6月19日 星期五）"; empty past the table.
    Q_PROPERTY(QString festival MEMBER festival_ NOTIFY loaded)
    Q_PROPERTY(bool festivalToday MEMBER festivalToday_ NOTIFY loaded)
    /// Something was begun and not saved.
    Q_PROPERTY(bool activityBegun MEMBER activityBegun_ NOTIFY loaded)
    Q_PROPERTY(bool sheetBegun MEMBER sheetBegun_ NOTIFY loaded)

 public:
    explicit TodayList(QObject* parent = nullptr);

    [[nodiscard]] int rowCount(const QModelIndex& parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex& index, int part) const override;
    [[nodiscard]] QHash<int, QByteArray> roleNames() const override;
    [[nodiscard]] int count() const { return static_cast<int>(lines_.size()); }

    /// Also when a page that keeps a draft was left.
    Q_INVOKABLE void load();

 signals:
    void loaded();

 private:
    void readDay(Instant nowMs);
    [[nodiscard]] QList<RowLine> readActivities(Instant nowMs) const;

    QString date_;
    QString festival_;
    bool festivalToday_ = false;
    bool activityBegun_ = false;
    bool sheetBegun_ = false;
    QList<RowLine> lines_;
};

}  // namespace xiangji
