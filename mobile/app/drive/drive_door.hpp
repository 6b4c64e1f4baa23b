#pragma once

#include <QJsonObject>
#include <QObject>
#include <QPointer>
#include <QQueue>
#include <memory>

#include "mobile/app/drive/line_reader.hpp"

class QQuickWindow;

namespace xiangji {

class Person;

/// The door by which a program uses a window as a person does: one JSON object a line in, one a
/// line out, in order; README.md has the verbs. An answer leaves when the window has taken the
/// event in and drawn it, so a driver never sleeps. Bad lines get one error answer; end of input or
/// `quit` ends the program with code 0. Lives in the GUI thread; the window and the descriptors
/// stay their owner's. SIGPIPE is ignored from here on: a driver that went away counts as end of
/// input.
class DriveDoor : public QObject {
    Q_OBJECT

 public:
    explicit DriveDoor(QQuickWindow* window, int inFd = 0, int outFd = 1,
                       QObject* parent = nullptr);
    ~DriveDoor() override;

 signals:
    /// The driver is done; the program is told to end right after.
    void finished();

 private:
    void queue(const QByteArray& line);
    void serveNext();
    void serve(const QByteArray& line);
    void answer(const QJsonObject& object);
    void leave();

    QPointer<QQuickWindow> window_;
    int outFd_;
    LineReader reader_;
    QQueue<QByteArray> lines_;
    bool serving_ = false;
    bool ended_ = false;
    std::unique_ptr<Person> person_;
};

}  // namespace xiangji
