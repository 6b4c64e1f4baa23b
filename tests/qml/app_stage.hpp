#pragma once

#include <memory>
#include <string>

#include "mobile/models/handover.hpp"
#include "mobile/models/session.hpp"
#include "mobile/models/settings.hpp"
#include "mobile/models/sync_state.hpp"
#include "mobile/models/worker.hpp"
#include "mobile/platform/desktop_share.hpp"
#include "tests/support/township.hpp"

namespace xiangji::test {

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
