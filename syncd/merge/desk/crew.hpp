#pragma once

#include <condition_variable>
#include <deque>
#include <functional>
#include <mutex>
#include <thread>
#include <vector>

namespace xiangji::syncd {

/// A few threads and a bounded queue for what only reads: checking signatures, pulls, histories.
/// Its end does what is queued first.
class Crew {
 public:
    using Task = std::function<void()>;
    Crew(unsigned hands, std::size_t mostWaiting);
    ~Crew();
    Crew(const Crew&) = delete;
    Crew& operator=(const Crew&) = delete;

    /// False = full; the task was not taken.
    [[nodiscard]] bool offer(Task task);

 private:
    void work();

    const std::size_t mostWaiting_;
    std::mutex mutex_;
    std::condition_variable came_;
    std::deque<Task> waiting_;
    bool ending_ = false;
    std::vector<std::thread> hands_;
};

}  // namespace xiangji::syncd
