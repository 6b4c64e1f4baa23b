#pragma once

#include <QJsonArray>
#include <QJsonObject>

class QQuickItem;
class QQuickWindow;

namespace xiangji {

/// What a person or a screen reader finds in the window: every shown item with an objectName, a
/// role or words, parents before children. A control's inner label is left out when the control
/// carries its words.
[[nodiscard]] QJsonArray treeOf(QQuickWindow& window);

/// One item of that tree: objectName, role, name, text, rect {x,y,w,h}, enabled, focused, covered,
/// inView, and checked, value, placeholder and preedit where they exist.
[[nodiscard]] QJsonObject described(QQuickWindow& window, QQuickItem& item);

}  // namespace xiangji
