#include <CLI/CLI.hpp>
#include <boost/json/serialize.hpp>
#include <chrono>
#include <filesystem>
#include <iostream>
#include <memory>

#include "syncd/app/ask_township.hpp"
#include "syncd/app/commands.hpp"

namespace xiangji::syncd {

namespace json = boost::json;

namespace {

/// The whole database is written anew.
constexpr std::chrono::hours kErasePatience{1};

struct Options {
    std::string data;
    std::string row;
    std::string reason;
    bool sure = false;
    bool asJson = false;
};

json::object question(const Options& options, bool sure) {
    return {{"ask", "erase"}, {"row", options.row}, {"reason", options.reason}, {"sure", sure}};
}

void printPlan(const json::object& view) {
    std::cout << "Will be erased for good: " << view.at("type").as_string().c_str() << " "
              << view.at("row").as_string().c_str() << "\n    its values:";
    for (const auto& field : view.at("fields").as_array()) {
        std::cout << " " << field.as_string().c_str();
    }
    std::cout << "\n    the values in " << view.at("lines")
              << " lines of its history, in proposals beside it, in what is held or put aside\n";
    for (const auto& link : view.at("links").as_array()) {
        std::cout << "    stays, without its name: " << link.at("rows") << " "
                  << link.at("type").as_string().c_str() << " ("
                  << link.at("field").as_string().c_str()
                  << "); what they say themselves needs orders of its own\n";
    }
    std::cout << "Phones follow at their next contact. What other rows say in free text stays, and "
                 "so do backups made before.\n";
}

bool isConfirmed() {
    std::cout << "Erase? Type yes: " << std::flush;
    std::string answer;
    return std::getline(std::cin, answer) && answer == "yes";
}

/// Databases that a restore moved aside hold what they held.
void printCopies(const std::filesystem::path& data) {
    std::error_code ignored;
    for (const auto& entry : std::filesystem::directory_iterator(data, ignored)) {
        if (entry.path().filename().string().starts_with("aside-")) {
            std::cout << "Still in an older copy, delete it when it is no longer needed: "
                      << entry.path().string() << "\n";
        }
    }
}

Outcome erase(const Options& options) {
    if (!options.sure) {
        XIANGJI_LET(plan, askTownship(options.data, question(options, false)));
        if (options.asJson) {
            return Error{Fault::invalid, "--json needs --yes: nobody is there to be asked"};
        }
        printPlan(plan);
        if (!isConfirmed()) {
            return Error{Fault::refused, "nothing was erased"};
        }
    }
    XIANGJI_LET(done, askTownship(options.data, question(options, true), kErasePatience));
    if (options.asJson) {
        std::cout << json::serialize(done) << "\n";
        return {};
    }
    std::cout << (done.at("lsn").is_null() ? "It was erased before; what had come since is gone.\n"
                                           : "Erased.\n");
    if (!done.at("scrubbed").as_bool()) {
        std::cout << "Somebody was reading the database just then, so its file may still hold "
                     "what was overwritten: give the order once more.\n";
    }
    printCopies(options.data);
    return {};
}

}  // namespace

void addErase(CLI::App& app, Chosen& chosen) {
    const auto options = std::make_shared<Options>();
    auto* command = app.add_subcommand(
        "erase", "Take a child's or a person's values out of everything, by order, for good");
    command->add_option("--data", options->data, "The township's folder")
        ->required()
        ->type_name("DIR");
    command->add_option("--row", options->row, "The row's id")->required()->type_name("ID");
    command->add_option("--reason", options->reason, "Who asked for it, and on what ground")
        ->required();
    command->add_flag("--yes", options->sure, "Don't ask");
    command->add_flag("--json", options->asJson, "One JSON object, for programs");
    command->footer(
        "A restore erases again (erasures.log). The row stays as an empty, hidden place.\n"
        "Example: syncd erase --data /var/lib/xiangji/township --reason 监护人书面要求 --row "
        "0198c2d4-7d1e-7c44-9f6e-2b1c9d3e5f60");
    command->callback([options, &chosen] { chosen = [options] { return erase(*options); }; });
}

}  // namespace xiangji::syncd
