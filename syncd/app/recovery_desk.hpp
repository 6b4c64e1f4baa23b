#pragma once

#include <boost/json/object.hpp>
#include <string>

#include "core/base/result.hpp"
#include "syncd/merge/desk/desk.hpp"

namespace xiangji::syncd {

/// Answers "recovery", "accept" and "dismiss" (control.hpp). A proposal is named by its id or a
/// beginning of it.
class RecoveryDesk {
 public:
    explicit RecoveryDesk(Desk& desk) : desk_(desk) {}
    [[nodiscard]] Result<boost::json::object> answer(const std::string& ask,
                                                     const boost::json::object& question);

 private:
    [[nodiscard]] Result<std::vector<Id>> meant(const boost::json::object& question);
    Desk& desk_;
};

}  // namespace xiangji::syncd
