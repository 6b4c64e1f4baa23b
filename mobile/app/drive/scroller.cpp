#include "mobile/app/drive/scroller.hpp"

#include <QPointer>
#include <QQuickItem>
#include <QQuickWindow>
#include <algorithm>
#include <cmath>

#include "mobile/app/drive/item_view.hpp"
#include "mobile/app/drive/stillness.hpp"

namespace xiangji {

namespace {

constexpr int kPagesAtMost = 200;
constexpr double kNearPx = 2;
constexpr double kLostPx = 16;
/// Fingers stay off the very edge of a view.
constexpr double kEdgePart = 0.1;
constexpr double kPagePart = 0.7;

bool upright(Qt::Orientation way) {
    return way == Qt::Vertical;
}

double place(const QQuickItem& view, Qt::Orientation way) {
    return view.property(upright(way) ? "contentY" : "contentX").toDouble();
}

bool isAtStart(const QQuickItem& view, Qt::Orientation way) {
    return view.property(upright(way) ? "atYBeginning" : "atXBeginning").toBool();
}

bool isAtEnd(const QQuickItem& view, Qt::Orientation way) {
    return view.property(upright(way) ? "atYEnd" : "atXEnd").toBool();
}

double along(const QRectF& box, Qt::Orientation way) {
    return upright(way) ? box.height() : box.width();
}

/// Whether a finger can move it now: not when all of the content is in view.
bool canMove(const QQuickItem& view, Qt::Orientation way) {
    return view.inherits("QQuickFlickable") && isShown(view) && view.isEnabled() &&
           !(isAtStart(view, way) && isAtEnd(view, way));
}

QQuickItem* viewAround(QQuickItem* item, Qt::Orientation way) {
    while (item != nullptr && !canMove(*item, way)) {
        item = item->parentItem();
    }
    return item;
}

bool keepsDrags(const QQuickItem& item) {
    return item.inherits("QQuickSlider") || item.inherits("QQuickTextEdit") ||
           item.inherits("QQuickScrollBar") || item.inherits("QQuickTumbler");
}

Error immovable(const QString& sentence) {
    return Error{Fault::invalid, sentence.toStdString()};
}

}  // namespace

QQuickItem* Scroller::largestView(Qt::Orientation way) const {
    QQuickItem* largest = nullptr;
    double area = 0;
    for (QQuickItem* const item : finder_.everyShown()) {
        const QRectF part = reach_.visiblePart(*item);
        if (canMove(*item, way) && part.width() * part.height() > area && grip(*item, way, true)) {
            largest = item;
            area = part.width() * part.height();
        }
    }
    return largest;
}

QQuickItem* Scroller::viewFor(QQuickItem* item, Qt::Orientation way) const {
    if (item == nullptr) {
        return largestView(way);
    }
    for (QQuickItem* const inner : finder_.everyShown()) {
        if (isInside(inner, item) && canMove(*inner, way)) {
            return inner;
        }
    }
    return viewAround(item, way);
}

std::optional<QPointF> Scroller::grip(QQuickItem& view, Qt::Orientation way, bool forward) const {
    const QRectF part = reach_.visiblePart(view);
    for (const double far : {1 - kEdgePart, 1 - 2 * kEdgePart, 1 - 3 * kEdgePart}) {
        for (const double across : {0.5, 0.05, 0.95, 0.25, 0.75}) {
            const double lengthwise = forward ? far : 1 - far;
            const double x = part.x() + part.width() * (upright(way) ? across : lengthwise);
            const double y = part.y() + part.height() * (upright(way) ? lengthwise : across);
            QQuickItem* const met = reach_.touchedAt({x, y});
            if (met != nullptr && viewAround(met, way) == &view && !keepsDrags(*met)) {
                return QPointF(x, y);
            }
        }
    }
    return std::nullopt;
}

Scrolled Scroller::drag(QQuickItem& viewItem, Qt::Orientation way, double byPx, int dragsAtMost) {
    const QPointer<QQuickItem> view(&viewItem);
    const bool forward = byPx > 0;
    Scrolled done;
    // A finger's first pixels only tell a drag from a tap; how many is learned from what each drag
    // achieves.
    double lostPx = kLostPx;
    for (int drags = 0; drags < dragsAtMost; ++drags) {
        const double leftPx = std::abs(byPx) - std::abs(done.movedPx);
        const auto from = grip(*view, way, forward);
        if (!from || leftPx < kNearPx || (forward ? isAtEnd(*view, way) : isAtStart(*view, way))) {
            break;
        }
        const double roomPx = along(reach_.visiblePart(*view), way) * (1 - 3 * kEdgePart);
        const double wayPx = std::min(leftPx + lostPx, roomPx) * (forward ? -1 : 1);
        const double before = place(*view, way);
        finger_.drag(*from, *from + (upright(way) ? QPointF(0, wayPx) : QPointF(wayPx, 0)));
        settle(window_);
        if (!view) {
            return done;
        }
        const double movedPx = place(*view, way) - before;
        if (std::abs(movedPx) < 0.5) {
            break;
        }
        lostPx = std::clamp(std::abs(wayPx) - std::abs(movedPx), 0.0, 40.0);
        done.movedPx += movedPx;
    }
    done.atStart = isAtStart(*view, way);
    done.atEnd = isAtEnd(*view, way);
    return done;
}

Result<Scrolled> Scroller::scroll(const std::optional<Target>& target, QPointF byPx) {
    QQuickItem* item = nullptr;
    if (target) {
        XIANGJI_LET(found, finder_.find(*target));
        item = found;
    }
    const Qt::Orientation way =
        std::abs(byPx.x()) > std::abs(byPx.y()) ? Qt::Horizontal : Qt::Vertical;
    const double lengthPx = upright(way) ? byPx.y() : byPx.x();
    QQuickItem* const view = viewFor(item, way);
    if (view == nullptr) {
        return immovable(item == nullptr ? QString("nothing on this page can be scrolled that way")
                                         : described(*item) + " can't be scrolled that way");
    }
    if (!grip(*view, way, lengthPx > 0)) {
        return immovable(described(*view) + " can't be reached by a finger: something covers it");
    }
    return drag(*view, way, lengthPx);
}

void Scroller::centre(QQuickItem& item, Qt::Orientation way) {
    const QPointer<QQuickItem> alive(&item);
    QList<QPointer<QQuickItem>> views;
    for (QQuickItem* at = item.parentItem(); at != nullptr; at = at->parentItem()) {
        if (canMove(*at, way)) {
            views.append(at);
        }
    }
    for (const QPointer<QQuickItem>& view : views) {
        if (!alive || !view) {
            return;
        }
        const QRectF box = windowBox(*alive);
        const QRectF part = reach_.visiblePart(*view);
        const bool larger = along(box, way) > along(part, way);
        const QPointF off = larger ? box.topLeft() - part.topLeft() : box.center() - part.center();
        drag(*view, way, upright(way) ? off.y() : off.x());
    }
}

Result<QQuickItem*> Scroller::search(const Target& target) {
    const QPointer<QQuickItem> view(largestView(Qt::Vertical));
    for (const double direction : {1.0, -1.0}) {
        for (int pages = 0; view && pages < kPagesAtMost; ++pages) {
            if (auto found = finder_.find(target);
                found || found.error().fault != Fault::notFound) {
                return found;
            }
            const double pagePx = along(reach_.visiblePart(*view), Qt::Vertical) * kPagePart;
            if (std::abs(drag(*view, Qt::Vertical, direction * pagePx, 1).movedPx) < kNearPx) {
                break;
            }
        }
    }
    return finder_.find(target);
}

Result<QQuickItem*> Scroller::reveal(const Target& target) {
    XIANGJI_LET(item, search(target));
    const QPointer<QQuickItem> alive(item);
    for (const Qt::Orientation way : {Qt::Vertical, Qt::Horizontal}) {
        if (!alive) {
            return immovable(target.described() + " went away while it was scrolled to");
        }
        const Verdict verdict = reach_.judge(*alive);
        if (verdict.hindrance == Hindrance::outsideView ||
            verdict.hindrance == Hindrance::underKeyboard ||
            verdict.hindrance == Hindrance::covered) {
            centre(*alive, way);
        }
    }
    if (!alive) {
        return immovable(target.described() + " went away while it was scrolled to");
    }
    if (const Verdict verdict = reach_.judge(*alive); verdict.hindrance != Hindrance::none) {
        return immovable(verdict.sentence(*alive));
    }
    return alive.data();
}

}  // namespace xiangji
