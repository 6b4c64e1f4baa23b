#pragma once

#include <QElapsedTimer>
#include <QEventPoint>
#include <QPointF>

class QPointingDevice;
class QQuickWindow;

namespace xiangji {

/// One finger on the window: touch events that go the way the system's own go. Points are window
/// pixels.
class Finger {
 public:
    explicit Finger(QQuickWindow& window);

    /// Two taps on one spot stay two taps: the second waits until it can't be taken for a double
    /// tap.
    void tap(QPointF point);
    void longPress(QPointF point);
    /// Puts down, moves in small steps, rests, lifts: nothing is flung.
    void drag(QPointF from, QPointF to);

 private:
    void touch(QEventPoint::State state, QPointF point);
    void avoidDoubleTap(QPointF point);

    QQuickWindow& window_;
    const QPointingDevice* screen_;
    QElapsedTimer sinceTap_;
    QPointF lastTap_;
};

}  // namespace xiangji
