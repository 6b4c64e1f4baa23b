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
    bool dryRun = false;
    bool later = false;
    bool finish = false;
    bool asJson = false;
};

json::object question(const Options& options, bool sure) {
    return {{"ask", "erase"},
            {"row", options.row},
            {"reason", options.reason},
            {"sure", sure},
            {"later", options.later}};
}

void printPlan(const json::object& view) {
    std::cout << "Will be erased for good: " << view.at("type").as_string().c_str() << " "
              << view.at("row").as_string().c_str() << "\n    its values:";
    for (const auto& field : view.at("fields").as_array()) {
        std::cout << " " << field.as_string().c_str();
    }
    std::cout << "\n";
    for (const auto& one : view.at("reached").as_array()) {
        std::cout << "    "
                  << (one.at("emptied").as_bool() ? "emptied, still counted: " : "with it: ")
                  << one.at("rows") << " " << one.at("type").as_string().c_str() << "\n";
    }
    std::cout
        << "    the values in " << view.at("lines")
        << " lines of their history, in proposals beside them, in what is held or put aside\n";
    for (const auto& link : view.at("links").as_array()) {
        std::cout << "    stays, without the name: " << link.at("rows") << " "
                  << link.at("type").as_string().c_str() << " ("
                  << link.at("field").as_string().c_str() << ")\n";
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

Outcome showPlan(const Options& options) {
    XIANGJI_LET(plan, askTownship(options.data, question(options, false)));
    if (options.asJson) {
        std::cout << json::serialize(plan) << "\n";
    } else {
        printPlan(plan);
        std::cout << "Nothing was changed.\n";
    }
    return {};
}

Outcome finish(const Options& options) {
    XIANGJI_LET(done, askTownship(options.data, {{"ask", "scrub"}}, kErasePatience));
    if (options.asJson) {
        std::cout << json::serialize(done) << "\n";
    } else {
        std::cout << (done.at("scrubbed").as_bool()
                          ? "The database file was written anew; nothing erased is left in it.\n"
                          : "Nothing was left to do.\n");
    }
    return {};
}

void printDone(const json::object& done) {
    const auto written = done.at("written").to_number<std::uint64_t>();
    if (written == 0) {
        std::cout << "It was erased before; what had come since is gone.\n";
        return;
    }
    std::cout << "Erased: " << written << (written == 1 ? " row" : " rows") << "\n";
    for (const auto& one : done.at("reached").as_array()) {
        std::cout << "    of them " << one.at("rows") << " " << one.at("type").as_string().c_str()
                  << (one.at("emptied").as_bool() ? " (emptied, still counted)" : "") << "\n";
    }
}

Outcome erase(const Options& options) {
    if (options.finish) {
        return finish(options);
    }
    if (options.row.empty()) {
        return Error{Fault::invalid, "--row: the id of the row to be erased"};
    }
    if (options.dryRun) {
        return showPlan(options);
    }
    if (options.reason.empty()) {
        return Error{Fault::invalid, "--reason: say who asked for it, and on what ground"};
    }
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
    printDone(done);
    if (options.later) {
        std::cout << "Pages of the database file may still hold copies from before, until it is "
                     "written anew: syncd erase --finish, when few are at work.\n";
    } else if (!done.at("scrubbed").as_bool()) {
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
    command->add_option("--row", options->row, "The row's id; of a photo also its SHA-256")
        ->type_name("ID");
    command->add_option("--reason", options->reason,
                        "Who asked for it, and on what ground; needed unless --dry-run");
    command->add_flag("--dry-run", options->dryRun, "Only show what it would reach");
    command->add_flag("--yes", options->sure, "Don't ask");
    command->add_flag("--later", options->later,
                      "Don't write the database file anew now, while everybody waits");
    command->add_flag("--finish", options->finish, "Do that now for all orders that left it");
    command->add_flag("--json", options->asJson, "One JSON object, for programs");
    command->footer(
        "With a child go consents, family calls, and guardians whom no other child has; pupils' "
        "lines stay in the counts, emptied. A restore erases again (erasures.log). Erased rows "
        "stay "
        "as empty, hidden places.\n"
        "Example: syncd erase --data /var/lib/xiangji/township --reason 监护人书面要求 --row "
        "0198c2d4-7d1e-7c44-9f6e-2b1c9d3e5f60");
    command->callback([options, &chosen] { chosen = [options] { return erase(*options); }; });
}

}  // namespace xiangji::syncd
