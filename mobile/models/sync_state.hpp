#pragma once

#include <QtQml/qqmlregistration.h>
#include <QObject>
#include <QTimer>
#include <QVariantList>

#include "core/client/client.hpp"
#include "core/client/retry_policy.hpp"

class QJSEngine;
class QQmlEngine;

namespace xiangji {

class Session;

/// What is on its way: what waits, what the centre answered, a sync that runs. Syncs by itself,
/// quietly, when core's RetryPolicy says so; at once when asked. One per program, GUI thread; the
/// network's part runs in the session's worker.
class SyncState : public QObject {
    Q_OBJECT
    QML_ELEMENT
    QML_SINGLETON
    Q_PROPERTY(bool running MEMBER running_ NOTIFY runningChanged)
    /// 0…1, or -1 while nobody can know.
    Q_PROPERTY(double progress MEMBER progress_ NOTIFY progressChanged)
    Q_PROPERTY(QString progressText READ progressText NOTIFY progressChanged)
    Q_PROPERTY(int unsent READ unsent NOTIFY statusChanged)
    Q_PROPERTY(int held READ held NOTIFY statusChanged)
    Q_PROPERTY(int refused READ refused NOTIFY statusChanged)
    Q_PROPERTY(int conflictCount READ conflictCount NOTIFY statusChanged)
    /// What is here is a copy, and nothing of it goes out until it joins again.
    Q_PROPERTY(bool copied READ copied NOTIFY statusChanged)
    /// "待发送 3", "全部已送达".
    Q_PROPERTY(QString summary READ summary NOTIFY statusChanged)
    Q_PROPERTY(QString lastContact READ lastContact NOTIFY statusChanged)
    /// Since when something waits; empty if nothing does.
    Q_PROPERTY(QString waitingSince READ waitingSince NOTIFY statusChanged)
    /// [{label, count}]
    Q_PROPERTY(QVariantList waiting READ waiting NOTIFY statusChanged)
    /// What photos and recordings are doing, in a sentence; empty where all is well.
    Q_PROPERTY(QString files READ files NOTIFY statusChanged)
    Q_PROPERTY(
        bool filesOnlyOnWifi READ filesOnlyOnWifi WRITE setFilesOnlyOnWifi NOTIFY statusChanged)
    /// [{label, title, written, state, stateLabel, words, when}]; `written` is what the person had
    /// typed
    Q_PROPERTY(QVariantList verdicts MEMBER verdicts_ NOTIFY statusChanged)
    /// As mobile/models/conflict_words.hpp says.
    Q_PROPERTY(QVariantList conflicts MEMBER conflicts_ NOTIFY statusChanged)
    /// Why the last sync a person asked for ended early; empty if it did not.
    Q_PROPERTY(QString error MEMBER error_ NOTIFY runningChanged)
    /// What the last one a person asked for did; empty if it failed.
    Q_PROPERTY(QString outcome MEMBER outcome_ NOTIFY runningChanged)

 public:
    /// `byItself` false: only when asked.
    SyncState(Session& session, bool byItself, QObject* parent = nullptr);
    ~SyncState() override;
    [[nodiscard]] static SyncState& ofThisApp();
    /// For the QML engine, which must not own it.
    [[nodiscard]] static SyncState* create(QQmlEngine* engine, QJSEngine* scripts);

    Q_INVOKABLE void syncNow();
    /// The list of what waits, as text, to the system's sheet. What to tell the person.
    Q_INVOKABLE QString shareWaiting();

    [[nodiscard]] QString progressText() const;
    [[nodiscard]] int unsent() const { return static_cast<int>(status_.unsent); }
    [[nodiscard]] int held() const { return static_cast<int>(status_.held); }
    [[nodiscard]] int refused() const { return static_cast<int>(status_.refused); }
    [[nodiscard]] int conflictCount() const { return static_cast<int>(status_.conflicts); }
    [[nodiscard]] bool copied() const { return status_.copied; }
    [[nodiscard]] QString summary() const;
    [[nodiscard]] QString lastContact() const;
    [[nodiscard]] QString waitingSince() const;
    [[nodiscard]] QVariantList waiting() const;
    [[nodiscard]] QString files() const;
    [[nodiscard]] bool filesOnlyOnWifi() const;
    void setFilesOnlyOnWifi(bool only);

 signals:
    void runningChanged();
    void progressChanged();
    void statusChanged();

 private:
    void load();
    void start(bool asked);
    void ended(const SyncReport& report, bool asked);
    void planNext(Instant delayMs);

    Session& session_;
    bool byItself_;
    RetryPolicy policy_;
    QTimer next_;
    bool running_ = false;
    bool wroteMeanwhile_ = false;
    double progress_ = -1;
    SyncProgress at_;
    Status status_;
    QVariantList verdicts_;
    QVariantList conflicts_;
    QString error_;
    QString outcome_;
};

}  // namespace xiangji
