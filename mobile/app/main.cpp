// The app wired from top to bottom: seats, core, models, pages.

#include <QFont>
#include <QFontDatabase>
#include <QGuiApplication>
#include <QQmlApplicationEngine>
#include <QQuickStyle>
#include <QQuickWindow>
#include <QtPlugin>
#include <cstdio>
#include <cstdlib>
#include <memory>

#include "core/base/core_dumps.hpp"
#include "core/client/client.hpp"
#include "core/client/home_keys.hpp"
#include "core/client/key_file.hpp"
#include "core/client/locked_keys.hpp"
#include "core/client/secret_service_keys.hpp"
#include "core/net/tls_link.hpp"
#include "mobile/app/arguments.hpp"
#include "mobile/app/drive/drive_door.hpp"
#include "mobile/models/handover.hpp"
#include "mobile/models/key_places.hpp"
#include "mobile/models/session.hpp"
#include "mobile/models/settings.hpp"
#include "mobile/models/sync_state.hpp"
#include "mobile/models/worker.hpp"
#include "mobile/platform/absent_camera.hpp"
#include "mobile/platform/desktop_share.hpp"

Q_IMPORT_PLUGIN(Xiangji_PlatformPlugin)
Q_IMPORT_PLUGIN(Xiangji_ModelsPlugin)
Q_IMPORT_PLUGIN(Xiangji_UiPlugin)

namespace {

constexpr int kOpenWaitMs = 3'000;
constexpr int kLastJobWaitMs = 500;
constexpr int kAgain = 3;  ///< what ShutWindow.qml ends with for another try

/// A font with Chinese in it, wherever the system's own choice has none.
void chooseFont() {
    for (const char* family : {"Noto Sans CJK SC", "WenQuanYi Micro Hei"}) {
        if (QFontDatabase::hasFamily(family)) {
            QGuiApplication::setFont(QFont(family));
            return;
        }
    }
}

void prepare() {
    QQuickStyle::setStyle("Basic");
    QCoreApplication::setApplicationName("xiangji");
    QCoreApplication::setApplicationVersion(XIANGJI_VERSION);
}

/// Before there is a screen: --help works without one.
xiangji::Arguments argumentsOf(int argc, char** argv) {
    const QCoreApplication application(argc, argv);
    return xiangji::readArguments(QCoreApplication::arguments());
}

/// Why the home cannot be opened, in a window where somebody may see one. True: try again.
bool wantsAnotherTry(const xiangji::Error& error, const xiangji::Arguments& arguments) {
    using namespace xiangji;
    std::fprintf(stderr, "xiangji-app: %s\n", error.detail.c_str());
    if (arguments.drive || QGuiApplication::platformName() == "offscreen") {
        return false;
    }
    Settings settings(arguments.home + "/app.ini");
    settings.showAs(arguments.language, arguments.theme);
    QQmlApplicationEngine engine;
    engine.addImportPath(":/qt/qml");
    const char* reason = error.fault == Fault::refused       ? "locked"
                         : error.fault == Fault::unreachable ? "away"
                                                             : "other";
    engine.setInitialProperties(
        {{"reason", reason}, {"detail", QString::fromStdString(error.detail)}});
    engine.load("qrc:/qt/qml/Xiangji/Ui/pages/ShutWindow.qml");
    return !engine.rootObjects().isEmpty() && QGuiApplication::exec() == kAgain;
}

int show(xiangji::Client& client, xiangji::HomeKeys& keys, const xiangji::Arguments& arguments,
         xiangji::Clock& clock, xiangji::Random& random) {
    using namespace xiangji;
    DesktopShare share;
    AbsentCamera camera(arguments.pictures);
    auto worker = std::make_unique<Worker>();
    Settings settings(arguments.home + "/app.ini");
    settings.showAs(arguments.language, arguments.theme);
    Session session({.client = client,
                     .clock = clock,
                     .random = random,
                     .share = share,
                     .worker = *worker,
                     .camera = &camera});
    SyncState sync(session, /*byItself=*/true);
    Handover handover(session, arguments.home + "/xiangji.xjb");
    KeyPlaces places(session, keys);
    int code = EXIT_FAILURE;
    {
        QQmlApplicationEngine engine;
        engine.addImportPath(":/qt/qml");
        engine.setInitialProperties(
            {{"width", arguments.size.width()}, {"height", arguments.size.height()}});
        QObject::connect(&settings, &Settings::languageChanged, &engine, &QQmlEngine::retranslate);
        engine.load("qrc:/qt/qml/Xiangji/Ui/Main.qml");
        if (engine.rootObjects().isEmpty()) {
            return EXIT_FAILURE;
        }
        auto* window = qobject_cast<QQuickWindow*>(engine.rootObjects().constFirst());
        const auto door = arguments.drive ? std::make_unique<DriveDoor>(window) : nullptr;
        code = QGuiApplication::exec();
    }
    if (!worker->finish(kLastJobWaitMs)) {
        // A sync waits for a slow network. Nothing it does can be lost, and nobody wants to wait
        // for a closed window.
        std::fflush(nullptr);
        std::_Exit(code);
    }
    return code;
}

}  // namespace

int main(int argc, char** argv) {
    using namespace xiangji;
    forbidCoreDumps();
    prepare();
    const Arguments arguments = argumentsOf(argc, argv);
    const QGuiApplication application(argc, argv);
    chooseFont();
    const std::filesystem::path home(arguments.home.toStdString());
    SystemClock clock;
    SystemRandom random;
    KeyFile files(home / "keys");
    SecretServiceKeys system;
    HomeKeys placed(files, system, random, home.string());
    LockedKeys keys(placed, random);  // A home behind a passphrase stays shut here.
    TlsLinkMaker links;
    const ClientSeats seats{.clock = clock, .random = random, .keys = keys, .links = links};
    auto client = Client::open(home, seats, kOpenWaitMs);
    while (!client) {
        if (!wantsAnotherTry(client.error(), arguments)) {
            return EXIT_FAILURE;
        }
        client = Client::open(home, seats, kOpenWaitMs);
    }
    return show(**client, placed, arguments, clock, random);
}
