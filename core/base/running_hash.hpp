#pragma once

#include <memory>
#include <string_view>

#include "core/base/bytes.hpp"

namespace xiangji {

/// BLAKE2b-256 of bytes that come piece by piece: the same as hashOf of them all.
class RunningHash {
 public:
    RunningHash();
    ~RunningHash();
    RunningHash(const RunningHash&) = delete;
    RunningHash& operator=(const RunningHash&) = delete;

    void add(std::string_view bytes);
    [[nodiscard]] Bytes take();  ///< once

 private:
    struct State;
    std::unique_ptr<State> state_;
};

}  // namespace xiangji
