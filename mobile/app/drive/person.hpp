#pragma once

#include <QJsonObject>
#include <QPointer>

#include "core/base/result.hpp"
#include "mobile/app/drive/finger.hpp"
#include "mobile/app/drive/request.hpp"
#include "mobile/app/drive/typist.hpp"

class QQuickItem;
class QQuickWindow;

namespace xiangji {

/// Somebody who holds the phone: each verb as eyes, a finger and a keyboard carry it out. Refuses,
/// with one sentence, what a person could not do. Returns when the window stands still; "settled":
/// false says that it did not in time.
class Person {
 public:
    explicit Person(QQuickWindow& window);

    /// Any verb but quit. The window may be gone afterwards.
    [[nodiscard]] Result<QJsonObject> carryOut(const Request& request);

 private:
    using Answer = Result<QJsonObject>;

    [[nodiscard]] Answer tap(const Request& request);
    [[nodiscard]] Answer longPress(const Request& request);
    [[nodiscard]] Answer type(const Request& request);
    [[nodiscard]] Answer preedit(const Request& request);
    [[nodiscard]] Answer commit(const Request& request);
    [[nodiscard]] Answer key(const Request& request);
    [[nodiscard]] Answer keyboard(const Request& request);
    [[nodiscard]] Answer tree(const Request& request);
    [[nodiscard]] Answer shot(const Request& request);
    [[nodiscard]] Answer wait(const Request& request);
    [[nodiscard]] Answer scroll(const Request& request);
    [[nodiscard]] Answer reveal(const Request& request);

    [[nodiscard]] Answer touch(const Request& request, bool isLong);
    /// Puts the focus where a target says, by a tap if it isn't there, with the cursor at the end.
    [[nodiscard]] Outcome goTo(const Request& request);
    [[nodiscard]] QJsonObject writtenField() const;

    QPointer<QQuickWindow> window_;
    Finger finger_;
    Typist typist_;
};

}  // namespace xiangji
