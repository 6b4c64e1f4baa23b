#include "mobile/app/drive/person.hpp"

#include <QDir>
#include <QElapsedTimer>
#include <QFileInfo>
#include <QHash>
#include <QImage>
#include <QQuickItem>
#include <QQuickWindow>

#include "mobile/app/drive/item_finder.hpp"
#include "mobile/app/drive/item_view.hpp"
#include "mobile/app/drive/reach.hpp"
#include "mobile/app/drive/scroller.hpp"
#include "mobile/app/drive/stillness.hpp"
#include "mobile/app/drive/tree.hpp"
#include "mobile/platform/keyboard.hpp"

namespace xiangji {

namespace {

constexpr int kFirstFrameBoundMs = 5000;
constexpr int kWaitMs = 5000;
constexpr int kLookAgainMs = 25;

Error invalid(const QString& sentence) {
    return Error{Fault::invalid, sentence.toStdString()};
}

Error targetMissing(const Request& request) {
    return invalid(
        QString("%1 needs a \"target\": an objectName, or {\"text\":\"…\"}").arg(request.verb));
}

/// What a wait waits for, and why it isn't so yet.
class Expectation {
 public:
    explicit Expectation(const Request& request) : request_(request) {}

    [[nodiscard]] bool isMet(QQuickWindow& window) {
        const QList<QQuickItem*> items = ItemFinder(window).shown(*request_.target);
        if (!request_.arguments.value("visible").toBool(true)) {
            missing_ = "is still visible";
            return items.isEmpty();
        }
        missing_ = "is not visible";
        for (QQuickItem* const item : items) {
            if (fits(*item)) {
                return true;
            }
        }
        return false;
    }
    [[nodiscard]] const QString& missing() const { return missing_; }

 private:
    bool fits(QQuickItem& item) {
        const QString words = request_.textArgument("text");
        const QString text = shownText(item);
        if (!words.isEmpty() && !text.contains(words) && !accessibleName(item).contains(words)) {
            missing_ = QString("reads “%1”, not “%2”").arg(text.left(200), words);
            return false;
        }
        const QJsonValue enabled = request_.arguments.value("enabled");
        if (enabled.isBool() && item.isEnabled() != enabled.toBool()) {
            missing_ = item.isEnabled() ? "is still enabled" : "is not enabled";
            return false;
        }
        return true;
    }

    const Request& request_;
    QString missing_;
};

}  // namespace

Person::Person(QQuickWindow& window) : window_(&window), finger_(window), typist_(window) {}

Result<QJsonObject> Person::carryOut(const Request& request) {
    using Verb = Answer (Person::*)(const Request&);
    static const QHash<QString, Verb> kVerbs{
        {"tap", &Person::tap},           {"longPress", &Person::longPress},
        {"type", &Person::type},         {"preedit", &Person::preedit},
        {"commit", &Person::commit},     {"key", &Person::key},
        {"keyboard", &Person::keyboard}, {"tree", &Person::tree},
        {"shot", &Person::shot},         {"wait", &Person::wait},
        {"scroll", &Person::scroll},     {"reveal", &Person::reveal},
    };
    const Verb verb = kVerbs.value(request.verb, nullptr);
    if (verb == nullptr) {
        return invalid(QString("nobody can \"%1\"").arg(request.verb));
    }
    // What goes on by itself, a first frame or an arriving answer, comes before what is asked.
    const int boundMs = window_->isExposed() ? kSettleBoundMs : kFirstFrameBoundMs;
    const bool looksOnly = request.verb == "tree" || request.verb == "shot";
    bool still = !looksOnly && window_->isExposed() ? true : settle(*window_, boundMs);
    XIANGJI_LET(reply, (this->*verb)(request));
    if (!looksOnly && window_) {
        still = settle(*window_);
    }
    if (!still) {
        reply.insert("settled", false);
    }
    if (!window_ || !window_->isVisible()) {
        reply.insert("closed", true);
    }
    return reply;
}

Result<QJsonObject> Person::tap(const Request& request) {
    return touch(request, false);
}

Result<QJsonObject> Person::longPress(const Request& request) {
    return touch(request, true);
}

Result<QJsonObject> Person::touch(const Request& request, bool isLong) {
    if (!request.target) {
        return targetMissing(request);
    }
    XIANGJI_LET(item, ItemFinder(*window_).find(*request.target));
    const Verdict verdict = Reach(*window_).judge(*item);
    if (verdict.hindrance != Hindrance::none) {
        return invalid(verdict.sentence(*item));
    }
    if (item != typist_.field()) {
        // Input methods keep what was composed when a finger goes elsewhere.
        typist_.finishComposition();
    }
    if (isLong) {
        finger_.longPress(verdict.point);
    } else {
        finger_.tap(verdict.point);
    }
    return QJsonObject{{"x", verdict.point.x()}, {"y", verdict.point.y()}};
}

Outcome Person::goTo(const Request& request) {
    if (!request.target) {
        return {};
    }
    XIANGJI_LET(item, ItemFinder(*window_).find(*request.target));
    if (!item->hasActiveFocus()) {
        XIANGJI_TRY(touch(request, false));
        settle(*window_);
        typist_.moveToEnd();
    }
    return {};
}

QJsonObject Person::writtenField() const {
    const auto* const field = qobject_cast<QQuickItem*>(window_ ? typist_.field() : nullptr);
    if (field == nullptr) {
        return {};
    }
    QJsonObject told{{"target", nameOf(*field)}, {"text", shownText(*field)}};
    if (typist_.isComposing()) {
        told.insert("preedit", field->property("preeditText").toString());
    }
    return told;
}

Result<QJsonObject> Person::type(const Request& request) {
    XIANGJI_TRY(goTo(request));
    if (request.arguments.value("replace").toBool()) {
        typist_.finishComposition();
        typist_.selectAll();
    }
    XIANGJI_TRY(typist_.type(request.textArgument("text")));
    return writtenField();
}

Result<QJsonObject> Person::preedit(const Request& request) {
    XIANGJI_TRY(goTo(request));
    XIANGJI_TRY(typist_.preedit(request.textArgument("text")));
    return writtenField();
}

Result<QJsonObject> Person::commit(const Request& request) {
    XIANGJI_TRY(goTo(request));
    if (request.arguments.contains("text")) {
        XIANGJI_TRY(typist_.commit(request.textArgument("text")));
    } else {
        typist_.finishComposition();
    }
    return writtenField();
}

Result<QJsonObject> Person::key(const Request& request) {
    const QJsonArray modifiers = request.arguments.value("modifiers").toArray();
    XIANGJI_TRY(typist_.key(request.textArgument("key"), modifiers));
    return writtenField();
}

Result<QJsonObject> Person::keyboard(const Request& request) {
    const double heightPx = request.numberArgument("height", -1);
    if (heightPx < 0 || heightPx >= window_->height()) {
        return invalid(QString("a keyboard's height is 0 (hidden) to less than the window's %1")
                           .arg(window_->height()));
    }
    Keyboard::ofThisSystem().simulate(heightPx);
    return QJsonObject{{"height", heightPx}};
}

Result<QJsonObject> Person::tree(const Request&) {
    return QJsonObject{{"tree", treeOf(*window_)}};
}

Result<QJsonObject> Person::shot(const Request& request) {
    const QString file = request.textArgument("file");
    if (file.isEmpty()) {
        return invalid("shot needs a \"file\" to write, such as page.png");
    }
    const QImage image = window_->grabWindow();
    const QFileInfo place(file);
    if (!QDir().mkpath(place.absolutePath()) || !image.save(place.absoluteFilePath(), "PNG")) {
        return Error{Fault::failed,
                     QString("the picture can't be written to %1").arg(file).toStdString()};
    }
    return QJsonObject{
        {"file", place.absoluteFilePath()}, {"w", image.width()}, {"h", image.height()}};
}

Result<QJsonObject> Person::wait(const Request& request) {
    if (!request.target) {
        return targetMissing(request);
    }
    const auto timeoutMs = static_cast<qint64>(request.numberArgument("timeoutMs", kWaitMs));
    Expectation expectation(request);
    QElapsedTimer clock;
    clock.start();
    while (window_ && !expectation.isMet(*window_)) {
        if (clock.elapsed() >= timeoutMs) {
            return Error{Fault::notFound,
                         QString("after %1 ms %2 %3")
                             .arg(timeoutMs)
                             .arg(request.target->described(), expectation.missing())
                             .toStdString()};
        }
        pass(kLookAgainMs);
    }
    return QJsonObject{{"waitedMs", static_cast<double>(clock.elapsed())}};
}

Result<QJsonObject> Person::scroll(const Request& request) {
    const QPointF byPx(request.numberArgument("dx", 0), request.numberArgument("dy", 0));
    if (byPx.isNull()) {
        return invalid(
            "scroll needs \"dy\" (or \"dx\") in pixels; forward, to what is below, is positive");
    }
    XIANGJI_LET(scrolled, Scroller(*window_, finger_).scroll(request.target, byPx));
    return QJsonObject{
        {"moved", scrolled.movedPx}, {"atStart", scrolled.atStart}, {"atEnd", scrolled.atEnd}};
}

Result<QJsonObject> Person::reveal(const Request& request) {
    if (!request.target) {
        return targetMissing(request);
    }
    XIANGJI_LET(item, Scroller(*window_, finger_).reveal(*request.target));
    return QJsonObject{{"item", described(*window_, *item)}};
}

}  // namespace xiangji
