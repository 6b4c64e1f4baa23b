#include "tests/qml/app_stage.hpp"

#include <QCoreApplication>

namespace xiangji::test {

AppStage::AppStage(const std::string& role) : phone(township.phone("王老师", role)) {
    open();
}

void AppStage::open() {
    worker = std::make_unique<Worker>();
    settings =
        std::make_unique<Settings>(QString::fromStdString((phone->home / "app.ini").string()));
    settings->showAs("zh", "light");
    session =
        std::make_unique<Session>(AppSeats{**phone, phone->clock, phone->random, share, *worker});
    sync = std::make_unique<SyncState>(*session, /*byItself=*/false);
    handover = std::make_unique<Handover>(
        *session, QString::fromStdString((phone->home / "xiangji.xjb").string()));
}

void AppStage::close() {
    handover.reset();
    sync.reset();
    session.reset();
    settings.reset();
    worker.reset();
}

void AppStage::restart() {
    close();
    phone->restart();
    open();
}

void AppStage::settle() {
    QCoreApplication::processEvents();
    QCoreApplication::sendPostedEvents();
}

std::size_t AppStage::rows(const std::string& type) const {
    return *(*phone)->count(*Catalogue::builtIn().find(type), {});
}

}  // namespace xiangji::test
