#include "mobile/models/sync_state.hpp"

#include <QJSEngine>
#include <algorithm>
#include <chrono>

#include "mobile/models/conflict_words.hpp"
#include "mobile/models/qt_text.hpp"
#include "mobile/models/row_words.hpp"
#include "mobile/models/session.hpp"
#include "mobile/models/words.hpp"

namespace xiangji {

namespace {

constexpr Instant kAtStartMs = 3'000;
constexpr std::size_t kMostVerdicts = 100;

SyncState* current = nullptr;

QString megabytes(std::uint64_t bytes) {
    return QString::number(static_cast<double>(bytes) / (1024.0 * 1024.0), 'f', 1);
}

}  // namespace

SyncState::SyncState(Session& session, bool byItself, QObject* parent)
    : QObject(parent),
      session_(session),
      byItself_(byItself),
      policy_(session.seats().clock, session.seats().random) {
    Q_ASSERT(current == nullptr);
    current = this;
    next_.setSingleShot(true);
    connect(&next_, &QTimer::timeout, this, [this] { start(false); });
    connect(&session_, &Session::outdated, this, &SyncState::load);
    connect(&session_, &Session::wrote, this, [this] {
        wroteMeanwhile_ = running_;
        planNext(policy_.afterNews());
    });
    load();
    planNext(kAtStartMs);
}

SyncState::~SyncState() {
    current = nullptr;
}

SyncState& SyncState::ofThisApp() {
    Q_ASSERT(current != nullptr);
    return *current;
}

SyncState* SyncState::create(QQmlEngine*, QJSEngine*) {
    QJSEngine::setObjectOwnership(&ofThisApp(), QJSEngine::CppOwnership);
    return &ofThisApp();
}

void SyncState::syncNow() {
    start(true);
}

void SyncState::planNext(Instant delayMs) {
    if (byItself_ && !running_) {
        next_.start(std::chrono::milliseconds(delayMs));
    }
}

void SyncState::start(bool asked) {
    if (running_ || !session_.joined()) {
        return;
    }
    next_.stop();
    running_ = true;
    wroteMeanwhile_ = false;
    progress_ = -1;
    at_ = {};
    if (asked) {
        error_.clear();
        outcome_.clear();
    }
    emit runningChanged();
    emit progressChanged();
    const auto report = [this](const SyncProgress& at) {
        QMetaObject::invokeMethod(
            this,
            [this, at] {
                const bool files = at.fileBytesToSend > 0;
                const auto all =
                    static_cast<double>(files ? at.fileBytesToSend : at.toSend + at.toReceive);
                const auto done =
                    static_cast<double>(files ? at.fileBytesSent : at.sent + at.received);
                at_ = at;
                progress_ = all > 0 ? std::clamp(done / all, 0.0, 1.0) : -1;
                emit progressChanged();
            },
            Qt::QueuedConnection);
    };
    session_.seats().worker.run(
        this, [&client = session_.client(), report] { return client.sync(report); },
        [this, asked](const SyncReport& result) { ended(result, asked); });
}

void SyncState::ended(const SyncReport& report, bool asked) {
    running_ = false;
    const bool good = report.end == SyncEnd::done;
    if (asked || good) {
        error_ =
            !good && report.comeBackSeconds > 0
                ? tr("服务器正忙，请过 %1 秒再试；内容都在这部手机里。").arg(report.comeBackSeconds)
                : Words::syncEnd(report.end);
    }
    if (asked) {
        outcome_ = !good ? QString()
                   : report.sent + report.received == 0
                       ? tr("已经是最新的了")
                       : tr("送达 %1 次保存，收到 %2 条记录").arg(report.sent).arg(report.received);
    }
    const Instant next = policy_.afterRun(runEndOf(report), report.comeBackSeconds);
    planNext(wroteMeanwhile_ && good ? policy_.afterNews() : next);
    load();
    emit runningChanged();
}

void SyncState::load() {
    const Client& client = session_.client();
    const Instant nowMs = session_.nowMs();
    const RowWords words(client);
    status_ = client.status().valueOr({});
    verdicts_.clear();
    for (const auto& verdict : client.verdicts().valueOr({})) {
        if (verdict.type == nullptr ||
            static_cast<std::size_t>(verdicts_.size()) == kMostVerdicts) {
            continue;
        }
        const RowView written{.type = verdict.type, .id = verdict.row, .fields = verdict.fields};
        const bool here = static_cast<bool>(client.row(*verdict.type, verdict.row));
        verdicts_ += QVariantMap{{"label", Words::label(verdict.type->rules.label())},
                                 {"title", here ? words.title(*verdict.type, verdict.row, nowMs)
                                                : words.title(written, nowMs)},
                                 {"written", words.all(written, nowMs)},
                                 {"state", static_cast<int>(verdict.state)},
                                 {"stateLabel", Words::sendState(verdict.state)},
                                 {"words", Words::verdict(verdict)},
                                 {"when", Words::when(verdict.atMs, nowMs)}};
    }
    conflicts_.clear();
    for (const auto& conflict : client.conflicts().valueOr({})) {
        conflicts_ += conflictWords(client, conflict, nowMs);
    }
    emit statusChanged();
}

QString SyncState::progressText() const {
    if (at_.fileBytesToSend > 0) {
        return tr("正在送照片和录音 %1/%2 MB")
            .arg(megabytes(at_.fileBytesSent), megabytes(at_.fileBytesToSend));
    }
    if (at_.toSend + at_.toReceive == 0) {
        return tr("正在连接…");
    }
    return tr("已送 %1/%2，已收 %3/%4")
        .arg(at_.sent)
        .arg(at_.toSend)
        .arg(at_.received)
        .arg(at_.toReceive);
}

QString SyncState::summary() const {
    if (status_.copied) {
        return tr("送不出去：这里是一份拷贝，请到“设置”里重新加入");
    }
    if (status_.unsent > 0) {
        return tr("待发送 %1").arg(status_.unsent);
    }
    return status_.held > 0 ? tr("等待确认 %1").arg(status_.held) : tr("全部已送达");
}

QString SyncState::lastContact() const {
    return status_.lastContactMs ? Words::ago(*status_.lastContactMs, session_.nowMs())
                                 : tr("还没有联系过");
}

QString SyncState::waitingSince() const {
    return status_.oldestUnsentMs ? Words::ago(*status_.oldestUnsentMs, session_.nowMs())
                                  : QString();
}

QVariantList SyncState::waiting() const {
    QVariantList list;
    for (const auto& [type, count] : status_.unsentByType) {
        list += QVariantMap{{"label", Words::label(type->rules.label())},
                            {"count", static_cast<qulonglong>(count)}};
    }
    return list;
}

QString SyncState::files() const {
    QStringList sentences;
    if (status_.filesWaiting > 0) {
        sentences += tr("照片和录音待发送 %1 个，共 %2 MB。文字记录先送，它们随后。")
                         .arg(status_.filesWaiting)
                         .arg(megabytes(status_.fileBytesWaiting));
    }
    if (status_.filesRefused > 0) {
        sentences +=
            tr("有 %1 个照片或录音没有被接收，仍留在这部手机里。").arg(status_.filesRefused);
    }
    return sentences.join("\n");
}

bool SyncState::filesOnlyOnWifi() const {
    return session_.client().filesOnlyOnFreeNetwork();
}

void SyncState::setFilesOnlyOnWifi(bool only) {
    (void)session_.client().setFilesOnlyOnFreeNetwork(only);
    planNext(policy_.afterNews());
    emit statusChanged();
}

QString SyncState::shareWaiting() {
    QStringList lines = {
        tr("乡记待发送清单：%1，%2").arg(session_.personName(), session_.unitName())};
    for (const auto& each : waiting()) {
        lines += tr("%1：%2 条")
                     .arg(each.toMap()["label"].toString())
                     .arg(each.toMap()["count"].toInt());
    }
    lines += tr("最早：%1；最近联系：%2").arg(waitingSince(), lastContact());
    const auto shared = session_.seats().share.text(lines.join("\n"));
    if (!shared) {
        return tr("没能分享，请再试一次。");
    }
    return shared->place == Shared::Place::clipboard ? tr("清单已复制，可以粘贴到聊天里。")
                                                     : QString();
}

}  // namespace xiangji
