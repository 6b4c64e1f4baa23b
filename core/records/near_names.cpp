#include "core/records/near_names.hpp"

#include <algorithm>
#include <numeric>

namespace xiangji {

namespace {

/// Levenshtein distance of two short names.
std::size_t distance(std::string_view a, std::string_view b) {
    std::vector<std::size_t> row(b.size() + 1);
    std::iota(row.begin(), row.end(), std::size_t{0});
    for (std::size_t i = 1; i <= a.size(); ++i) {
        std::size_t diagonal = row[0];
        row[0] = i;
        for (std::size_t j = 1; j <= b.size(); ++j) {
            const std::size_t replaced = diagonal + (a[i - 1] == b[j - 1] ? 0U : 1U);
            diagonal = row[j];
            row[j] = std::min({row[j] + 1, row[j - 1] + 1, replaced});
        }
    }
    return row[b.size()];
}

std::string joined(const std::vector<std::string>& names) {
    std::string text;
    for (const auto& name : names) {
        text += (text.empty() ? "" : ", ") + name;
    }
    return text;
}

}  // namespace

std::string suggestion(std::string_view wanted, const std::vector<std::string>& names) {
    const std::size_t far = std::max<std::size_t>(2, wanted.size() / 3);
    std::vector<std::string> near;
    std::copy_if(names.begin(), names.end(), std::back_inserter(near),
                 [&](const std::string& name) {
                     return distance(wanted, name) <= far ||
                            (wanted.size() >= 3 && name.find(wanted) != std::string::npos);
                 });
    return near.empty() ? "there are: " + joined(names) : "did you mean " + joined(near) + "?";
}

}  // namespace xiangji
