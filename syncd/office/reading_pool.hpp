#pragma once

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/associated_executor.hpp>
#include <boost/asio/async_result.hpp>
#include <boost/asio/awaitable.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/prefer.hpp>
#include <boost/asio/thread_pool.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <cstddef>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>

#include "syncd/office/answer.hpp"

namespace xiangji::syncd {

/// Two threads that may wait for the database, so that the threads of the io_context never do.
class ReadingPool {
 public:
    ReadingPool() = default;
    ~ReadingPool() { stop(); }
    ReadingPool(const ReadingPool&) = delete;
    ReadingPool& operator=(const ReadingPool&) = delete;

    using Reading = std::function<Answer()>;
    /// Runs one reading and resumes the caller on its own executor; nothing if too many wait
    /// already, or after stop().
    [[nodiscard]] boost::asio::awaitable<std::optional<Answer>> run(Reading reading) {
        namespace asio = boost::asio;
        auto start = [this](auto resume, Reading task) {
            auto executor =
                asio::prefer(asio::any_io_executor(asio::get_associated_executor(resume)),
                             asio::execution::outstanding_work.tracked);
            auto held = std::make_shared<decltype(resume)>(std::move(resume));
            auto done = [executor, held](std::optional<Answer> answer) {
                asio::post(executor, [held, answer = std::move(answer)]() mutable {
                    std::move (*held)(std::move(answer));
                });
            };
            if (!submit([task = std::move(task), done] { done(task()); })) {
                done(std::nullopt);
            }
        };
        co_return co_await asio::async_initiate<const asio::use_awaitable_t<>,
                                                void(std::optional<Answer>)>(
            std::move(start), asio::use_awaitable, std::move(reading));
    }

    /// Takes no more readings and waits for those it has.
    void stop();

 private:
    static constexpr std::size_t kThreads = 2;
    static constexpr std::size_t kMostWaiting = 64;

    bool submit(std::function<void()> task);

    std::mutex mutex_;
    bool stopped_ = false;
    std::size_t waiting_ = 0;
    boost::asio::thread_pool threads_{kThreads};
};

}  // namespace xiangji::syncd
