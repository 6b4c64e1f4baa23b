#include "syncd/central/sqlite/read_pool.hpp"

namespace xiangji::syncd {

ReadPool::Snapshot::Snapshot(ReadPool& pool, std::unique_ptr<Connection> connection)
    : pool_(pool), connection_(std::move(connection)) {
    connection_->statement("BEGIN").run();
}

ReadPool::Snapshot::~Snapshot() {
    // A connection that cannot end its transaction is not lent again.
    if (guarded([&] { connection_->statement("COMMIT").run(); })) {
        pool_.giveBack(std::move(connection_));
    }
}

std::unique_ptr<Connection> ReadPool::take() {
    {
        const std::lock_guard lock(mutex_);
        if (!idle_.empty()) {
            auto connection = std::move(idle_.back());
            idle_.pop_back();
            return connection;
        }
    }
    auto opened = Connection::open(file_, Connection::Mode::read);
    if (!opened) {
        throw SqlFault(opened.error());
    }
    return *std::move(opened);
}

void ReadPool::giveBack(std::unique_ptr<Connection> connection) {
    const std::lock_guard lock(mutex_);
    idle_.push_back(std::move(connection));
}

}  // namespace xiangji::syncd
