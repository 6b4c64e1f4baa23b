#include "syncd/office/csv.hpp"

#include <algorithm>
#include <array>

namespace xiangji::syncd {

namespace {

bool isDigit(char c) {
    return c >= '0' && c <= '9';
}

bool isAllDigits(std::string_view text) {
    return !text.empty() && std::ranges::all_of(text, isDigit);
}

/// A number that a spreadsheet keeps as it is: an optional minus, at most 15 digits, one decimal
/// point.
bool isPlainNumber(std::string_view text) {
    const std::string_view digits = text.starts_with('-') ? text.substr(1) : text;
    const auto point = digits.find('.');
    const auto whole = digits.substr(0, point);
    const auto part =
        point == std::string_view::npos ? std::string_view("0") : digits.substr(point + 1);
    constexpr std::size_t kExactDigits = 15;
    return isAllDigits(whole) && isAllDigits(part) && whole.size() + part.size() <= kExactDigits;
}

/// Some spreadsheets skip blanks before they look.
bool startsFormula(std::string_view text) {
    text.remove_prefix(std::min(text.find_first_not_of(' '), text.size()));
    constexpr std::array<std::string_view, 10> kStarts = {"=",  "+",  "-",  "@",  "\t",
                                                          "\r", "＝", "＋", "－", "＠"};
    return std::ranges::any_of(kStarts,
                               [&](std::string_view start) { return text.starts_with(start); });
}

bool wouldBeSpoilt(std::string_view text) {
    constexpr std::size_t kExactDigits = 15;
    if (isAllDigits(text)) {
        return text.size() > kExactDigits || (text.size() > 1 && text.front() == '0');
    }
    const auto sign = text.find_first_of("-/eE");
    return sign != std::string_view::npos && isAllDigits(text.substr(0, sign)) &&
           isAllDigits(text.substr(sign + 1));
}

}  // namespace

std::string csvCell(std::string_view text) {
    std::string cell;
    if (startsFormula(text) && !isPlainNumber(text)) {
        cell = "'";
    } else if (wouldBeSpoilt(text)) {
        cell = "\t";
    }
    cell += text;
    if (cell.find_first_of(",\"\r\n\t") == std::string::npos) {
        return cell;
    }
    std::string quoted = "\"";
    for (const char c : cell) {
        quoted += c == '"' ? "\"\"" : std::string(1, c);
    }
    return quoted + "\"";
}

std::string csvLine(const std::vector<std::string>& cells) {
    std::string line;
    for (std::size_t i = 0; i < cells.size(); ++i) {
        line += (i == 0 ? "" : ",") + csvCell(cells[i]);
    }
    return line + "\r\n";
}

}  // namespace xiangji::syncd
