#pragma once

#include <QList>
#include <QStringList>

#include "core/base/result.hpp"
#include "mobile/app/drive/request.hpp"

class QQuickItem;
class QQuickWindow;

namespace xiangji {

/// Finds items of a window, popups included, as a driver names them.
class ItemFinder {
 public:
    explicit ItemFinder(QQuickWindow& window) : window_(window) {}

    /// The one shown item that is meant. Several: those in view are preferred, then Fault::invalid
    /// asks for an index. Fault::notFound says whether nothing has that name or it only isn't
    /// shown.
    [[nodiscard]] Result<QQuickItem*> find(const Target& target) const;
    /// The shown items that are meant, in reading order.
    [[nodiscard]] QList<QQuickItem*> shown(const Target& target) const;
    /// Names or texts on the page that come close, at most twelve.
    [[nodiscard]] QStringList similar(const Target& target) const;
    /// Every shown item, from the back to the front, parents before children.
    [[nodiscard]] QList<QQuickItem*> everyShown() const;

 private:
    QQuickWindow& window_;
};

}  // namespace xiangji
