#include <CLI/CLI.hpp>
#include <boost/json/serialize.hpp>
#include <iostream>
#include <memory>
#include <optional>

#include "syncd/app/ask_township.hpp"
#include "syncd/app/commands.hpp"

namespace xiangji::syncd {

namespace json = boost::json;

namespace {

constexpr std::chrono::hours kArchivePatience{12};

struct Options {
    std::string data;
    std::string before;
    std::optional<std::int64_t> keepDays;
    bool dryRun = false;
    bool asJson = false;
};

Outcome archive(const Options& options) {
    json::object question{{"ask", "archive"}, {"dry", options.dryRun}};
    if (!options.before.empty()) {
        question["before"] = options.before;
    }
    if (options.keepDays) {
        question["keep"] = *options.keepDays;
    }
    XIANGJI_LET(moved, askTownship(options.data, question, kArchivePatience));
    if (options.asJson) {
        std::cout << json::serialize(moved) << "\n";
        return {};
    }
    const std::string before(moved.at("before").as_string());
    if (moved.at("lines").to_number<std::uint64_t>() == 0) {
        std::cout << "Nothing to move: no line of the log is older than " << before << ".\n";
        return {};
    }
    std::cout << (options.dryRun ? "Would move " : "Moved ") << moved.at("lines")
              << " lines from before " << before << " into " << moved.at("segments")
              << " segments; the log begins at LSN " << moved.at("oldestInLog") << " then.\n";
    return {};
}

}  // namespace

void addArchive(CLI::App& app, Chosen& chosen) {
    const auto options = std::make_shared<Options>();
    auto* command = app.add_subcommand(
        "archive", "Move old lines of the log into files of their own, while phones go on");
    command->add_option("--data", options->data, "The township's folder")
        ->required()
        ->type_name("DIR");
    auto* before =
        command->add_option("--before", options->before, "Lines received before this day")
            ->type_name("DATE");
    command->add_option("--keep", options->keepDays, "Days that stay in the log; 400 unless said")
        ->type_name("DAYS")
        ->excludes(before);
    command->add_flag("--dry-run", options->dryRun, "Only say what would be moved");
    command->add_flag("--json", options->asJson, "One JSON object, for programs");
    command->footer(
        "History, audits, erasures and backups reach archived lines as before (central.db-archive/ "
        "in the folder); syncd serve --archive-keep DAYS does it every night.\n"
        "Example: syncd archive --data /var/lib/xiangji/township --keep 400");
    command->callback([options, &chosen] { chosen = [options] { return archive(*options); }; });
}

}  // namespace xiangji::syncd
