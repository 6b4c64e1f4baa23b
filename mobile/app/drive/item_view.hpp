#pragma once

#include <QJsonObject>
#include <QList>
#include <QRectF>
#include <QString>

class QObject;
class QQuickItem;
class QQuickWindow;

namespace xiangji {

/// What a person with or without sight perceives of one item of a page.

/// The item's box in window pixels.
[[nodiscard]] QRectF windowBox(const QQuickItem& item);
/// Shown at all: visible with all its parents, and not faded out.
[[nodiscard]] bool isShown(const QQuickItem& item);
[[nodiscard]] double shownOpacity(const QQuickItem& item);
/// Children from the back to the front, as they are painted.
[[nodiscard]] QList<QQuickItem*> childrenBackToFront(const QQuickItem& item);
[[nodiscard]] bool isInside(const QQuickItem* item, const QQuickItem* ancestor);

/// A popup's or dialog's name is given to the Popup object; its item answers to it.
[[nodiscard]] QString nameOf(const QQuickItem& item);
/// The words on it: `text` or `displayText` (dots for a password), never the placeholder.
[[nodiscard]] QString shownText(const QQuickItem& item);
/// Accessible name, or nothing.
[[nodiscard]] QString accessibleName(QQuickItem& item);
/// As QML spells it: Button, CheckBox, EditableText; empty without a role.
[[nodiscard]] QString roleOf(QQuickItem& item);
/// Text, or whether it carries those words as accessible name.
[[nodiscard]] bool reads(QQuickItem& item, const QString& words);

/// How an error sentence names an item: “saveButton”, “保存”, or its type.
[[nodiscard]] QString described(QQuickItem& item);

/// Turns the controls' accessible side on; items made since the last call need it again.
void wakeAccessibility();

}  // namespace xiangji
