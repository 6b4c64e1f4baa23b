#pragma once

#include <QJsonObject>
#include <QProcess>
#include <QString>
#include <filesystem>
#include <string>

#include "tests/support/township.hpp"

namespace xiangji::test {

/// A home that joined a township which is now out of reach.
class JoinedHome {
 public:
    explicit JoinedHome(const std::string& role = "team_leader");
    [[nodiscard]] const std::filesystem::path& path() const { return home_; }

 private:
    Township township_;
    std::filesystem::path home_;
};

/// The app as its own process, used through its door. A refused request fails the test.
class DrivenApp {
 public:
    explicit DrivenApp(const std::filesystem::path& home, const QStringList& more = {});
    ~DrivenApp();
    DrivenApp(const DrivenApp&) = delete;
    DrivenApp& operator=(const DrivenApp&) = delete;

    QJsonObject ask(const QJsonObject& request);
    void tap(const QString& name, int index = -1);
    void reveal(const QString& name, int index = -1);
    /// Of an item on the page as `tree` tells it; empty if there is none.
    [[nodiscard]] std::string textOf(const QString& name);
    /// How often a name is on the page.
    [[nodiscard]] int countOf(const QString& name);
    void kill();
    [[nodiscard]] int quit();
    /// What the app wrote to standard error.
    [[nodiscard]] std::string warnings();

 private:
    QProcess process_;
};

}  // namespace xiangji::test
