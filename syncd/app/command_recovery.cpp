#include <CLI/CLI.hpp>
#include <boost/json/serialize.hpp>
#include <iostream>
#include <memory>

#include "core/base/civil_time.hpp"
#include "syncd/app/ask_township.hpp"
#include "syncd/app/commands.hpp"

namespace xiangji::syncd {

namespace json = boost::json;

namespace {

struct Options {
    std::string data;
    std::vector<std::string> ids;
    bool all = false;
    bool asJson = false;
};

std::string wordsOf(const json::value& value) {
    return value.is_string() ? std::string(value.get_string()) : json::serialize(value);
}

void printOne(const json::value& proposal) {
    std::cout << wordsOf(proposal.at("id")) << "  " << wordsOf(proposal.at("type")) << " "
              << wordsOf(proposal.at("row"))
              << (proposal.at("there").as_bool() ? "  differs here" : "  not here") << "  "
              << wordsOf(proposal.at("title")) << "  from " << wordsOf(proposal.at("person"))
              << "'s phone, " << civilInstant(proposal.at("atMs").to_number<Instant>()) << "\n";
    for (const auto& cell : proposal.at("cells").as_array()) {
        std::cout << "    " << wordsOf(cell.at("field")) << ": ";
        if (proposal.at("there").as_bool()) {
            std::cout << wordsOf(cell.at("centre")) << " → ";
        }
        std::cout << wordsOf(cell.at("proposed")) << "\n";
    }
}

Outcome list(const Options& options) {
    XIANGJI_LET(answer, askTownship(options.data, {{"ask", "recovery"}}));
    const auto& proposals = answer.at("proposals").as_array();
    if (options.asJson) {
        std::cout << json::serialize(proposals) << "\n";
        return {};
    }
    if (proposals.empty()) {
        std::cout << "Nothing waits: the centre has all that phones knew of.\n";
    }
    for (const auto& proposal : proposals) {
        printOne(proposal);
    }
    return {};
}

Outcome decide(const Options& options, const char* ask, const char* done) {
    json::object question{{"ask", ask}};
    if (options.all) {
        question["all"] = true;
    } else {
        question["proposals"] = json::array(options.ids.begin(), options.ids.end());
    }
    XIANGJI_LET(answer, askTownship(options.data, question));
    std::cout << done << " " << answer.at("count") << "\n";
    return {};
}

CLI::App* addOne(CLI::App& recovery, Options& options, const char* name, const char* what) {
    auto* command = recovery.add_subcommand(name, what);
    command->add_option("--data", options.data, "The township's folder")
        ->required()
        ->type_name("DATA");
    return command;
}

void addDecision(CLI::App& recovery, Chosen& chosen, const std::shared_ptr<Options>& options,
                 const char* name, const char* what, const char* done) {
    auto* command = addOne(recovery, *options, name, what);
    auto* ids = command->add_option("ID", options->ids, "Proposals, by id or its beginning");
    command->add_flag("--all", options->all, "Every proposal of the list")->excludes(ids);
    command->footer(std::string("Example: syncd recovery ") + name +
                    " --data /var/lib/xiangji/township 3fa94c11");
    command->callback([=, &chosen] { chosen = [=] { return decide(*options, name, done); }; });
}

}  // namespace

void addRecovery(CLI::App& app, Chosen& chosen) {
    const auto options = std::make_shared<Options>();
    auto* recovery = app.add_subcommand(
        "recovery",
        "After a restore: rows that only other people's phones still knew, to accept or dismiss");
    recovery->require_subcommand(1);
    auto* listing = addOne(*recovery, *options, "list", "What waits for a decision, oldest first");
    listing->add_flag("--json", options->asJson, "One JSON array, for programs");
    listing->footer("Example: syncd recovery list --data /var/lib/xiangji/township");
    listing->callback([options, &chosen] { chosen = [options] { return list(*options); }; });
    addDecision(*recovery, chosen, options, "accept",
                "Take rows over as the phones had them; wait first for their authors' own phones",
                "Accepted");
    addDecision(*recovery, chosen, options, "dismiss", "Drop proposals for good", "Dismissed");
}

}  // namespace xiangji::syncd
