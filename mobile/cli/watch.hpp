#pragma once

#include <csignal>
#include <filesystem>

#include "mobile/cli/shell.hpp"

namespace xiangji::cli {

/// Syncs again and again, as the app does: soon after something was saved in this home, every few
/// minutes else, ever more rarely while it fails, never before the time a full centre named.
/// Between two runs the home is closed, so other commands can use it. Ends at SIGINT or SIGTERM. A
/// line a run on standard output (with --json an object).
void watch(Shell& shell);

}  // namespace xiangji::cli
