#include "mobile/platform/keyboard.hpp"

#include <QGuiApplication>
#include <QInputMethod>
#include <QJSEngine>
#include <QPointer>
#include <QWindow>
#include <algorithm>

namespace xiangji {

namespace {

/// Qt for Android reports the keyboard in the screen's pixels, other systems in the window's.
double windowPixels(double px, [[maybe_unused]] const QWindow& window) {
#ifdef Q_OS_ANDROID
    return px / window.devicePixelRatio();
#else
    return px;
#endif
}

double realHeightPx() {
    const QInputMethod* const input = QGuiApplication::inputMethod();
    const QWindow* const window = QGuiApplication::focusWindow();
    if (window == nullptr || !input->isVisible() || input->keyboardRectangle().isEmpty()) {
        return 0;
    }
    const double top = windowPixels(input->keyboardRectangle().top(), *window);
    return std::clamp(window->height() - top, 0.0, static_cast<double>(window->height()));
}

}  // namespace

Keyboard::Keyboard(QObject* parent) : QObject(parent) {
    const QInputMethod* const input = QGuiApplication::inputMethod();
    connect(input, &QInputMethod::keyboardRectangleChanged, this, &Keyboard::changed);
    connect(input, &QInputMethod::visibleChanged, this, &Keyboard::changed);
}

Keyboard& Keyboard::ofThisSystem() {
    static const QPointer<Keyboard> kKeyboard(new Keyboard(QCoreApplication::instance()));
    return *kKeyboard;
}

Keyboard* Keyboard::create(QQmlEngine*, QJSEngine*) {
    QJSEngine::setObjectOwnership(&ofThisSystem(), QJSEngine::CppOwnership);
    return &ofThisSystem();
}

double Keyboard::height() const {
    return std::max(simulatedPx_, realHeightPx());
}

void Keyboard::simulate(double heightPx) {
    if (simulatedPx_ != heightPx) {
        simulatedPx_ = heightPx;
        emit changed();
    }
}

}  // namespace xiangji
