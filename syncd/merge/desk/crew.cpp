#include "syncd/merge/desk/crew.hpp"

namespace xiangji::syncd {

Crew::Crew(unsigned hands, std::size_t mostWaiting) : mostWaiting_(mostWaiting) {
    for (unsigned hand = 0; hand < hands; ++hand) {
        hands_.emplace_back([this] { work(); });
    }
}

Crew::~Crew() {
    {
        const std::lock_guard lock(mutex_);
        ending_ = true;
    }
    came_.notify_all();
    for (auto& hand : hands_) {
        hand.join();
    }
}

bool Crew::offer(Task task) {
    {
        const std::lock_guard lock(mutex_);
        if (waiting_.size() >= mostWaiting_) {
            return false;
        }
        waiting_.push_back(std::move(task));
    }
    came_.notify_one();
    return true;
}

void Crew::work() {
    for (;;) {
        Task task;
        {
            std::unique_lock lock(mutex_);
            came_.wait(lock, [this] { return ending_ || !waiting_.empty(); });
            if (waiting_.empty()) {
                return;
            }
            task = std::move(waiting_.front());
            waiting_.pop_front();
        }
        task();
    }
}

}  // namespace xiangji::syncd
