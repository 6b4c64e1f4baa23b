#pragma once

#include <QtQml/qqmlregistration.h>
#include <QObject>

class QJSEngine;
class QQmlEngine;

namespace xiangji {

/// How much of the window the software keyboard covers, so that a page can keep its content above
/// it: `import Xiangji.Platform`, then `Keyboard.height` and `Keyboard.open`. One per program, GUI
/// thread.
class Keyboard : public QObject {
    Q_OBJECT
    QML_ELEMENT
    QML_SINGLETON
    /// In the window's own pixels; 0 when it is hidden or the system shrank the window for it.
    Q_PROPERTY(double height READ height NOTIFY changed)
    Q_PROPERTY(bool open READ open NOTIFY changed)

 public:
    [[nodiscard]] static Keyboard& ofThisSystem();
    /// For the QML engine, which must not own it.
    [[nodiscard]] static Keyboard* create(QQmlEngine* engine, QJSEngine* scripts);

    [[nodiscard]] double height() const;
    [[nodiscard]] bool open() const { return height() > 0; }
    /// A keyboard of this height as far as pages can tell, on a system that shows none; 0 takes it
    /// away.
    void simulate(double heightPx);

 signals:
    void changed();

 private:
    explicit Keyboard(QObject* parent);

    double simulatedPx_ = 0;
};

}  // namespace xiangji
