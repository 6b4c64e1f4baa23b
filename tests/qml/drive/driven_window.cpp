#include "tests/qml/drive/driven_window.hpp"

#include <fcntl.h>
#include <unistd.h>

#include <QCoreApplication>
#include <QDeadlineTimer>
#include <QEventLoop>
#include <QJsonDocument>
#include <QSocketNotifier>
#include <QTimer>
#include <array>
#include <cstdlib>

namespace xiangji::testing {

namespace {
constexpr int kAnswerBoundMs = 20000;

std::array<int, 2> makePipe() {
    std::array<int, 2> ends{};
    if (::pipe2(ends.data(), O_CLOEXEC) != 0) {
        std::abort();
    }
    return ends;
}
}  // namespace

DrivenWindow::DrivenWindow(const QString& file) {
    engine_.addImportPath(":/qt/qml");
    engine_.load(QUrl::fromLocalFile(QString(DRIVE_WINDOWS) + "/" + file));
    window_ = qobject_cast<QQuickWindow*>(engine_.rootObjects().value(0));
    if (window_ == nullptr) {
        std::abort();
    }
    const auto in = makePipe();
    const auto out = makePipe();
    doorIn_ = in[0];
    toDoor_ = in[1];
    fromDoor_ = out[0];
    doorOut_ = out[1];
    door_ = std::make_unique<DriveDoor>(window_, doorIn_, doorOut_);
}

DrivenWindow::~DrivenWindow() {
    door_.reset();
    hangUp();
    for (const int end : {fromDoor_, doorIn_, doorOut_}) {
        ::close(end);
    }
}

void DrivenWindow::hangUp() {
    if (toDoor_ >= 0) {
        ::close(toDoor_);
        toDoor_ = -1;
    }
}

void DrivenWindow::send(const QByteArray& bytes) {
    qsizetype sent = 0;
    while (sent < bytes.size()) {
        const auto left = static_cast<std::size_t>(std::min<qsizetype>(bytes.size() - sent, 16384));
        sent += ::write(toDoor_, bytes.constData() + sent, left);
        QCoreApplication::processEvents();
    }
}

QJsonObject DrivenWindow::nextAnswer() {
    const QDeadlineTimer deadline(kAnswerBoundMs);
    QSocketNotifier arrived(fromDoor_, QSocketNotifier::Read);
    QObject::connect(&arrived, &QSocketNotifier::activated, &arrived, [this] {
        std::array<char, 65536> buffer{};
        const ssize_t count = ::read(fromDoor_, buffer.data(), buffer.size());
        received_ += QByteArray(buffer.data(), std::max<ssize_t>(count, 0));
    });
    while (!received_.contains('\n') && !deadline.hasExpired()) {
        QCoreApplication::processEvents(QEventLoop::WaitForMoreEvents, 1000);
    }
    const qsizetype end = received_.indexOf('\n');
    const QByteArray line = received_.left(end);
    received_ = received_.mid(end + 1);
    return QJsonDocument::fromJson(line).object();
}

QJsonObject DrivenWindow::ask(const QByteArray& line) {
    send(line + '\n');
    return nextAnswer();
}

int DrivenWindow::runToTheEnd() {
    QTimer::singleShot(kAnswerBoundMs, window_, [] { QCoreApplication::exit(-1); });
    return QCoreApplication::exec();
}

}  // namespace xiangji::testing
