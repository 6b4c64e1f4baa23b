#pragma once

#include <spdlog/sinks/base_sink.h>
#include <spdlog/spdlog.h>

#include <condition_variable>
#include <memory>
#include <mutex>
#include <string>

namespace xiangji::syncd::test {

/// Reads the log instead of the operator, while it lives.
class LogCatcher {
 public:
    LogCatcher() : sink_(std::make_shared<Sink>()), before_(spdlog::default_logger()) {
        spdlog::set_default_logger(std::make_shared<spdlog::logger>("caught", sink_));
    }
    ~LogCatcher() { spdlog::set_default_logger(before_); }

    /// Waits until a line holds `words`.
    void waitFor(const std::string& words) {
        std::unique_lock lock(sink_->guard);
        sink_->came.wait(lock, [&] { return sink_->text.find(words) != std::string::npos; });
    }
    [[nodiscard]] std::string text() const {
        const std::lock_guard lock(sink_->guard);
        return sink_->text;
    }

 private:
    struct Sink final : spdlog::sinks::base_sink<std::mutex> {
        void sink_it_(const spdlog::details::log_msg& line) override {
            const std::lock_guard lock(guard);
            text.append(line.payload.data(), line.payload.size()).append("\n");
            came.notify_all();
        }
        void flush_() override {}
        std::mutex guard;
        std::condition_variable came;
        std::string text;
    };
    std::shared_ptr<Sink> sink_;
    std::shared_ptr<spdlog::logger> before_;
};

}  // namespace xiangji::syncd::test
