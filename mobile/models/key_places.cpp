#include "mobile/models/key_places.hpp"

#include <QJSEngine>
#include <utility>

#include "mobile/models/session.hpp"
#include "mobile/models/words.hpp"

namespace xiangji {

namespace {

KeyPlaces* current = nullptr;

}  // namespace

KeyPlaces::KeyPlaces(Session& session, HomeKeys& keys, QObject* parent)
    : QObject(parent), session_(session), keys_(keys) {
    Q_ASSERT(current == nullptr);
    current = this;
    const auto place = keys_.place();
    place_ = keyPlaceName(place ? *place : KeyPlace::file);
}

KeyPlaces::~KeyPlaces() {
    current = nullptr;
}

KeyPlaces* KeyPlaces::create(QQmlEngine*, QJSEngine*) {
    Q_ASSERT(current != nullptr);
    QJSEngine::setObjectOwnership(current, QJSEngine::CppOwnership);
    return current;
}

KeyPlaces::Seen KeyPlaces::seen(HomeKeys& keys, const QString& before) {
    const auto place = keys.place();
    return {.place = place ? QString(keyPlaceName(*place)) : before,
            .ready = static_cast<bool>(keys.systemReady())};
}

void KeyPlaces::take(const Seen& seen) {
    place_ = seen.place;
    if (const auto status = session_.client().status()) {
        database_ = Words::database(*status);
    }
    choosable_ = seen.ready || place_ != keyPlaceName(KeyPlace::file);
    emit changed();
}

void KeyPlaces::look() {
    session_.seats().worker.run(
        this, [&keys = keys_, before = place_] { return seen(keys, before); },
        [this](const Seen& seen) { take(seen); });
}

void KeyPlaces::move(const QString& place) {
    if (busy_ || place == place_) {
        return;
    }
    busy_ = true;
    outcome_.clear();
    emit changed();
    const auto to =
        place == keyPlaceName(KeyPlace::file) ? KeyPlace::file : KeyPlace::secretService;
    const auto moving = [&keys = keys_, to, before = place_] {
        const auto moved = keys.move(to);
        return std::pair(moved, seen(keys, before));
    };
    session_.seats().worker.run(this, moving, [this](const std::pair<Outcome, Seen>& done) {
        busy_ = false;
        if (!done.first) {
            outcome_ = done.first.error().fault == Fault::refused
                           ? tr("系统的密码库锁着，先打开它再试。钥匙没有丢。")
                           : tr("没能搬过去，请再试一次。钥匙没有丢，手机照常能用。");
        }
        take(done.second);
    });
}

}  // namespace xiangji
