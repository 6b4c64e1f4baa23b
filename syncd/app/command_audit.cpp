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

constexpr std::chrono::hours kAuditPatience{12};

struct Options {
    std::string data;
    std::string head;
    bool asJson = false;
};

Result<json::object> question(const Options& options) {
    json::object question{{"ask", "audit"}};
    if (options.head.empty()) {
        return question;
    }
    const auto colon = options.head.find(':');
    const auto digits = options.head.substr(0, colon);
    if (colon == std::string::npos || digits.empty() || digits.size() > 18 ||
        digits.find_first_not_of("0123456789") != std::string::npos) {
        return Error{Fault::invalid, "--head: LSN:HASH, the two that syncd audit head printed"};
    }
    question["head"] =
        json::object{{"lsn", std::stoull(digits)}, {"hash", options.head.substr(colon + 1)}};
    return question;
}

void printFinding(const json::value& finding) {
    const auto& lsn = finding.at("lsn");
    std::cout << (lsn.is_null() ? std::string("no LSN") : "LSN " + json::serialize(lsn));
    if (!finding.at("type").is_null()) {
        std::cout << "  " << finding.at("type").as_string().c_str() << " "
                  << (finding.at("row").is_null() ? "" : finding.at("row").as_string().c_str());
    }
    std::cout << "  " << finding.at("what").as_string().c_str() << "\n";
}

Outcome verify(const Options& options, int& exit) {
    XIANGJI_LET(asked, question(options));
    XIANGJI_LET(report, askTownship(options.data, asked, kAuditPatience));
    const bool good = report.at("good").as_bool();
    exit = good ? 0 : kHistoryChanged;
    if (options.asJson) {
        std::cout << json::serialize(report) << "\n";
        return {};
    }
    for (const auto& finding : report.at("findings").as_array()) {
        printFinding(finding);
    }
    std::cout << (good ? "The history is whole: "
                       : "The history is not whole; the first place stands above. Checked: ")
              << report.at("lines") << " lines to LSN " << report.at("lsn") << ", "
              << report.at("receipts") << " signed receipts, " << report.at("rows") << " rows, "
              << report.at("accesses") << " lines of the access book";
    if (report.at("erased").to_number<std::uint64_t>() != 0) {
        std::cout << "; the values of " << report.at("erased")
                  << " lines were erased by order, as lines further on say";
    }
    if (report.at("segments").to_number<std::uint64_t>() != 0) {
        std::cout << "; " << report.at("segments") << " segments of the archive";
    }
    if (report.at("unseen").to_number<std::uint64_t>() != 0) {
        std::cout << "; not looked at: " << report.at("unseen")
                  << " lines in segments that are away, and their rows";
    }
    if (report.at("unreplayable").to_number<std::uint64_t>() != 0) {
        std::cout << " (" << report.at("unreplayable")
                  << " rows have lines of an older syncd, which do not say what their writers had "
                     "seen: only their lines were checked)";
    }
    std::cout << ".\n";
    return {};
}

Outcome head(const Options& options) {
    XIANGJI_LET(status, askTownship(options.data, {{"ask", "status"}}));
    if (options.asJson) {
        std::cout << json::serialize(json::object{{"epoch", status.at("epoch")},
                                                  {"lsn", status.at("lsn")},
                                                  {"hash", status.at("headHash")}})
                  << "\n";
    } else {
        std::cout << status.at("lsn") << " " << status.at("headHash").as_string().c_str() << "\n";
    }
    return {};
}

Outcome access(const Options& options) {
    XIANGJI_LET(book, askTownship(options.data, {{"ask", "accesses"}}));
    if (options.asJson) {
        std::cout << json::serialize(book) << "\n";
        return {};
    }
    for (const auto& line : book.at("lines").as_array()) {
        const auto word = [&line](const char* key) {
            const auto& value = line.at(key);
            return value.is_null() ? std::string("-") : std::string(value.as_string());
        };
        std::cout << line.at("number") << "  " << civilInstant(line.at("atMs").to_number<Instant>())
                  << "  " << word("who") << "  " << word("door") << " " << word("act") << "  "
                  << word("type") << " " << word("row") << "  " << word("fields") << "  "
                  << line.at("rows") << "\n    " << word("reason") << "\n";
    }
    if (book.at("lines").as_array().empty()) {
        std::cout << "Nobody has opened, exported or backed up anything protected.\n";
    }
    return {};
}

CLI::App* addOne(CLI::App& audit, Options& options, const char* name, const char* what) {
    auto* command = audit.add_subcommand(name, what);
    command->add_option("--data", options.data, "The township's folder")
        ->required()
        ->type_name("DATA");
    command->add_flag("--json", options.asJson, "One JSON object, for programs");
    return command;
}

}  // namespace

void addAudit(CLI::App& app, Chosen& chosen, int& exit) {
    const auto options = std::make_shared<Options>();
    auto* audit = app.add_subcommand(
        "audit", "Is the history what was written, and who read it? verify, head, access");
    audit->require_subcommand(1);
    auto* verifying = addOne(
        *audit, *options, "verify",
        "Walk the whole log and merge every row again; names the first place that was changed");
    verifying->add_option("--head", options->head, "A head that was written down elsewhere")
        ->type_name("LSN:HASH");
    verifying->footer(
        "Exit status: 0 whole, 2 changed, 1 it could not be checked.\n"
        "Example: syncd audit verify --data /var/lib/xiangji/township");
    verifying->callback(
        [=, &chosen, &exit] { chosen = [=, &exit] { return verify(*options, exit); }; });
    auto* heading = addOne(*audit, *options, "head", "The log's end in one line: LSN and hash");
    heading->footer("Example: syncd audit head --data /var/lib/xiangji/township");
    heading->callback([options, &chosen] { chosen = [options] { return head(*options); }; });
    auto* accessing =
        addOne(*audit, *options, "access",
               "Who opened, exported, backed up or erased protected values, when and why");
    accessing->footer("Example: syncd audit access --data /var/lib/xiangji/township");
    accessing->callback([options, &chosen] { chosen = [options] { return access(*options); }; });
}

}  // namespace xiangji::syncd
