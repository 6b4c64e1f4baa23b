#pragma once

#include <QPointF>
#include <optional>

#include "core/base/result.hpp"
#include "mobile/app/drive/finger.hpp"
#include "mobile/app/drive/item_finder.hpp"
#include "mobile/app/drive/reach.hpp"

class QQuickItem;
class QQuickWindow;

namespace xiangji {

/// What dragging a list or page came to.
struct Scrolled {
    double movedPx = 0;  ///< how far its content went; forward (down, right) is positive
    bool atStart = false;
    bool atEnd = false;
};

/// Scrolls as a finger does: by dragging what lies in the view, again and again until it is far
/// enough.
class Scroller {
 public:
    Scroller(QQuickWindow& window, Finger& finger)
        : window_(window), finger_(finger), finder_(window), reach_(window) {}

    /// `target` is the view, something in it, or nothing for the largest view that can move.
    [[nodiscard]] Result<Scrolled> scroll(const std::optional<Target>& target, QPointF byPx);
    /// Drags the views around an item until it can be touched. A list makes rows only near its
    /// view: an unknown name is looked for from here to the end, then back to the start.
    [[nodiscard]] Result<QQuickItem*> reveal(const Target& target);

 private:
    static constexpr int kDragsAtMost = 200;

    [[nodiscard]] QQuickItem* viewFor(QQuickItem* item, Qt::Orientation way) const;
    [[nodiscard]] QQuickItem* largestView(Qt::Orientation way) const;
    Scrolled drag(QQuickItem& view, Qt::Orientation way, double byPx,
                  int dragsAtMost = kDragsAtMost);
    [[nodiscard]] std::optional<QPointF> grip(QQuickItem& view, Qt::Orientation way,
                                              bool forward) const;
    void centre(QQuickItem& item, Qt::Orientation way);
    [[nodiscard]] Result<QQuickItem*> search(const Target& target);

    QQuickWindow& window_;
    Finger& finger_;
    ItemFinder finder_;
    Reach reach_;
};

}  // namespace xiangji
