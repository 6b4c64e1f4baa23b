#include "mobile/app/drive/typist.hpp"

#include <QCoreApplication>
#include <QInputMethodEvent>
#include <QInputMethodQueryEvent>
#include <QKeyEvent>
#include <QKeySequence>
#include <QQuickItem>
#include <QQuickWindow>
#include <QTextCharFormat>
#include <algorithm>

#include "mobile/app/drive/item_finder.hpp"

// QtGui's exported way in for keys; public headers declare it only beside QtTest, which a product
// doesn't link. NOLINTBEGIN(readability-identifier-naming)
QT_BEGIN_NAMESPACE
Q_GUI_EXPORT void qt_handleKeyEvent(QWindow* window, QEvent::Type type, int key,
                                    Qt::KeyboardModifiers modifiers, const QString& text,
                                    bool autoRepeat, ushort count);
Q_GUI_EXPORT bool qt_sendShortcutOverrideEvent(QObject* receiver, ulong timestamp, int key,
                                               Qt::KeyboardModifiers modifiers, const QString& text,
                                               bool autoRepeat, ushort count);
QT_END_NAMESPACE
// NOLINTEND(readability-identifier-naming)

namespace xiangji {

namespace {

constexpr int kCloseOnEscape = 0x10;  // QQuickPopup::CloseOnEscape; its header is private

Error invalid(const QString& sentence) {
    return Error{Fault::invalid, sentence.toStdString()};
}

int keyNamed(const QString& name) {
    static const QHash<QString, int> kOwnNames{
        {"enter", Qt::Key_Return},  {"escape", Qt::Key_Escape},     {"delete", Qt::Key_Delete},
        {"pageup", Qt::Key_PageUp}, {"pagedown", Qt::Key_PageDown}, {"backtab", Qt::Key_Backtab},
    };
    const int own = kOwnNames.value(name.toLower(), 0);
    if (own != 0) {
        return own;
    }
    const QKeySequence sequence(name);
    return sequence.count() == 1 && sequence[0].key() != Qt::Key_unknown ? sequence[0].key() : 0;
}

Result<Qt::KeyboardModifiers> modifiersNamed(const QJsonArray& names) {
    static const QHash<QString, Qt::KeyboardModifier> kModifiers{
        {"ctrl", Qt::ControlModifier}, {"control", Qt::ControlModifier},
        {"shift", Qt::ShiftModifier},  {"alt", Qt::AltModifier},
        {"meta", Qt::MetaModifier},
    };
    Qt::KeyboardModifiers modifiers;
    for (const auto& name : names) {
        const auto known = kModifiers.constFind(name.toString().toLower());
        if (known == kModifiers.constEnd()) {
            return invalid(QString("\"%1\" is no modifier; known are Ctrl, Shift, Alt and Meta")
                               .arg(name.toString()));
        }
        modifiers |= known.value();
    }
    return modifiers;
}

QString textOf(int key, Qt::KeyboardModifiers modifiers) {
    if (key == Qt::Key_Return) {
        return "\r";
    }
    if (key == Qt::Key_Tab) {
        return "\t";
    }
    const bool plain = (modifiers & ~Qt::KeyboardModifiers(Qt::ShiftModifier)) == Qt::NoModifier;
    if (!plain || key < Qt::Key_Space || key > Qt::Key_AsciiTilde) {
        return {};
    }
    const QChar letter(static_cast<char16_t>(key));
    return modifiers.testFlag(Qt::ShiftModifier) ? letter.toUpper() : letter.toLower();
}

bool isKeyText(QChar c) {
    return (c >= u' ' && c <= u'~') || c == u'\n';
}

}  // namespace

QObject* Typist::field() const {
    QObject* const focused = window_.activeFocusItem();
    if (focused == nullptr) {
        return nullptr;
    }
    QInputMethodQueryEvent query(Qt::ImEnabled);
    QCoreApplication::sendEvent(focused, &query);
    return query.value(Qt::ImEnabled).toBool() ? focused : nullptr;
}

Result<QObject*> Typist::writable() const {
    QObject* const focused = field();
    if (focused == nullptr) {
        return invalid("no field that takes text has the focus; tap one first");
    }
    return focused;
}

bool Typist::isComposing() const {
    // A page may have dropped the composition by itself, by setting the text.
    return composedIn_ != nullptr && !composed_.isEmpty() &&
           !composedIn_->property("preeditText").toString().isEmpty();
}

void Typist::say(QObject& field, const QString& preedit, const QString& commit) {
    QList<QInputMethodEvent::Attribute> attributes;
    if (!preedit.isEmpty()) {
        QTextCharFormat underlined;
        underlined.setFontUnderline(true);
        const int length = static_cast<int>(preedit.size());
        attributes.append({QInputMethodEvent::TextFormat, 0, length, underlined});
        attributes.append({QInputMethodEvent::Cursor, length, 1, {}});
    }
    composedIn_ = &field;
    composed_ = preedit;
    QInputMethodEvent event(preedit, attributes);
    event.setCommitString(commit);
    QCoreApplication::sendEvent(&field, &event);
}

Outcome Typist::preedit(const QString& text) {
    XIANGJI_LET(field, writable());
    say(*field, text, {});
    return {};
}

Outcome Typist::commit(const QString& text) {
    XIANGJI_LET(field, writable());
    say(*field, {}, text);
    return {};
}

void Typist::finishComposition() {
    if (isComposing()) {
        say(*composedIn_, {}, QString(composed_));
    }
}

void Typist::press(int key, Qt::KeyboardModifiers modifiers, const QString& text) {
    const QPointer<QQuickWindow> alive(&window_);
    qt_handleKeyEvent(&window_, QEvent::KeyPress, key, modifiers, text, false, 1);
    if (alive) {
        qt_handleKeyEvent(&window_, QEvent::KeyRelease, key, modifiers, text, false, 1);
    }
}

Outcome Typist::type(const QString& text) {
    XIANGJI_TRY(writable());
    finishComposition();
    for (qsizetype at = 0; at < text.size();) {
        // A page may move the focus while it is written into; the rest follows it, as a person's
        // typing would.
        XIANGJI_LET(field, writable());
        qsizetype end = at;
        while (end < text.size() && !isKeyText(text[end])) {
            ++end;
        }
        if (end > at) {
            say(*field, {}, text.mid(at, end - at));
            at = end;
            continue;
        }
        const QChar c = text[at++];
        if (c == u'\n') {
            press(Qt::Key_Return, {}, "\r");
        } else {
            press(c.toUpper().unicode(), c.isUpper() ? Qt::ShiftModifier : Qt::NoModifier, c);
        }
        QCoreApplication::processEvents();
    }
    return {};
}

bool Typist::composingTakes(int key) {
    if (!isComposing()) {
        return false;
    }
    if (key == Qt::Key_Escape) {
        say(*composedIn_, {}, {});
        return true;
    }
    if (key == Qt::Key_Backspace) {
        say(*composedIn_, composed_.chopped(1), {});
        return true;
    }
    finishComposition();
    return key == Qt::Key_Return;
}

Outcome Typist::key(const QString& name, const QJsonArray& modifierNames) {
    const int key = keyNamed(name);
    if (key == 0) {
        return invalid(
            QString("\"%1\" is no key; known are Back, Enter, Tab, Escape, Backspace, Delete, "
                    "Home, End, Left, Right, Up, Down, PageUp, PageDown, letters and digits")
                .arg(name));
    }
    XIANGJI_LET(modifiers, modifiersNamed(modifierNames));
    if (composingTakes(key)) {
        return {};
    }
    if (key == Qt::Key_Back) {
        goBack();
    } else {
        press(key, modifiers, textOf(key, modifiers));
    }
    return {};
}

bool Typist::popupTakesBack() const {
    const QList<QQuickItem*> items = ItemFinder(window_).everyShown();
    return std::any_of(items.begin(), items.end(), [](const QQuickItem* item) {
        return item->inherits("QQuickPopupItem") && item->parent() != nullptr &&
               (item->parent()->property("closePolicy").toInt() & kCloseOnEscape) != 0;
    });
}

void Typist::goBack() {
    // On a phone an open popup takes Back as it takes Escape; Qt asks for that key only in its
    // builds for phones.
    if (popupTakesBack()) {
        press(Qt::Key_Escape, {}, {});
        return;
    }
    if (qt_sendShortcutOverrideEvent(&window_, 0, Qt::Key_Back, {}, {}, false, 1)) {
        return;
    }
    // A phone's system asks whether somebody took Back, and closes the window if nobody did.
    const QPointer<QQuickWindow> alive(&window_);
    QKeyEvent down(QEvent::KeyPress, Qt::Key_Back, {});
    QCoreApplication::sendEvent(&window_, &down);
    bool taken = down.isAccepted();
    if (alive) {
        QKeyEvent up(QEvent::KeyRelease, Qt::Key_Back, {});
        QCoreApplication::sendEvent(&window_, &up);
        taken = taken || up.isAccepted();
    }
    if (alive && !taken) {
        window_.close();
    }
}

void Typist::selectAll() {
    press(Qt::Key_A, Qt::ControlModifier, {});
}

void Typist::moveToEnd() {
    const QObject* const focused = field();
    const bool manyLines = focused != nullptr && focused->inherits("QQuickTextEdit");
    press(Qt::Key_End, manyLines ? Qt::ControlModifier : Qt::NoModifier, {});
}

}  // namespace xiangji
