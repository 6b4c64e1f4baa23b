#include "mobile/app/drive/line_reader.hpp"

#include <unistd.h>

#include <array>
#include <cerrno>

namespace xiangji {

namespace {
constexpr qsizetype kLineBytes = 1 << 20;
}

LineReader::LineReader(int descriptor, QObject* parent)
    : QObject(parent), descriptor_(descriptor), notifier_(descriptor, QSocketNotifier::Read) {
    connect(&notifier_, &QSocketNotifier::activated, this, &LineReader::read);
}

void LineReader::read() {
    std::array<char, 65536> buffer{};
    const ssize_t count = ::read(descriptor_, buffer.data(), buffer.size());
    if (count > 0) {
        take(QByteArray(buffer.data(), count));
        return;
    }
    if (count < 0 && (errno == EINTR || errno == EAGAIN)) {
        return;
    }
    notifier_.setEnabled(false);
    passOn();
    emit ended();
}

void LineReader::take(const QByteArray& bytes) {
    qsizetype from = 0;
    for (qsizetype end = bytes.indexOf('\n'); end >= 0; end = bytes.indexOf('\n', from)) {
        pending_ += bytes.mid(from, end - from);
        passOn();
        from = end + 1;
    }
    pending_ += bytes.mid(from);
    if (pending_.size() > kLineBytes) {
        skipping_ = true;
        pending_.clear();
    }
}

void LineReader::passOn() {
    const QByteArray whole = pending_.trimmed();
    pending_.clear();
    if (skipping_ || whole.size() > kLineBytes) {
        skipping_ = false;
        emit tooLong();
    } else if (!whole.isEmpty()) {
        emit line(whole);
    }
}

}  // namespace xiangji
