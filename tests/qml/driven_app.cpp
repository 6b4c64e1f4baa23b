#include "tests/qml/driven_app.hpp"

#include <gtest/gtest.h>

#include <QJsonArray>
#include <QJsonDocument>

namespace xiangji::test {

namespace {

constexpr int kAnswerMs = 30'000;

QJsonObject withTarget(const char* verb, const QString& name, int index) {
    QJsonObject request{{"do", verb}, {"target", name}};
    if (index >= 0) {
        request["index"] = index;
    }
    return request;
}

}  // namespace

JoinedHome::JoinedHome(const std::string& role) {
    const auto phone = township_.phone("周队长", role);
    home_ = phone->home;
}

DrivenApp::DrivenApp(const std::filesystem::path& home, const QStringList& more) {
    process_.start(APP_BIN,
                   QStringList{"--drive", "--lang", "zh", "--theme", "light", "--size", "412x915",
                               "--home", QString::fromStdString(home.string())} +
                       more);
    EXPECT_TRUE(process_.waitForStarted());
}

DrivenApp::~DrivenApp() {
    if (process_.state() != QProcess::NotRunning) {
        kill();
    }
}

QJsonObject DrivenApp::ask(const QJsonObject& request) {
    const QByteArray line = QJsonDocument(request).toJson(QJsonDocument::Compact);
    process_.write(line + "\n");
    while (!process_.canReadLine()) {
        if (!process_.waitForReadyRead(kAnswerMs)) {
            ADD_FAILURE() << "no answer to " << line.toStdString()
                          << process_.readAllStandardError().toStdString();
            return {};
        }
    }
    const QByteArray answer = process_.readLine();
    const QJsonObject json = QJsonDocument::fromJson(answer).object();
    EXPECT_TRUE(json["ok"].toBool())
        << line.toStdString() << " was answered " << answer.toStdString();
    return json;
}

void DrivenApp::tap(const QString& name, int index) {
    ask(withTarget("tap", name, index));
}

void DrivenApp::reveal(const QString& name, int index) {
    ask(withTarget("reveal", name, index));
}

std::string DrivenApp::textOf(const QString& name) {
    for (const auto& each : ask({{"do", "tree"}})["tree"].toArray()) {
        if (each.toObject()["objectName"] == name) {
            return each.toObject()["text"].toString().toStdString();
        }
    }
    return {};
}

int DrivenApp::countOf(const QString& name) {
    int count = 0;
    for (const auto& each : ask({{"do", "tree"}})["tree"].toArray()) {
        count += each.toObject()["objectName"] == name ? 1 : 0;
    }
    return count;
}

void DrivenApp::kill() {
    process_.kill();
    process_.waitForFinished();
}

int DrivenApp::quit() {
    ask({{"do", "quit"}});
    EXPECT_TRUE(process_.waitForFinished());
    return process_.exitCode();
}

std::string DrivenApp::warnings() {
    return process_.readAllStandardError().toStdString();
}

}  // namespace xiangji::test
