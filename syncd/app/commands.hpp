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
void addQuarantine(CLI::App& app, Chosen& chosen);
void addBundle(CLI::App& app, Chosen& chosen);
void addMedia(CLI::App& app, Chosen& chosen);

}  // namespace xiangji::syncd
