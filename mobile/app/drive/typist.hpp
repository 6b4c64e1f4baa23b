#pragma once

#include <QJsonArray>
#include <QPointer>
#include <QString>

#include "core/base/result.hpp"

class QQuickWindow;

namespace xiangji {

/// The keys and the input method of a person who writes into the focused item.
class Typist {
 public:
    explicit Typist(QQuickWindow& window) : window_(window) {}

    /// ASCII as keys, everything else as the input method's commits, in order; a composition is
    /// committed first.
    [[nodiscard]] Outcome type(const QString& text);
    /// What is being composed and not yet said: shown underlined, part of the field's `preeditText`
    /// only.
    [[nodiscard]] Outcome preedit(const QString& text);
    /// The composition ends as this text.
    [[nodiscard]] Outcome commit(const QString& text);
    /// The composition ends as it stands; nothing happens without one.
    void finishComposition();
    /// "Back", "Enter", "Tab", "a"; modifiers "Ctrl", "Shift", "Alt", "Meta". A Back nobody takes
    /// closes the window, as the phone's system does.
    [[nodiscard]] Outcome key(const QString& name, const QJsonArray& modifiers);
    /// All of the focused field becomes selected, so that what is typed replaces it.
    void selectAll();
    void moveToEnd();

    [[nodiscard]] bool isComposing() const;
    /// The item that has the focus and takes text; nothing otherwise.
    [[nodiscard]] QObject* field() const;

 private:
    void goBack();
    [[nodiscard]] bool popupTakesBack() const;
    void press(int key, Qt::KeyboardModifiers modifiers, const QString& text);
    void say(QObject& field, const QString& preedit, const QString& commit);
    [[nodiscard]] Result<QObject*> writable() const;
    /// True when the composition took the key for itself.
    bool composingTakes(int key);

    QQuickWindow& window_;
    QPointer<QObject> composedIn_;
    QString composed_;
};

}  // namespace xiangji
