#pragma once

#include <QByteArray>
#include <QObject>
#include <QSocketNotifier>

namespace xiangji {

/// Lines from a descriptor (pipe, terminal, socket) as they come, without ever blocking the event
/// loop. The descriptor stays its owner's. A last line without a newline counts; blank lines do
/// not.
class LineReader : public QObject {
    Q_OBJECT

 public:
    explicit LineReader(int descriptor, QObject* parent = nullptr);

 signals:
    void line(const QByteArray& line);
    /// A line above 1 MiB was thrown away.
    void tooLong();
    /// Nothing will follow: end of file or a broken descriptor.
    void ended();

 private:
    void read();
    void take(const QByteArray& bytes);
    void passOn();

    int descriptor_;
    QSocketNotifier notifier_;
    QByteArray pending_;
    bool skipping_ = false;
};

}  // namespace xiangji
