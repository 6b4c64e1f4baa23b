#include "mobile/app/drive/drive_door.hpp"

#include <poll.h>
#include <unistd.h>

#include <QCoreApplication>
#include <QJsonArray>
#include <QJsonDocument>
#include <QQuickWindow>
#include <cerrno>
#include <csignal>

#include "core/base/result.hpp"
#include "mobile/app/drive/item_finder.hpp"
#include "mobile/app/drive/person.hpp"
#include "mobile/app/drive/request.hpp"

namespace xiangji {

namespace {

/// False when nobody reads any more.
bool writeAll(int descriptor, const QByteArray& bytes) {
    qsizetype done = 0;
    while (done < bytes.size()) {
        const ssize_t count = ::write(descriptor, bytes.constData() + done,
                                      static_cast<std::size_t>(bytes.size() - done));
        if (count >= 0) {
            done += count;
        } else if (errno == EAGAIN) {
            pollfd room{descriptor, POLLOUT, 0};
            ::poll(&room, 1, -1);
        } else if (errno != EINTR) {
            return false;
        }
    }
    return true;
}

QJsonObject refusal(const Error& error) {
    return {{"ok", false}, {"error", QString::fromStdString(error.detail)}};
}

}  // namespace

DriveDoor::DriveDoor(QQuickWindow* window, int inFd, int outFd, QObject* parent)
    : QObject(parent),
      window_(window),
      outFd_(outFd),
      reader_(inFd),
      person_(std::make_unique<Person>(*window)) {
    std::signal(SIGPIPE, SIG_IGN);
    connect(&reader_, &LineReader::line, this, &DriveDoor::queue);
    connect(&reader_, &LineReader::tooLong, this, [this] { queue({}); });
    connect(&reader_, &LineReader::ended, this, [this] {
        ended_ = true;
        QMetaObject::invokeMethod(this, &DriveDoor::serveNext, Qt::QueuedConnection);
    });
    window->requestActivate();
}

DriveDoor::~DriveDoor() = default;

void DriveDoor::queue(const QByteArray& line) {
    lines_.enqueue(line);
    QMetaObject::invokeMethod(this, &DriveDoor::serveNext, Qt::QueuedConnection);
}

void DriveDoor::serveNext() {
    // Serving runs event loops of its own: lines that come meanwhile wait here.
    if (serving_) {
        return;
    }
    if (lines_.isEmpty()) {
        if (ended_) {
            leave();
        }
        return;
    }
    serving_ = true;
    serve(lines_.dequeue());
    serving_ = false;
    // Back through the outermost loop first, which is where pages that were closed get deleted.
    QMetaObject::invokeMethod(this, &DriveDoor::serveNext, Qt::QueuedConnection);
}

void DriveDoor::serve(const QByteArray& line) {
    if (line.isEmpty()) {
        answer(refusal({Fault::invalid, "the line is longer than 1 MiB and was thrown away"}));
        return;
    }
    const Result<Request> request = readRequest(line);
    if (!request) {
        QJsonObject no = refusal(request.error());
        no.insert("candidates", QJsonArray::fromStringList(verbs()));
        answer(no);
        return;
    }
    QJsonObject reply;
    if (request->verb == "quit") {
        reply.insert("ok", true);
    } else if (!window_) {
        reply = refusal({Fault::failed, "the window is gone"});
    } else if (auto done = person_->carryOut(*request); done) {
        reply = *done;
        reply.insert("ok", true);
    } else {
        reply = refusal(done.error());
        if (request->target && window_ && done.error().fault == Fault::notFound) {
            const QStringList similar = ItemFinder(*window_).similar(*request->target);
            reply.insert("candidates", QJsonArray::fromStringList(similar));
        }
    }
    if (!request->id.isUndefined() && !request->id.isNull()) {
        reply.insert("id", request->id);
    }
    answer(reply);
    if (request->verb == "quit") {
        leave();
    }
}

void DriveDoor::answer(const QJsonObject& object) {
    if (!writeAll(outFd_, QJsonDocument(object).toJson(QJsonDocument::Compact) + '\n')) {
        lines_.clear();
        ended_ = true;
    }
}

void DriveDoor::leave() {
    lines_.clear();
    ended_ = false;
    emit finished();
    // Not quit(): that asks the windows first, and a page with a draft may say no.
    QCoreApplication::exit(0);
}

}  // namespace xiangji
