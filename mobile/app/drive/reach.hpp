#pragma once

#include <QPointF>
#include <QRectF>
#include <QString>

class QQuickItem;
class QQuickWindow;

namespace xiangji {

/// Why a finger cannot use an item.
enum class Hindrance {
    none,
    hidden,
    faded,
    disabled,
    sizeless,
    outsideView,  ///< scrolled out of a list or page that can bring it back
    outsideWindow,
    underKeyboard,
    covered,  ///< something else would get the touch, or hides the item
};

/// What a finger meets that goes for an item.
struct Verdict {
    Hindrance hindrance = Hindrance::none;
    QPointF point;  ///< where to touch, in window pixels: the middle of what shows of it
    QQuickItem* other = nullptr;  ///< what is in the way

    /// “saveButton” is covered by “sheet”.
    [[nodiscard]] QString sentence(QQuickItem& item) const;
};

/// Judges which items a person could touch now, with the rules the window itself delivers touches
/// by.
class Reach {
 public:
    explicit Reach(QQuickWindow& window) : window_(window) {}

    [[nodiscard]] Verdict judge(QQuickItem& item) const;
    /// The front-most item that takes a touch at this point; nothing if nobody does.
    [[nodiscard]] QQuickItem* touchedAt(QPointF point) const;
    /// The window without what the software keyboard covers.
    [[nodiscard]] QRectF free() const;
    /// What of the item shows through all the lists, clips and the keyboard around it.
    [[nodiscard]] QRectF visiblePart(const QQuickItem& item) const;

 private:
    QQuickWindow& window_;
};

}  // namespace xiangji
