#include "mobile/app/drive/finger.hpp"

#include <QGuiApplication>
#include <QLineF>
#include <QPointer>
#include <QQuickWindow>
#include <QStyleHints>
#include <array>

// Declares the way into QtGui by which touches of no real screen take the real ones' course.
#include <QtGui/qtestsupport_gui.h>

#include "mobile/app/drive/stillness.hpp"

namespace xiangji {

namespace {
constexpr double kSameSpotPx = 40;
/// Small steps while a view makes sure that this is no tap, since it swallows them; then wide ones.
/// The window takes one position a frame.
constexpr std::array kFirstStepsPx{12.0, 16.0, 20.0, 24.0};
constexpr double kStepPx = 60;
constexpr int kFrameMs = 18;
constexpr int kRestMs = 130;
constexpr int kMarginMs = 60;

const QPointingDevice* touchScreen() {
    static const QPointingDevice* const kScreen = QTest::createTouchDevice();
    return kScreen;
}
}  // namespace

Finger::Finger(QQuickWindow& window) : window_(window), screen_(touchScreen()) {}

void Finger::touch(QEventPoint::State state, QPointF point) {
    const QEventPoint at(0, state, point, window_.mapToGlobal(point));
    qt_handleTouchEvent(&window_, screen_, {at});
}

void Finger::avoidDoubleTap(QPointF point) {
    const int intervalMs = QGuiApplication::styleHints()->mouseDoubleClickInterval() + kMarginMs;
    if (sinceTap_.isValid() && sinceTap_.elapsed() < intervalMs &&
        QLineF(lastTap_, point).length() < kSameSpotPx) {
        pass(intervalMs - static_cast<int>(sinceTap_.elapsed()));
    }
}

void Finger::tap(QPointF point) {
    const QPointer<QQuickWindow> alive(&window_);
    avoidDoubleTap(point);
    touch(QEventPoint::State::Pressed, point);
    pass(kFrameMs);
    if (alive) {
        touch(QEventPoint::State::Released, point);
        sinceTap_.start();
        lastTap_ = point;
    }
}

void Finger::longPress(QPointF point) {
    const QPointer<QQuickWindow> alive(&window_);
    avoidDoubleTap(point);
    touch(QEventPoint::State::Pressed, point);
    pass(QGuiApplication::styleHints()->mousePressAndHoldInterval() + kRestMs);
    if (alive) {
        touch(QEventPoint::State::Released, point);
        sinceTap_.start();
        lastTap_ = point;
    }
}

void Finger::drag(QPointF from, QPointF to) {
    const QPointer<QQuickWindow> alive(&window_);
    const QLineF line(from, to);
    QList<double> stops(kFirstStepsPx.begin(), kFirstStepsPx.end());
    while (stops.last() + kStepPx < line.length()) {
        stops.append(stops.last() + kStepPx);
    }
    stops.append(line.length());
    touch(QEventPoint::State::Pressed, from);
    for (const double stop : stops) {
        pass(kFrameMs);
        if (alive && stop <= line.length()) {
            touch(QEventPoint::State::Updated, line.pointAt(stop / line.length()));
        }
    }
    pass(kRestMs);
    if (alive) {
        touch(QEventPoint::State::Released, to);
    }
}

}  // namespace xiangji
