#include "tests/qml/app_stage.hpp"

#include <QCoreApplication>

namespace xiangji::test {

namespace {

class MemorySeat final : public KeySeat {
 public:
    MemorySeat(std::map<std::string, Bytes>& kept, std::string mark)
        : kept_(kept), mark_(std::move(mark)) {}
    Result<std::optional<Bytes>> load(const std::string& name) override {
        const auto found = kept_.find(mark_ + name);
        return found == kept_.end() ? std::nullopt : std::optional(found->second);
    }
    Outcome save(const std::string& name, const Bytes& secret) override {
        kept_[mark_ + name] = secret;
        return {};
    }
    Outcome drop(const std::string& name) override {
        kept_.erase(mark_ + name);
        return {};
    }

 private:
    std::map<std::string, Bytes>& kept_;
    std::string mark_;
};

}  // namespace

std::unique_ptr<KeySeat> MemorySystem::seat(const std::string& mark, const std::string&) {
    return std::make_unique<MemorySeat>(kept, mark);
}

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
    keys = std::make_unique<HomeKeys>(phone->keys, system, phone->random, phone->home.string());
    keyPlaces = std::make_unique<KeyPlaces>(*session, *keys);
}

void AppStage::close() {
    keyPlaces.reset();
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
