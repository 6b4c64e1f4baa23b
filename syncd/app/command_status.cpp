#include <CLI/CLI.hpp>
#include <boost/json/serialize.hpp>
#include <iostream>
#include <memory>

#include "syncd/app/ask_township.hpp"
#include "syncd/app/commands.hpp"
#include "syncd/app/device_lines.hpp"

namespace xiangji::syncd {

namespace json = boost::json;

namespace {

/// None: a serve of before does not tell.
std::string doorWords(const json::value* told) {
    if (told == nullptr || told->is_null()) {
        return "shut (serve does not run)";
    }
    const auto& door = told->as_object();
    const auto count = [&](const char* name) { return json::serialize(door.at(name)); };
    return count("connections") + " connections; since it opened " + count("closedByAddress") +
           " closed by address, " + count("sentAwayByShare") +
           " requests sent away by a phone's share, " + count("cutByNewer") +
           " cut for the same phone's newer one";
}

void printForPeople(const json::object& status) {
    std::cout << "Server       " << status.at("server").as_string().c_str() << "\n"
              << "Epoch        " << status.at("epoch").as_string().c_str() << "\n"
              << "Log          LSN " << status.at("lsn") << "; " << status.at("logLines")
              << " lines from LSN " << status.at("oldestInLog") << " on, what is older in "
              << status.at("segments") << " segments\n"
              << "Conflicts    " << status.at("conflicts") << "\n"
              << "Held         " << status.at("held") << "\n"
              << "Quarantine   " << status.at("quarantine") << "\n"
              << "Proposals    " << status.at("proposals") << "\n"
              << "Door         " << doorWords(status.if_contains("door")) << "\n"
              << "Behind most  "
              << (status.at("oldestUnsynced").is_null() ? "nobody, every phone has everything"
                                                        : deviceWords(status.at("oldestUnsynced")))
              << "\n\nRows\n";
    for (const auto& [type, count] : status.at("rows").as_object()) {
        std::cout << "  " << std::string(type) << "  " << count << "\n";
    }
    std::cout << "\nDevices\n" << deviceTable(status.at("devices").as_array());
}

}  // namespace

void addStatus(CLI::App& app, Chosen& chosen) {
    struct Options {
        std::string data;
        bool asJson = false;
    };
    const auto options = std::make_shared<Options>();
    auto* command = app.add_subcommand(
        "status", "Devices, rows by type, LSN, conflicts, quarantine, and who is behind most");
    command->add_option("--data", options->data, "The township's folder")
        ->required()
        ->type_name("DIR");
    command->add_flag("--json", options->asJson, "One JSON object, for programs");
    command->footer("Example: syncd status --data /var/lib/xiangji/township");
    command->callback([options, &chosen] {
        chosen = [options]() -> Outcome {
            XIANGJI_LET(status, askTownship(options->data, {{"ask", "status"}}));
            if (options->asJson) {
                std::cout << json::serialize(status) << "\n";
            } else {
                printForPeople(status);
            }
            return {};
        };
    });
}

}  // namespace xiangji::syncd
