#pragma once

#include <QByteArray>
#include <QJsonObject>
#include <QString>
#include <QStringList>
#include <optional>

#include "core/base/result.hpp"

namespace xiangji {

/// Which item is meant: by objectName, or by the words a person reads on it.
struct Target {
    QString name;
    QString text;
    int index = -1;  ///< which of several, in reading order from 0; -1 = there must be one

    /// As an error sentence names it: “saveButton”, or the text “保存”.
    [[nodiscard]] QString described() const;
};

/// One line a driver sent, in either of the two forms of the README, brought to one shape.
struct Request {
    QString verb;
    std::optional<Target> target;
    QJsonObject
        arguments;  ///< everything but the verb and the target; "text", "dy", "key" and so on
    QJsonValue id;  ///< repeated in the answer when the driver gave one

    [[nodiscard]] QString textArgument(const QString& key) const;
    [[nodiscard]] double numberArgument(const QString& key, double otherwise) const;
};

/// All verbs, for error sentences.
[[nodiscard]] const QStringList& verbs();

/// Fault::invalid with one sentence for anything that is not a request.
[[nodiscard]] Result<Request> readRequest(const QByteArray& line);

}  // namespace xiangji
