#include <CLI/CLI.hpp>
#include <iostream>
#include <memory>

#include "syncd/app/commands.hpp"
#include "syncd/app/init.hpp"

namespace xiangji::syncd {

void addInit(CLI::App& app, Chosen& chosen) {
    struct Options {
        std::string data;
        std::string units;
    };
    const auto options = std::make_shared<Options>();
    auto* command = app.add_subcommand(
        "init", "Make a township: database, keys, units, festivals; prints the pin of its key");
    command->add_option("--data", options->data, "Folder to make, or an empty one")
        ->required()
        ->type_name("DIR");
    command
        ->add_option("--units", options->units,
                     "Unit tree: area_code,name,parent_code,kind, one unit a line")
        ->required()
        ->type_name("FILE.csv");
    command->footer(
        "Example: syncd init --data /var/lib/xiangji/township --units zhangshu_units.csv");
    command->callback([options, &chosen] {
        chosen = [options]() -> Outcome {
            XIANGJI_LET(pin, initTownship(options->data, options->units));
            std::cout << pin << "\n";
            return {};
        };
    });
}

}  // namespace xiangji::syncd
