#pragma once

#include <CLI/App.hpp>
#include <functional>

#include "core/base/result.hpp"

namespace xiangji::syncd {

/// What the command line asks for; set by the command that was named, run by main.
using Chosen = std::function<Outcome()>;

// Each adds one command with its options, help and example.
void addInit(CLI::App& app, Chosen& chosen);
void addServe(CLI::App& app, Chosen& chosen);
void addInvite(CLI::App& app, Chosen& chosen);
void addStatus(CLI::App& app, Chosen& chosen);
void addDevice(CLI::App& app, Chosen& chosen);
void addKey(CLI::App& app, Chosen& chosen);
void addBackup(CLI::App& app, Chosen& chosen);
void addArchive(CLI::App& app, Chosen& chosen);
void addRestore(CLI::App& app, Chosen& chosen);
void addRecovery(CLI::App& app, Chosen& chosen);
/// `exit` becomes kHistoryChanged where the audit could be done and found something.
void addAudit(CLI::App& app, Chosen& chosen, int& exit);
inline constexpr int kHistoryChanged = 2;
void addErase(CLI::App& app, Chosen& chosen);
void addQuarantine(CLI::App& app, Chosen& chosen);
void addBundle(CLI::App& app, Chosen& chosen);
void addMedia(CLI::App& app, Chosen& chosen);

}  // namespace xiangji::syncd
