#pragma once

#include <gtest/gtest.h>

#include <QJsonArray>
#include <QJsonObject>

#include "tests/qml/drive/driven_window.hpp"

/// Words the tests of the door are told in.
namespace xiangji::testing {

inline QString errorOf(const QJsonObject& answer) {
    return answer.value("error").toString();
}

inline bool isOk(const QJsonObject& answer) {
    if (!answer.value("ok").toBool()) {
        ADD_FAILURE() << "refused: " << errorOf(answer).toStdString();
    }
    return answer.value("ok").toBool();
}

inline QJsonObject nodeOf(DrivenWindow& phone, const QString& name) {
    const QJsonArray nodes = phone.ask(R"({"tree":true})").value("tree").toArray();
    for (const auto& node : nodes) {
        if (node.toObject().value("objectName").toString() == name) {
            return node.toObject();
        }
    }
    return {};
}

inline QJsonObject tap(DrivenWindow& phone, const QByteArray& name) {
    return phone.ask(R"({"tap":")" + name + R"("})");
}

/// The sentence a tap is refused with; the page must not have noticed anything.
inline QString refusedTap(DrivenWindow& phone, const QByteArray& name) {
    const QJsonObject answer = tap(phone, name);
    EXPECT_FALSE(answer.value("ok").toBool(true));
    EXPECT_EQ(phone.property("saves").toInt(), 0);
    return errorOf(answer);
}

}  // namespace xiangji::testing
