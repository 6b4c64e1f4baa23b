#include "syncd/office/reading_pool.hpp"

namespace xiangji::syncd {

bool ReadingPool::submit(std::function<void()> task) {
    const std::lock_guard lock(mutex_);
    if (stopped_ || waiting_ >= kMostWaiting) {
        return false;
    }
    ++waiting_;
    boost::asio::post(threads_, [this, task = std::move(task)] {
        task();
        const std::lock_guard relock(mutex_);
        --waiting_;
    });
    return true;
}

void ReadingPool::stop() {
    {
        const std::lock_guard lock(mutex_);
        stopped_ = true;
    }
    threads_.join();
}

}  // namespace xiangji::syncd
