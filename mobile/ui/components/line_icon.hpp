#pragma once

#include <QtQml/qqmlregistration.h>
#include <QColor>
#include <QQuickPaintedItem>
#include <QString>

namespace xiangji {

/// Line icons on a grid of 24, drawn here so that no font and no picture format needs to have them.
/// Painted with the frame they appear in, unlike a Canvas.
class LineIcon : public QQuickPaintedItem {
    Q_OBJECT
    QML_ELEMENT
    /// One of the names in line_icon.cpp; others draw nothing.
    Q_PROPERTY(QString name MEMBER name_ NOTIFY changed)
    Q_PROPERTY(QColor color MEMBER color_ NOTIFY changed)

 public:
    explicit LineIcon(QQuickItem* parent = nullptr);
    void paint(QPainter* painter) override;

 signals:
    void changed();

 private:
    QString name_;
    QColor color_;
};

}  // namespace xiangji
