#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace xiangji::syncd {

/// The bytes that tell spreadsheets "UTF-8"; first in the file, once.
inline constexpr std::string_view kByteOrderMark = "\xEF\xBB\xBF";

/// One cell as RFC 4180 wants it, safe to open in a spreadsheet:
///  - text that a spreadsheet would take for a formula (first character = + - @, also full-width,
///  tab or CR) gets a leading
///    apostrophe, unless it is a plain number such as -3;
///  - what a spreadsheet would spoil (more than 15 digits, a leading zero, classroom 3-2 read as a
///  date, 12E3) gets a leading
///    tab. The tab makes Excel and WPS keep the cell as text and shows as nothing; an apostrophe in
///    a file is shown, and
///    ="…" would be the very formula we keep out.
[[nodiscard]] std::string csvCell(std::string_view text);

/// Cells joined by commas, ended by CRLF.
[[nodiscard]] std::string csvLine(const std::vector<std::string>& cells);

}  // namespace xiangji::syncd
