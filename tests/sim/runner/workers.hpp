#pragma once

#include <functional>
#include <string>
#include <vector>

namespace xiangji::sim {

/// Runs `work(worker, say)` in so many processes beside each other (a desk has threads of its own,
/// so worlds are kept apart by processes); whatever a worker says, a line each, is handed to
/// `heard` here as it comes. A worker that dies is heard as a line "crash WORKER". `heard` answers
/// whether to go on.
void runWorkers(
    int workers,
    const std::function<void(int worker, const std::function<void(std::string)>& say)>& work,
    const std::function<bool(const std::string& line)>& heard);

}  // namespace xiangji::sim
