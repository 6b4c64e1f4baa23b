#include "syncd/merge/writer.hpp"

#include "core/sync/envelope.hpp"

namespace xiangji::syncd {

namespace {

constexpr std::size_t kMostWaiting = 4'096;
constexpr std::size_t kMostTogether = 256;

}  // namespace

Writer::Writer(Central& central, const Clock& clock, Authority authority, AuthorityBoard& board,
               Aside aside, Bytes saltKey)
    : central_(central),
      clock_(clock),
      authority_(std::move(authority)),
      board_(board),
      aside_(std::move(aside)),
      saltKey_(std::move(saltKey)) {
    thread_ = std::thread([this] { work(); });
}

Writer::~Writer() {
    {
        const std::lock_guard lock(mutex_);
        ending_ = true;
    }
    came_.notify_all();
    thread_.join();
}

bool Writer::offer(Job job) {
    {
        const std::lock_guard lock(mutex_);
        if (waiting_.size() >= kMostWaiting) {
            return false;
        }
        waiting_.push_back(std::move(job));
    }
    came_.notify_one();
    return true;
}

void Writer::work() {
    for (;;) {
        std::vector<Job> jobs;
        bool last = false;
        {
            std::unique_lock lock(mutex_);
            came_.wait(lock, [this] { return ending_ || !waiting_.empty(); });
            while (!waiting_.empty() && jobs.size() < kMostTogether) {
                jobs.push_back(std::move(waiting_.front()));
                waiting_.pop_front();
            }
            last = ending_ && jobs.empty();
        }
        group(jobs);
        if (last) {
            return;
        }
    }
}

void Writer::group(std::vector<Job>& jobs) {
    std::vector<Job*> all;
    for (auto& job : jobs) {
        all.push_back(&job);
    }
    std::vector<After> afters;
    auto done = together(all, afters);
    if (!done && jobs.size() > 1 && done.error().fault != Fault::diskFull) {
        for (auto& job : jobs) {
            std::vector<Job*> alone{&job};
            std::vector<After> after;
            if (const auto single = together(alone, after); !single) {
                job.giveUp(single.error());
            } else {
                after.front()();
            }
        }
        return;
    }
    for (std::size_t i = 0; i < jobs.size(); ++i) {
        if (done) {
            afters[i]();
        } else {
            jobs[i].giveUp(done.error());
        }
    }
}

Outcome Writer::together(std::vector<Job*>& jobs, std::vector<After>& afters) {
    const Instant now = clock_.nowMs();
    XIANGJI_LET(transaction, Transaction::begin(central_, authority_, now, saltKey_));
    if (now < transaction->head().lastMs - kMaxClockAheadMs) {
        return Error{
            Fault::failed,
            "the centre's clock is behind its own log; nothing was taken; set its clock right"};
    }
    for (Job* job : jobs) {
        XIANGJI_LET(after, job->run(*transaction));
        afters.push_back(std::move(after));
    }
    XIANGJI_TRY(aside_(*transaction));
    const bool rolesChanged = transaction->changedAuthority();
    XIANGJI_TRY(transaction->commit());
    if (rolesChanged) {
        board_.post(authority_);
    }
    return {};
}

}  // namespace xiangji::syncd
