#pragma once

#include <QByteArray>
#include <QJsonObject>
#include <QQmlApplicationEngine>
#include <QQuickWindow>
#include <QString>
#include <memory>

#include "mobile/app/drive/drive_door.hpp"

namespace xiangji::testing {

/// A small QML window with a door whose ends are two pipes that the test holds.
class DrivenWindow {
 public:
    /// `file` is a QML file of this folder.
    explicit DrivenWindow(const QString& file);
    ~DrivenWindow();
    DrivenWindow(const DrivenWindow&) = delete;
    DrivenWindow& operator=(const DrivenWindow&) = delete;

    /// Sends one line and returns its answer; an empty object if none came in 20 s.
    QJsonObject ask(const QByteArray& line);
    void send(const QByteArray& bytes);
    QJsonObject nextAnswer();
    /// Ends the driver's side.
    void hangUp();
    /// Runs the program until the door ends it; its exit code.
    int runToTheEnd();

    [[nodiscard]] QQuickWindow& window() { return *window_; }
    [[nodiscard]] QVariant property(const char* name) const { return window_->property(name); }

 private:
    QQmlApplicationEngine engine_;
    QQuickWindow* window_ = nullptr;
    int toDoor_ = -1;
    int fromDoor_ = -1;
    int doorIn_ = -1;
    int doorOut_ = -1;
    std::unique_ptr<DriveDoor> door_;
    QByteArray received_;
};

}  // namespace xiangji::testing
