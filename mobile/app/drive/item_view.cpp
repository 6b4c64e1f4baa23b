#include "mobile/app/drive/item_view.hpp"

#include <QAccessible>
#include <QMetaEnum>
#include <QQuickItem>
#include <map>

namespace xiangji {

namespace {
constexpr double kFadedOut = 0.02;
}

QRectF windowBox(const QQuickItem& item) {
    return item.mapRectToScene(QRectF(0, 0, item.width(), item.height()));
}

double shownOpacity(const QQuickItem& item) {
    double opacity = 1;
    for (const QQuickItem* at = &item; at != nullptr; at = at->parentItem()) {
        opacity *= at->opacity();
    }
    return opacity;
}

bool isShown(const QQuickItem& item) {
    return item.isVisible() && shownOpacity(item) > kFadedOut;
}

QList<QQuickItem*> childrenBackToFront(const QQuickItem& item) {
    const QList<QQuickItem*> children = item.childItems();
    std::map<double, QList<QQuickItem*>> layers;
    for (QQuickItem* const child : children) {
        layers[child->z()].append(child);
    }
    QList<QQuickItem*> ordered;
    for (const auto& [z, layer] : layers) {
        ordered += layer;
    }
    return ordered;
}

bool isInside(const QQuickItem* item, const QQuickItem* ancestor) {
    while (item != nullptr && item != ancestor) {
        item = item->parentItem();
    }
    return item != nullptr;
}

QString nameOf(const QQuickItem& item) {
    if (item.objectName().isEmpty() && item.inherits("QQuickPopupItem") &&
        item.parent() != nullptr) {
        return item.parent()->objectName();
    }
    // Controls name the parts of their own icon labels "label" and "image".
    const QQuickItem* const parent = item.parentItem();
    const bool inner = parent != nullptr && parent->inherits("QQuickIconLabel");
    return inner ? QString() : item.objectName();
}

QString shownText(const QQuickItem& item) {
    const QVariant echo = item.property("echoMode");
    const bool secret = echo.isValid() && echo.toInt() != 0;
    const QVariant text = item.property(secret ? "displayText" : "text");
    if (text.userType() == QMetaType::QString) {
        return text.toString();
    }
    const QVariant display = item.property("displayText");
    return display.userType() == QMetaType::QString ? display.toString() : QString();
}

QString accessibleName(QQuickItem& item) {
    QAccessibleInterface* const face = QAccessible::queryAccessibleInterface(&item);
    return face == nullptr ? QString() : face->text(QAccessible::Name);
}

QString roleOf(QQuickItem& item) {
    QAccessibleInterface* const face = QAccessible::queryAccessibleInterface(&item);
    if (face == nullptr || face->role() == QAccessible::NoRole ||
        face->role() == QAccessible::Client) {
        return {};
    }
    if (face->role() == QAccessible::PushButton) {
        return "Button";  // two names for one value; pages write this one
    }
    return QMetaEnum::fromType<QAccessible::Role>().valueToKey(face->role());
}

bool reads(QQuickItem& item, const QString& words) {
    return shownText(item) == words || accessibleName(item) == words;
}

QString described(QQuickItem& item) {
    for (const QString& words : {nameOf(item), accessibleName(item), shownText(item)}) {
        if (!words.isEmpty()) {
            return QString("“%1”").arg(words);
        }
    }
    QString type = item.metaObject()->className();
    type = type.section("_QML", 0, 0);
    return QString("a nameless %1").arg(type.startsWith("QQuick") ? type.mid(6) : type);
}

void wakeAccessibility() {
    QAccessible::setActive(true);
}

}  // namespace xiangji
