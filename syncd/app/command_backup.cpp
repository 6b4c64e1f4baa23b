#include <CLI/CLI.hpp>
#include <boost/json/serialize.hpp>
#include <iostream>
#include <memory>

#include "core/base/civil_time.hpp"
#include "syncd/app/ask_township.hpp"
#include "syncd/app/commands.hpp"
#include "syncd/app/restore.hpp"

namespace xiangji::syncd {

namespace json = boost::json;

namespace {

constexpr std::chrono::hours kBackupPatience{12};

struct Options {
    std::string folder;
    std::string data;
    bool asJson = false;
};

void addData(CLI::App& command, Options& options) {
    command.add_option("--data", options.data, "The township's folder")
        ->required()
        ->type_name("DATA");
    command.add_flag("--json", options.asJson, "One JSON object, for programs");
}

Outcome backUp(const Options& options) {
    std::error_code fault;
    auto folder = std::filesystem::absolute(options.folder, fault).lexically_normal();
    if (!folder.has_filename()) {
        folder = folder.parent_path();
    }
    XIANGJI_LET(made, askTownship(options.data, {{"ask", "backup"}, {"dir", folder.string()}},
                                  kBackupPatience));
    if (options.asJson) {
        std::cout << json::serialize(made) << "\n";
        return {};
    }
    std::cout << "Backed up to " << folder.string() << ": LSN " << made.at("lsn") << ", "
              << made.at("bytes") << " bytes, checked.\nThe keys (" << options.data
              << "/keys), revocations.log and erasures.log are not in it: they have copies of "
                 "their own.\n";
    return {};
}

Outcome putBack(const Options& options) {
    XIANGJI_LET(restored, restoreTownship(options.data, options.folder));
    if (options.asJson) {
        std::cout << json::serialize(json::object{
                         {"epoch", restored.epoch.id.text()},
                         {"parent", restored.epoch.parent.text()},
                         {"forkLsn", restored.epoch.forkLsn},
                         {"forkHash", toHex(restored.epoch.forkHash)},
                         {"aside", restored.aside.empty() ? json::value(nullptr)
                                                          : json::value(restored.aside.string())},
                         {"revocations", restored.revocations},
                         {"erasures", restored.erasures}})
                  << "\n";
        return {};
    }
    std::cout << "Restored the backup of " << civilInstant(restored.backup.takenMs) << " (LSN "
              << restored.backup.lsn << ").\nA new epoch begins there: " << restored.epoch.id.text()
              << ", from " << restored.epoch.parent.text() << ".\n"
              << (restored.aside.empty()
                      ? std::string("Nothing lay in its place.")
                      : "What lay in its place is in " + restored.aside.string() + ".")
              << "\nRevocations carried out again: " << restored.revocations
              << "\nErasures carried out again: " << restored.erasures
              << ".\nStart syncd serve: the phones give back what came after the backup; what only "
                 "others saw of it stands in syncd recovery list.\n";
    return {};
}

}  // namespace

void addBackup(CLI::App& app, Chosen& chosen) {
    const auto options = std::make_shared<Options>();
    auto* command = app.add_subcommand(
        "backup", "A checked copy of the central database, while serve goes on or not");
    command->add_option("DIR", options->folder, "Folder to make; it must not be there yet")
        ->required();
    addData(*command, *options);
    command->footer(
        "The keys are not in it, nor are revocations.log and erasures.log: copy DATA/keys once and "
        "the two files daily to another place.\n"
        "Example: syncd backup /backup/2026-06-19 --data /var/lib/xiangji/township");
    command->callback([options, &chosen] { chosen = [options] { return backUp(*options); }; });
}

void addRestore(CLI::App& app, Chosen& chosen) {
    const auto options = std::make_shared<Options>();
    auto* command = app.add_subcommand(
        "restore", "Put a backup in place of the central database; the phones give back the rest");
    command->add_option("DIR", options->folder, "What syncd backup made")->required();
    addData(*command, *options);
    command->footer(
        "Stop serve first. The keys must lie in DATA/keys; they are in no backup. What lies in "
        "DATA "
        "is moved aside, not deleted.\n"
        "Example: syncd restore /backup/2026-06-19 --data /var/lib/xiangji/township");
    command->callback([options, &chosen] { chosen = [options] { return putBack(*options); }; });
}

}  // namespace xiangji::syncd
