#pragma once

#include <condition_variable>
#include <deque>
#include <functional>
#include <future>
#include <memory>
#include <mutex>
#include <thread>
#include <vector>

#include "core/base/clock.hpp"
#include "syncd/merge/authority_board.hpp"
#include "syncd/merge/transaction.hpp"

namespace xiangji::syncd {

/// The one writer of a central database: a bounded queue and a thread. All jobs that wait share one
/// transaction; their answers go out after its commit, never before (P2). A job that fails takes
/// only itself along: the group is then done again job by job (P7).
class Writer {
 public:
    /// What to do once the transaction is durable.
    using After = std::function<void()>;
    struct Job {
        /// May run more than once: nothing of an earlier try remains. An Error gives this job up.
        std::function<Result<After>(Transaction&)> run;
        std::function<void(const Error&)> giveUp;
    };
    /// Written along with every group, as long as it succeeds: what is worth keeping but no commit
    /// of its own.
    using Aside = std::function<Outcome(Transaction&)>;

    /// `saltKey`: see Transaction::begin.
    Writer(Central& central, const Clock& clock, Authority authority, AuthorityBoard& board,
           Aside aside, Bytes saltKey = {});
    ~Writer();  ///< finishes what is queued, then writes what is aside
    Writer(const Writer&) = delete;
    Writer& operator=(const Writer&) = delete;

    /// False = full; the job was not taken.
    [[nodiscard]] bool offer(Job job);

    /// Queues `work`, which gives a Result, and waits until what it wrote is durable. Fault::busy
    /// where the queue is full.
    template <typename Work>
    auto wait(Work work) -> decltype(work(std::declval<Transaction&>())) {
        using Answer = decltype(work(std::declval<Transaction&>()));
        auto promise = std::make_shared<std::promise<Answer>>();
        Job job;
        job.run = [work, promise](Transaction& transaction) -> Result<After> {
            auto answer = work(transaction);
            if (!answer) {
                return answer.error();
            }
            return After([promise, answer = std::move(answer)] { promise->set_value(answer); });
        };
        job.giveUp = [promise](const Error& error) { promise->set_value(error); };
        if (!offer(std::move(job))) {
            return Error{Fault::busy,
                         "syncd is answering very many phones just now; try again in a moment"};
        }
        return promise->get_future().get();
    }

 private:
    void work();
    void group(std::vector<Job>& jobs);
    [[nodiscard]] Outcome together(std::vector<Job*>& jobs, std::vector<After>& afters);

    Central& central_;
    const Clock& clock_;
    Authority authority_;
    AuthorityBoard& board_;
    Aside aside_;
    const Bytes saltKey_;
    std::mutex mutex_;
    std::condition_variable came_;
    std::deque<Job> waiting_;
    bool ending_ = false;
    std::thread thread_;
};

}  // namespace xiangji::syncd
