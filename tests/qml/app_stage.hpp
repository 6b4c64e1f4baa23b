#pragma once

#include <map>
#include <memory>
#include <string>

#include "core/client/home_keys.hpp"
#include "mobile/models/handover.hpp"
#include "mobile/models/key_places.hpp"
#include "mobile/models/session.hpp"
#include "mobile/models/settings.hpp"
#include "mobile/models/sync_state.hpp"
#include "mobile/models/worker.hpp"
#include "mobile/platform/desktop_share.hpp"
#include "tests/support/township.hpp"

namespace xiangji::test {

/// A system's key store in memory, away until a test says otherwise.
struct MemorySystem final : SystemKeys {
    Outcome ready() override {
        return here ? Outcome() : Outcome(Error{Fault::unreachable, "there is none"});
    }
    std::unique_ptr<KeySeat> seat(const std::string& mark, const std::string& title) override;
    bool here = false;
    std::map<std::string, Bytes> kept;
};

/// The app's models over a real client, joined to a township in this process.
class AppStage {
 public:
    explicit AppStage(const std::string& role = "tutor");

    /// The app is killed and started again.
    void restart();
    /// Lets queued signals arrive.
    static void settle();
    [[nodiscard]] std::size_t rows(const std::string& type) const;
    [[nodiscard]] std::uint64_t unsent() const { return (*phone)->status()->unsent; }

    Township township;
    std::unique_ptr<Phone> phone;
    DesktopShare share;
    std::unique_ptr<Worker> worker;
    std::unique_ptr<Settings> settings;
    std::unique_ptr<Session> session;
    std::unique_ptr<SyncState> sync;
    std::unique_ptr<Handover> handover;
    MemorySystem system;
    std::unique_ptr<HomeKeys> keys;
    std::unique_ptr<KeyPlaces> keyPlaces;

 private:
    void open();
    void close();
};

/// A model of a page, made as QML makes it.
template <typename Model>
std::unique_ptr<Model> opened(const QString& rowId = {}) {
    auto model = std::make_unique<Model>();
    model->classBegin();
    model->setRowId(rowId);
    model->componentComplete();
    return model;
}

}  // namespace xiangji::test
