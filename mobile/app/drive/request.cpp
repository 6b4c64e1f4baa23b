#include "mobile/app/drive/request.hpp"

#include <QJsonDocument>
#include <QJsonParseError>

namespace xiangji {

namespace {

Error invalid(const QString& sentence) {
    return Error{Fault::invalid, sentence.toStdString()};
}

/// The argument that the value of the short form {"verb": value} stands for.
QString mainArgument(const QString& verb) {
    if (verb == "type" || verb == "preedit" || verb == "commit") {
        return "text";
    }
    if (verb == "key") {
        return "key";
    }
    if (verb == "keyboard") {
        return "height";
    }
    if (verb == "shot") {
        return "file";
    }
    if (verb == "scroll") {
        return "dy";
    }
    return "target";
}

/// {"tap":"x"} and {"tap":{"text":"…"}} as {"do":"tap", …}; the object is returned as it is if it
/// has a "do".
Result<QJsonObject> longForm(QJsonObject object) {
    if (object.contains("do")) {
        return object;
    }
    QString verb;
    for (const QString& known : verbs()) {
        // A "text" or "key" beside the verb is an argument: only the names of verbs count.
        if (object.contains(known)) {
            if (!verb.isEmpty()) {
                return invalid(QString("one verb a line, please: \"%1\" and \"%2\" are both there")
                                   .arg(verb, known));
            }
            verb = known;
        }
    }
    if (verb.isEmpty()) {
        const QStringList keys = object.keys();
        return invalid(keys.isEmpty()
                           ? QString("the object is empty; say what to \"do\"")
                           : QString("\"%1\" is no verb; see candidates").arg(keys.first()));
    }
    const QJsonValue value = object.take(verb);
    object.insert("do", verb);
    if (value.isObject()) {
        const QJsonObject inner = value.toObject();
        for (auto it = inner.begin(); it != inner.end(); ++it) {
            object.insert(it.key(), it.value());
        }
    } else if (!value.isBool()) {
        object.insert(mainArgument(verb), value);
    }
    return object;
}

bool takesTextAsArgument(const QString& verb) {
    return verb == "type" || verb == "preedit" || verb == "commit";
}

Result<std::optional<Target>> takeTarget(QJsonObject& object, const QString& verb) {
    Target target;
    const QJsonValue value = object.take("target");
    if (value.isObject()) {
        const QJsonObject inner = value.toObject();
        target.name = inner.value("target").toString(inner.value("objectName").toString());
        target.text = inner.value("text").toString();
        target.index = inner.value("index").toInt(-1);
    } else if (value.isString()) {
        target.name = value.toString();
    } else if (!value.isUndefined() && !value.isNull()) {
        return invalid("\"target\" is an objectName, or an object with \"text\"");
    } else if (!takesTextAsArgument(verb) && object.value("text").isString()) {
        target.text = object.take("text").toString();
    }
    if (object.contains("index")) {
        target.index = object.take("index").toInt(-1);
    }
    if (target.name.isEmpty() && target.text.isEmpty()) {
        return std::optional<Target>();
    }
    return std::optional(target);
}

}  // namespace

QString Target::described() const {
    const QString which = index < 0 ? QString() : QString(" number %1").arg(index);
    return (name.isEmpty() ? QString("the text “%1”").arg(text) : QString("“%1”").arg(name)) +
           which;
}

QString Request::textArgument(const QString& key) const {
    return arguments.value(key).toString();
}

double Request::numberArgument(const QString& key, double otherwise) const {
    return arguments.value(key).toDouble(otherwise);
}

const QStringList& verbs() {
    static const QStringList kVerbs{"tap",    "longPress", "type", "preedit", "commit",
                                    "key",    "keyboard",  "tree", "shot",    "wait",
                                    "scroll", "reveal",    "quit"};
    return kVerbs;
}

Result<Request> readRequest(const QByteArray& line) {
    QJsonParseError problem;
    const QJsonDocument document = QJsonDocument::fromJson(line, &problem);
    if (problem.error != QJsonParseError::NoError) {
        return invalid(QString("the line is not JSON: %1 at byte %2")
                           .arg(problem.errorString())
                           .arg(problem.offset));
    }
    if (!document.isObject()) {
        return invalid(
            "the line is JSON but not an object; send {\"do\":\"tap\",\"target\":\"…\"}");
    }
    XIANGJI_LET(object, longForm(document.object()));
    Request request;
    request.id = object.take("id");
    request.verb = object.take("do").toString();
    if (!verbs().contains(request.verb)) {
        return invalid(QString("\"%1\" is no verb; see candidates").arg(request.verb));
    }
    XIANGJI_LET(target, takeTarget(object, request.verb));
    request.target = target;
    request.arguments = object;
    return request;
}

}  // namespace xiangji
