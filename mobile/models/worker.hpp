#pragma once

#include <QMetaObject>
#include <QObject>
#include <QThreadPool>
#include <utility>

namespace xiangji {

/// One thread beside the GUI's for what waits for a network: jobs run one after another, each
/// result comes back to the thread of its receiver. Receivers outlive the worker.
class Worker {
 public:
    Worker() { pool_.setMaxThreadCount(1); }

    /// `job()` there, then `done(result)` here. The result is copied.
    template <typename Job, typename Done>
    void run(QObject* receiver, Job job, Done done) {
        pool_.start([receiver, job = std::move(job), done = std::move(done)] {
            auto result = job();
            QMetaObject::invokeMethod(
                receiver, [done, result] { done(result); }, Qt::QueuedConnection);
        });
    }

    /// Waits for what runs; false if it still does after `waitMs`.
    [[nodiscard]] bool finish(int waitMs) { return pool_.waitForDone(waitMs); }

 private:
    QThreadPool pool_;
};

}  // namespace xiangji
