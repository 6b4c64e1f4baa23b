#pragma once

#include <filesystem>
#include <map>
#include <string>

#include "core/client/bundle_file.hpp"
#include "core/client/home_secrets.hpp"
#include "tests/support/township.hpp"

namespace xiangji::test {

inline constexpr std::size_t kPageBytes = 4096;

/// Every file below a folder, by its name there; but for `lock`, which whoever looks touches.
[[nodiscard]] std::map<std::string, std::string> bytesBelow(const std::filesystem::path& folder);
/// The folder as it was.
void putBack(const std::filesystem::path& folder, const std::map<std::string, std::string>& files);

/// The home as it lies when the app is killed: what was written last is in the log alone.
void leaveAsKilled(Phone& phone);
/// The home as a program that cannot encrypt would have left it.
void leaveInTheClear(Phone& phone);

/// Other bytes in place of a page; they count from 0.
void spoilPage(const std::filesystem::path& file, std::uintmax_t page);

/// Whether the command line beside these tests is linked with their SQLite.
[[nodiscard]] bool canTheCommand();

}  // namespace xiangji::test
