#include <CLI/CLI.hpp>
#include <boost/json/serialize.hpp>
#include <filesystem>
#include <iostream>
#include <memory>

#include "core/base/bytes.hpp"
#include "syncd/app/ask_township.hpp"
#include "syncd/app/commands.hpp"
#include "syncd/app/device_lines.hpp"
#include "syncd/app/files.hpp"

namespace xiangji::syncd {

namespace json = boost::json;

namespace {

struct Options {
    std::string data;
    std::string id;
    std::string folder;
    std::string reason;
    bool asJson = false;
};

/// Whoever looks at it leaves a line in the access book.
json::object showing(const Options& options, const std::string& id) {
    json::object question{{"ask", "quarantineShow"}, {"id", id}};
    if (!options.reason.empty()) {
        question["reason"] = options.reason;
    }
    return question;
}

std::string text(const json::object& item, const char* key) {
    const auto& value = item.at(key);
    return value.is_string() ? std::string(value.as_string()) : std::string("?");
}

std::string lineOf(const json::object& item) {
    std::string line = text(item, "id") + "  " + text(item, "state") + "  " +
                       contactWords(item.at("receivedMs")) + "  " + text(item, "person") + "  " +
                       text(item, "type") + " " + text(item, "row") + "\n    " +
                       text(item, "reason") + ": " + text(item, "words");
    if (item.at("awaits").is_string()) {
        line += "\n    waits for " + text(item, "awaits");
    }
    return line + "\n";
}

Outcome list(const Options& options) {
    XIANGJI_LET(answer, askTownship(options.data, {{"ask", "quarantine"}}));
    const auto& items = answer.at("items").as_array();
    if (options.asJson) {
        std::cout << json::serialize(items) << "\n";
        return {};
    }
    for (const auto& item : items) {
        std::cout << lineOf(item.as_object());
    }
    if (items.empty()) {
        std::cout << "Nothing is held or in quarantine.\n";
    }
    return {};
}

Outcome show(const Options& options) {
    XIANGJI_LET(answer, askTownship(options.data, showing(options, options.id)));
    const auto& item = answer.at("item").as_object();
    if (options.asJson) {
        std::cout << json::serialize(item) << "\n";
        return {};
    }
    std::cout << lineOf(item);
    for (const auto& change : item.at("changes").as_array()) {
        std::cout << "    " << json::serialize(change) << "\n";
    }
    return {};
}

Outcome retry(const Options& options) {
    XIANGJI_LET(answer,
                askTownship(options.data, {{"ask", "quarantineRetry"}, {"id", options.id}}));
    if (options.asJson) {
        std::cout << json::serialize(answer) << "\n";
        return {};
    }
    for (const auto& verdict : answer.at("verdicts").as_array()) {
        const auto& one = verdict.as_object();
        std::cout << text(one, "verdict")
                  << (one.at("words").as_string().empty() ? "" : ": " + text(one, "words")) << "\n";
    }
    return {};
}

Outcome exportAll(const Options& options) {
    XIANGJI_LET(answer, askTownship(options.data, {{"ask", "quarantine"}}));
    const std::filesystem::path folder = options.folder;
    std::error_code fault;
    std::filesystem::create_directories(folder, fault);
    if (fault) {
        return systemError("cannot make the folder", folder, fault.value());
    }
    std::size_t count = 0;
    for (const auto& each : answer.at("items").as_array()) {
        const auto id = text(each.as_object(), "id");
        auto question = showing(options, id);
        question["exported"] = true;
        const auto whole = askTownship(options.data, question);
        if (!whole && whole.error().fault == Fault::notFound) {
            continue;  // it got its verdict meanwhile
        }
        XIANGJI_TRY(whole ? Outcome() : Outcome(whole.error()));
        auto item = whole->at("item").as_object();
        for (const char* kind : {"envelope", "changeset"}) {
            if (const auto* bytes = item.if_contains(kind); bytes != nullptr) {
                XIANGJI_TRY(writeFile(folder / (id + "." + kind),
                                      fromBase64Url(std::string(bytes->as_string())).value_or("")));
                item.erase(kind);
            }
        }
        XIANGJI_TRY(writeFile(folder / (id + ".json"), json::serialize(item) + "\n"));
        ++count;
    }
    std::cout << "Exported " << count << (count == 1 ? " item to " : " items to ")
              << folder.string() << "\n";
    return {};
}

CLI::App* addOne(CLI::App& group, Chosen& chosen, const std::shared_ptr<Options>& options,
                 const char* name, const char* what, Outcome (*run)(const Options&)) {
    auto* command = group.add_subcommand(name, what);
    command->add_option("--data", options->data, "The township's folder")
        ->required()
        ->type_name("DIR");
    command->footer(std::string("Example: syncd quarantine ") + name +
                    " --data /var/lib/xiangji/township" +
                    (std::string_view(name) == "list"     ? ""
                     : std::string_view(name) == "export" ? " /root/aside"
                                                          : " 3f2a9c10"));
    command->callback([=, &chosen] { chosen = [=] { return run(*options); }; });
    return command;
}

}  // namespace

void addQuarantine(CLI::App& app, Chosen& chosen) {
    const auto options = std::make_shared<Options>();
    auto* group = app.add_subcommand(
        "quarantine", "What waits at the centre or could not be merged: list, show, retry, export");
    group->require_subcommand(1);
    const auto json = [&](CLI::App* command) {
        command->add_flag("--json", options->asJson, "As JSON, for programs");
    };
    const auto id = [&](CLI::App* command) {
        command->add_option("ID", options->id, "From the list; 4 characters at least")->required();
    };
    json(addOne(*group, chosen, options, "list",
                "Held changes and envelopes, then those in quarantine, the oldest first", list));
    const auto reason = [&](CLI::App* command) {
        command->add_option("--reason", options->reason, "Why you look, for the access book");
    };
    auto* opening = addOne(*group, chosen, options, "show", "What one of them says", show);
    json(opening);
    id(opening);
    reason(opening);
    auto* retrying =
        addOne(*group, chosen, options, "retry", "Decide one of them once more, now", retry);
    json(retrying);
    id(retrying);
    auto* exporting = addOne(
        *group, chosen, options, "export",
        "Write each into a folder: what it says as JSON, and its bytes as they came", exportAll);
    exporting->add_option("DIR", options->folder, "The folder; made where there is none")
        ->required();
    reason(exporting);
}

}  // namespace xiangji::syncd
