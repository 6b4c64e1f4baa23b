#pragma once

class QQuickWindow;

namespace xiangji {

/// How long an answer waits at most for animations and a busy page.
inline constexpr int kSettleBoundMs = 2000;

/// Runs the event loop until the window has drawn what happened and no further frame follows:
/// animations are over, and the window's own `busy` property, if it has one, is false. False if the
/// bound passed before.
bool settle(QQuickWindow& window, int boundMs = kSettleBoundMs);

/// Runs the event loop for so long: a finger that rests, a hand that waits.
void pass(int durationMs);

}  // namespace xiangji
