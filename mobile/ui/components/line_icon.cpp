#include "mobile/ui/components/line_icon.hpp"

#include <QHash>
#include <QPainter>
#include <QPainterPath>
#include <QStringList>

namespace xiangji {

namespace {

constexpr double kGrid = 24;
constexpr double kPenWidth = 2;

/// M x y begins, L x y draws on, Z closes; E x y w h start span is a piece of an ellipse in that
/// box, in degrees.
const QHash<QString, const char*>& drawings() {
    static const QHash<QString, const char*> kDrawings = {
        {"today",
         "M 4 6 L 20 6 L 20 20 L 4 20 Z M 4 10.5 L 20 10.5 M 8.5 3.5 L 8.5 7.5 M 15.5 3.5 L 15.5 "
         "7.5 "
         "M 8 15.2 L 11 17.5 L 16 13"},
        {"records",
         "M 6 3.5 L 18 3.5 L 18 20.5 L 6 20.5 Z M 9.5 8.5 L 14.5 8.5 M 9.5 12.5 L 14.5 12.5 M 9.5 "
         "16.5 L 12.5 16.5"},
        {"sync",
         "E 4 4 16 16 10 140 M 4.6 4.2 L 4.6 8.6 L 9 8.6 E 4 4 16 16 190 140 M 19.4 19.8 L 19.4 "
         "15.4 L 15 15.4"},
        {"more", "M 4.5 7 L 19.5 7 M 4.5 12 L 19.5 12 M 4.5 17 L 19.5 17"},
        {"back", "M 14.5 5 L 7.5 12 L 14.5 19"},
        {"next", "M 9.5 5 L 16.5 12 L 9.5 19"},
        {"down", "M 5 9 L 12 16 L 19 9"},
        {"plus", "M 12 4.5 L 12 19.5 M 4.5 12 L 19.5 12"},
        {"minus", "M 4.5 12 L 19.5 12"},
        {"check", "M 4.5 12.5 L 10 18 L 19.5 6.5"},
        {"close", "M 6 6 L 18 18 M 18 6 L 6 18"},
        {"warn", "M 12 3.8 L 21.2 20 L 2.8 20 Z M 12 10 L 12 14.2 M 12 16.9 L 12 17.1"},
        {"search", "E 4.5 4.5 12 12 0 360 M 15 15 L 20 20"},
        {"pen", "M 5 19 L 5.8 15 L 16 4.8 L 19.2 8 L 9 18.2 Z M 13.5 7.3 L 16.7 10.5"},
        {"book",
         "M 12 6.8 L 9 5.2 L 3.5 4.8 L 3.5 18.3 L 9 18.6 L 12 20 L 15 18.6 L 20.5 18.3 L 20.5 4.8 "
         "L 15 5.2 Z M 12 6.8 L 12 20"},
        {"festival",
         "E 4.5 7 15 10.5 0 360 M 12 3.5 L 12 7 M 9.5 17.5 L 9.5 20.5 M 12 17.5 L 12 21 M 14.5 "
         "17.5 L 14.5 20.5 "
         "E 9 7 6 10.5 0 360"},
        {"share",
         "M 12 3.8 L 12 14.5 M 8 7.5 L 12 3.5 L 16 7.5 M 7 11 L 5 11 L 5 20.5 L 19 20.5 L 19 11 L "
         "17 11"},
        {"paste",
         "M 8.5 5.5 L 5.5 5.5 L 5.5 20.5 L 18.5 20.5 L 18.5 5.5 L 15.5 5.5 M 9 3.5 L 15 3.5 L 15 "
         "7.5 L 9 7.5 Z "
         "M 9 12 L 15 12 M 9 15.8 L 13 15.8"},
        {"person", "E 8.2 4.2 7.6 7.6 0 360 E 4.5 14.5 15 13 15 150"}};
    return kDrawings;
}

QPainterPath pathFrom(const QString& drawing) {
    QPainterPath path;
    const QStringList words = drawing.split(' ', Qt::SkipEmptyParts);
    qsizetype at = 0;
    const auto number = [&] { return words.value(at++).toDouble(); };
    while (at < words.size()) {
        const QString& step = words.at(at++);
        if (step == "Z") {
            path.closeSubpath();
        } else if (step == "E") {
            const double x = number(), y = number(), width = number(), height = number(),
                         start = number(), span = number();
            path.arcMoveTo(x, y, width, height, start);
            path.arcTo(x, y, width, height, start, span);
        } else {
            const double x = number(), y = number();
            step == "M" ? path.moveTo(x, y) : path.lineTo(x, y);
        }
    }
    return path;
}

}  // namespace

LineIcon::LineIcon(QQuickItem* parent) : QQuickPaintedItem(parent) {
    setAntialiasing(true);
    connect(this, &LineIcon::changed, this, [this] { update(); });
}

void LineIcon::paint(QPainter* painter) {
    painter->scale(width() / kGrid, height() / kGrid);
    painter->setPen(QPen(color_, kPenWidth, Qt::SolidLine, Qt::RoundCap, Qt::RoundJoin));
    painter->drawPath(pathFrom(drawings().value(name_)));
}

}  // namespace xiangji
