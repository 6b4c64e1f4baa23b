#pragma once

#include <CLI/App.hpp>

#include "mobile/cli/shell.hpp"

namespace xiangji::cli {

// Each adds its commands to the program; what a command does runs from its callback and ends it
// through `exit`.

/// types, describe: the catalogue, without a home.
void addCatalogueCommands(CLI::App& app, Shell& shell);
/// add, edit, act, void.
void addWritingCommands(CLI::App& app, Shell& shell);
/// list, show, conflicts, verdicts.
void addReadingCommands(CLI::App& app, Shell& shell);
/// settle, proposals, undo.
void addDecidingCommands(CLI::App& app, Shell& shell);
/// media add, get, list, settings.
void addMediaCommands(CLI::App& app, Shell& shell);
/// join, sync, status.
void addSyncCommands(CLI::App& app, Shell& shell, int& exit);
/// lock, unlock.
void addLockCommands(CLI::App& app, Shell& shell);
/// key.
void addKeyCommands(CLI::App& app, Shell& shell);
/// bundle write, bundle read.
void addBundleCommands(CLI::App& app, Shell& shell);

/// What a person is told whose home is a copy (Status::copied).
[[nodiscard]] std::string copiedWords(const Shell& shell);

}  // namespace xiangji::cli
