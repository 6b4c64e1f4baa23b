#pragma once

#include <filesystem>
#include <memory>
#include <mutex>
#include <vector>

#include "core/store/connection.hpp"

namespace xiangji::syncd {

/// Read-only connections to one file, made as they are needed and kept. Safe from any thread.
class ReadPool {
 public:
    explicit ReadPool(std::filesystem::path file) : file_(std::move(file)) {}

    /// A connection on loan with a read transaction open: everything read through it is of one
    /// moment.
    class Snapshot {
     public:
        Snapshot(ReadPool& pool, std::unique_ptr<Connection> connection);
        ~Snapshot();
        Snapshot(const Snapshot&) = delete;
        Snapshot& operator=(const Snapshot&) = delete;
        [[nodiscard]] Connection& sql() { return *connection_; }

     private:
        ReadPool& pool_;
        std::unique_ptr<Connection> connection_;
    };

    /// A snapshot for longer than one call. Throws SqlFault; must end before the pool does.
    [[nodiscard]] std::unique_ptr<Snapshot> hold() {
        return std::make_unique<Snapshot>(*this, take());
    }

    /// Runs `work(Connection&)` on a snapshot; its value, or what it threw.
    template <typename Work>
    auto read(Work&& work) -> Result<decltype(work(std::declval<Connection&>()))> {
        return guarded([&] {
            Snapshot snapshot(*this, take());
            return work(snapshot.sql());
        });
    }

 private:
    [[nodiscard]] std::unique_ptr<Connection> take();
    void giveBack(std::unique_ptr<Connection> connection);

    std::filesystem::path file_;
    std::mutex mutex_;
    std::vector<std::unique_ptr<Connection>> idle_;
};

}  // namespace xiangji::syncd
