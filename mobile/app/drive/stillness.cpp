#include "mobile/app/drive/stillness.hpp"

#include <QCoreApplication>
#include <QEventLoop>
#include <QPointer>
#include <QQuickWindow>
#include <QTimer>

namespace xiangji {

namespace {
// Animations tick every 16 ms, so an interval of two ticks without a frame means that none is under
// way.
constexpr int kQuietMs = 40;
}  // namespace

bool settle(QQuickWindow& window, int boundMs) {
    QPointer<QQuickWindow> alive(&window);
    QCoreApplication::processEvents();
    if (!alive) {
        return true;
    }
    QEventLoop loop;
    QTimer quiet;
    QTimer bound;
    bool settled = false;
    bool drawn = !window.isExposed();
    quiet.setTimerType(Qt::PreciseTimer);
    quiet.setInterval(kQuietMs);
    bound.setSingleShot(true);
    QObject::connect(&window, &QQuickWindow::frameSwapped, &loop, [&] {
        drawn = true;
        quiet.start();
    });
    QObject::connect(&window, &QObject::destroyed, &loop, &QEventLoop::quit);
    QObject::connect(&quiet, &QTimer::timeout, &loop, [&] {
        const bool hidden = !window.isExposed();
        if ((drawn || hidden) && !window.property("busy").toBool()) {
            settled = true;
            loop.quit();
        }
    });
    QObject::connect(&bound, &QTimer::timeout, &loop, &QEventLoop::quit);
    window.update();
    quiet.start();
    bound.start(boundMs);
    loop.exec();
    return settled || !alive;
}

void pass(int durationMs) {
    QEventLoop loop;
    QTimer::singleShot(durationMs, Qt::PreciseTimer, &loop, &QEventLoop::quit);
    loop.exec();
}

}  // namespace xiangji
