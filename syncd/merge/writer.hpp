#pragma once

#include <condition_variable>
#include <deque>
#include <functional>
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

    Writer(Central& central, const Clock& clock, Authority authority, AuthorityBoard& board,
           Aside aside);
    ~Writer();  ///< finishes what is queued, then writes what is aside
    Writer(const Writer&) = delete;
    Writer& operator=(const Writer&) = delete;

    /// False = full; the job was not taken.
    [[nodiscard]] bool offer(Job job);

 private:
    void work();
    void group(std::vector<Job>& jobs);
    [[nodiscard]] Outcome together(std::vector<Job*>& jobs, std::vector<After>& afters);

    Central& central_;
    const Clock& clock_;
    Authority authority_;
    AuthorityBoard& board_;
    Aside aside_;
    std::mutex mutex_;
    std::condition_variable came_;
    std::deque<Job> waiting_;
    bool ending_ = false;
    std::thread thread_;
};

}  // namespace xiangji::syncd
