#pragma once

#include <boost/json/object.hpp>
#include <filesystem>
#include <memory>

#include "core/base/result.hpp"

namespace xiangji::syncd {

/// Questions to a township (control.hpp), one after the other: to the `serve` that runs in the
/// folder, or, if none does, to the folder itself, opened at the first and kept.
class Township {
 public:
    explicit Township(std::filesystem::path data);
    ~Township();
    [[nodiscard]] Result<boost::json::object> ask(const boost::json::object& question);

 private:
    struct Opened;
    std::filesystem::path data_;
    std::unique_ptr<Opened> opened_;
};

/// One question to a township (control.hpp): to the `serve` that runs in the folder, or, if none
/// does, to the folder itself, opened for as long as the answer takes.
[[nodiscard]] Result<boost::json::object> askTownship(const std::filesystem::path& data,
                                                      const boost::json::object& question);

}  // namespace xiangji::syncd
