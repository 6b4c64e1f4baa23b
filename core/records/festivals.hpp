#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/records/catalogue.hpp"

namespace xiangji {

/// One festival of one year, from the table built into the program (proto/festivals.csv, DOMAIN
/// §3.2). A table, because calendar libraries are wrong in 2027 and 2030.
struct Festival {
    Id id;  ///< natural: every phone and centre names it alike
    int year = 0;
    std::string kind;  ///< `dragon_boat`
    std::string date;  ///< civil date, YYYY-MM-DD
    Label label;
    Fields fields;  ///< own fields of its `festival` row
};

/// By date.
[[nodiscard]] const std::vector<Festival>& festivals();
[[nodiscard]] const Festival* festivalOn(std::string_view date);
/// The next one on or after a date.
[[nodiscard]] const Festival* nextFestival(std::string_view date);

}  // namespace xiangji
