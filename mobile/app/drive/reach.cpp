#include "mobile/app/drive/reach.hpp"

#include <QColor>
#include <QQuickItem>
#include <QQuickWindow>
#include <algorithm>

#include "mobile/app/drive/item_view.hpp"
#include "mobile/platform/keyboard.hpp"

namespace xiangji {

namespace {

constexpr double kTouchablePx = 8;
constexpr double kOpaque = 0.99;
/// A transparent area this large over a text is a shield over the page, not the text's own touch
/// area.
constexpr double kShieldPart = 0.6;

bool hasTouchHandler(const QQuickItem& item) {
    const QObjectList& children = item.children();
    return std::any_of(children.begin(), children.end(), [](const QObject* child) {
        return child->inherits("QQuickPointerHandler") && !child->inherits("QQuickHoverHandler") &&
               !child->inherits("QQuickWheelHandler") && child->property("enabled").toBool();
    });
}

bool takesTouch(const QQuickItem& item) {
    // Text takes presses for its links only; Overlay only passes on what its popups decide.
    if (item.inherits("QQuickText") || item.inherits("QQuickOverlay")) {
        return false;
    }
    return item.acceptedMouseButtons() != Qt::NoButton || item.acceptTouchEvents() ||
           hasTouchHandler(item);
}

bool isModal(const QQuickItem& popupItem) {
    return popupItem.parent() != nullptr && popupItem.parent()->property("modal").toBool();
}

bool isOpaque(const QQuickItem& item) {
    return item.inherits("QQuickRectangle") &&
           item.property("color").value<QColor>().alpha() == 255 && shownOpacity(item) >= kOpaque;
}

/// One look from the front to the back along one point.
struct Look {
    QPointF point;
    const QQuickItem* wanted = nullptr;  ///< stop here, and at what hides this box of it entirely
    QRectF box;

    [[nodiscard]] bool stopsAt(const QQuickItem& item) const {
        if (item.inherits("QQuickOverlay")) {
            return false;
        }
        if (&item == wanted) {
            return true;
        }
        const bool overWanted = wanted != nullptr && !isInside(wanted, &item) && isOpaque(item) &&
                                windowBox(item).contains(box);
        return overWanted || (item.isEnabled() && takesTouch(item));
    }

    [[nodiscard]] QQuickItem* first(QQuickItem& item) const {
        if (!item.isVisible()) {
            return nullptr;
        }
        const bool within = item.contains(item.mapFromScene(point));
        if (item.clip() && !within) {
            return nullptr;
        }
        const QList<QQuickItem*> children = childrenBackToFront(item);
        bool selfDone = false;
        for (auto child = children.rbegin(); child != children.rend(); ++child) {
            if ((*child)->z() < 0 && !selfDone) {
                selfDone = true;
                if (within && stopsAt(item)) {
                    return &item;
                }
            }
            if (QQuickItem* const met = first(**child)) {
                return met;
            }
            if ((*child)->inherits("QQuickPopupItem") && (*child)->isVisible() &&
                isModal(**child)) {
                return *child;
            }
        }
        return !selfDone && within && stopsAt(item) ? &item : nullptr;
    }
};

/// Whether a touch that `met` gets is one that a person means for `item`.
bool meansSame(const QQuickItem& item, const QQuickItem& met, const QRectF& window) {
    if (isInside(&met, &item)) {
        return true;
    }
    if (takesTouch(item)) {
        return false;
    }
    // Words and pictures: the touch goes to the button they lie in, or to a touch area laid over
    // the row.
    if (isInside(&item, &met)) {
        return true;
    }
    const QRectF area = windowBox(met);
    return met.inherits("QQuickMouseArea") && isInside(&item, met.parentItem()) &&
           area.width() * area.height() < kShieldPart * window.width() * window.height();
}

bool enough(double shown, double whole) {
    return shown >= std::min(kTouchablePx, whole);
}

bool enough(const QRectF& part, const QRectF& box) {
    return !part.isEmpty() && enough(part.width(), box.width()) &&
           enough(part.height(), box.height());
}

QRectF throughViews(const QQuickItem& item, QRectF part) {
    for (const QQuickItem* at = item.parentItem(); at != nullptr; at = at->parentItem()) {
        if (at->clip() || at->inherits("QQuickFlickable")) {
            part &= windowBox(*at);
        }
    }
    return part;
}

}  // namespace

QString Verdict::sentence(QQuickItem& item) const {
    QString who = described(item);
    switch (hindrance) {
        case Hindrance::none:
            return who + " can be touched";
        case Hindrance::hidden:
            return who + " is not visible";
        case Hindrance::faded:
            return who + " is there but fully transparent";
        case Hindrance::disabled:
            return who + " is disabled";
        case Hindrance::sizeless:
            return who + " has no size";
        case Hindrance::outsideView:
            return who + " is outside the view; scroll first";
        case Hindrance::outsideWindow:
            return who + " is outside the window";
        case Hindrance::underKeyboard:
            return who + " is under the keyboard; hide it or scroll first";
        case Hindrance::covered:
            return who + " is covered by " + described(*other);
    }
    return who;
}

QRectF Reach::free() const {
    return QRectF(0, 0, window_.width(), window_.height() - Keyboard::ofThisSystem().height());
}

QRectF Reach::visiblePart(const QQuickItem& item) const {
    return throughViews(item, windowBox(item)) & free();
}

QQuickItem* Reach::touchedAt(QPointF point) const {
    return Look{point, nullptr, {}}.first(*window_.contentItem());
}

Verdict Reach::judge(QQuickItem& item) const {
    if (!item.isVisible()) {
        return {Hindrance::hidden, {}, nullptr};
    }
    if (!isShown(item)) {
        return {Hindrance::faded, {}, nullptr};
    }
    if (!item.isEnabled()) {
        return {Hindrance::disabled, {}, nullptr};
    }
    const QRectF box = windowBox(item);
    if (box.isEmpty()) {
        return {Hindrance::sizeless, {}, nullptr};
    }
    const QRectF seen = throughViews(item, box);
    if (!enough(seen, box)) {
        return {Hindrance::outsideView, {}, nullptr};
    }
    const QRectF window(QPointF(0, 0), window_.size());
    if (!enough(seen & window, box)) {
        const bool scrolled = seen != box || [&] {
            for (const QQuickItem* at = item.parentItem(); at != nullptr; at = at->parentItem()) {
                if (at->inherits("QQuickFlickable")) {
                    return true;
                }
            }
            return false;
        }();
        return {scrolled ? Hindrance::outsideView : Hindrance::outsideWindow, {}, nullptr};
    }
    const QRectF part = seen & free();
    if (!enough(part, box)) {
        return {Hindrance::underKeyboard, {}, nullptr};
    }
    QQuickItem* const met = Look{part.center(), &item, part}.first(*window_.contentItem());
    if (met != nullptr && !meansSame(item, *met, window)) {
        return {Hindrance::covered, part.center(), met};
    }
    return {Hindrance::none, part.center(), nullptr};
}

}  // namespace xiangji
