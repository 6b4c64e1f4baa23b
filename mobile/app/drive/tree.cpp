#include "mobile/app/drive/tree.hpp"

#include <QAccessible>
#include <QQuickItem>
#include <QQuickWindow>

#include "mobile/app/drive/item_finder.hpp"
#include "mobile/app/drive/item_view.hpp"
#include "mobile/app/drive/reach.hpp"

namespace xiangji {

namespace {

bool isTold(QQuickItem& item) {
    return !nameOf(item).isEmpty() || !roleOf(item).isEmpty() || !shownText(item).isEmpty();
}

/// A nameless label inside a control that says the same.
bool isEcho(QQuickItem& item) {
    if (!nameOf(item).isEmpty()) {
        return false;
    }
    const QString words = shownText(item);
    for (QQuickItem* at = item.parentItem(); at != nullptr; at = at->parentItem()) {
        if (at->inherits("QQuickControl") && !roleOf(*at).isEmpty()) {
            return !words.isEmpty() && reads(*at, words);
        }
    }
    return false;
}

void addWhereItExists(QJsonObject& node, QQuickItem& item, const char* property,
                      const QString& key) {
    const QString value = item.property(property).toString();
    if (!value.isEmpty()) {
        node.insert(key, value);
    }
}

void addState(QJsonObject& node, QQuickItem& item) {
    QAccessibleInterface* const face = QAccessible::queryAccessibleInterface(&item);
    const bool checkable = item.property("checkable").toBool() ||
                           (face != nullptr && (face->state().checkable || face->state().checked));
    if (checkable) {
        const QVariant checked = item.property("checked");
        node.insert("checked", checked.isValid() ? checked.toBool() : bool(face->state().checked));
    }
    if (face != nullptr && face->state().selected) {
        node.insert("selected", true);
    }
    if (const QVariant value = item.property("value"); value.canConvert<double>()) {
        node.insert("value", value.toDouble());
    }
}

}  // namespace

QJsonObject described(QQuickWindow& window, QQuickItem& item) {
    const QRectF box = windowBox(item);
    const Verdict verdict = Reach(window).judge(item);
    const bool away = verdict.hindrance == Hindrance::outsideView ||
                      verdict.hindrance == Hindrance::outsideWindow ||
                      verdict.hindrance == Hindrance::underKeyboard;
    QJsonObject node{
        {"objectName", nameOf(item)},
        {"role", roleOf(item)},
        {"name", accessibleName(item)},
        {"text", shownText(item)},
        {"rect",
         QJsonObject{{"x", box.x()}, {"y", box.y()}, {"w", box.width()}, {"h", box.height()}}},
        {"enabled", item.isEnabled()},
        {"focused", item.hasActiveFocus()},
        {"covered", verdict.hindrance == Hindrance::covered},
        {"inView", !away},
    };
    addState(node, item);
    addWhereItExists(node, item, "placeholderText", "placeholder");
    addWhereItExists(node, item, "preeditText", "preedit");
    return node;
}

QJsonArray treeOf(QQuickWindow& window) {
    wakeAccessibility();
    QJsonArray nodes;
    for (QQuickItem* const item : ItemFinder(window).everyShown()) {
        if (isTold(*item) && !isEcho(*item)) {
            nodes.append(described(window, *item));
        }
    }
    return nodes;
}

}  // namespace xiangji
