#include <CLI/CLI.hpp>
#include <boost/json/serialize.hpp>
#include <iostream>
#include <memory>

#include "syncd/app/ask_township.hpp"
#include "syncd/app/commands.hpp"

namespace xiangji::syncd {

namespace json = boost::json;

namespace {

void printForPeople(const json::object& media) {
    const auto& unreferenced = media.at("unreferenced").as_array();
    std::cout << "Files         " << media.at("files") << "\n"
              << "Bytes         " << media.at("bytes") << "\n"
              << "Awaited       " << media.at("awaited") << " (rows whose file has not come)\n"
              << "Unreferenced  " << unreferenced.size() << " (no row names them)\n";
    for (const auto& name : unreferenced) {
        std::cout << "  " << name.as_string().c_str() << "\n";
    }
}

}  // namespace

void addMedia(CLI::App& app, Chosen& chosen) {
    struct Options {
        std::string data;
        bool asJson = false;
    };
    const auto options = std::make_shared<Options>();
    auto* command = app.add_subcommand(
        "media", "Photos and recordings at the centre: how many, how large, which no row names");
    command->add_option("--data", options->data, "The township's folder")
        ->required()
        ->type_name("DIR");
    command->add_flag("--json", options->asJson, "One JSON object, for programs");
    command->footer("Example: syncd media --data /var/lib/xiangji/township");
    command->callback([options, &chosen] {
        chosen = [options]() -> Outcome {
            XIANGJI_LET(media, askTownship(options->data, {{"ask", "media"}}));
            if (options->asJson) {
                std::cout << json::serialize(media) << "\n";
            } else {
                printForPeople(media);
            }
            return {};
        };
    });
}

}  // namespace xiangji::syncd
