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

struct Options {
    std::string data;
    std::string device;
    bool asJson = false;
};

Outcome list(const Options& options) {
    XIANGJI_LET(status, askTownship(options.data, {{"ask", "status"}}));
    const auto& devices = status.at("devices").as_array();
    std::cout << (options.asJson ? json::serialize(devices) + "\n" : deviceTable(devices));
    return {};
}

Outcome change(const Options& options, const char* ask, const char* done) {
    XIANGJI_LET(answer, askTownship(options.data, {{"ask", ask}, {"device", options.device}}));
    std::cout << done << " " << deviceWords(answer.at("device")) << "\n";
    return {};
}

/// A command of `device` with the options that all of them have.
CLI::App* addOne(CLI::App& device, const std::shared_ptr<Options>& options, const char* name,
                 const char* what) {
    auto* command = device.add_subcommand(name, what);
    command->add_option("--data", options->data, "The township's folder")
        ->required()
        ->type_name("DIR");
    return command;
}

void addChange(CLI::App& device, Chosen& chosen, const std::shared_ptr<Options>& options,
               const char* name, const char* what, const char* done) {
    auto* command = addOne(device, options, name, what);
    command->add_option("ID", options->device, "Its id, the beginning of it, or its fingerprint")
        ->required();
    command->footer(std::string("Example: syncd device ") + name +
                    " --data /var/lib/xiangji/township QK3F7A");
    command->callback([=, &chosen] { chosen = [=] { return change(*options, name, done); }; });
}

}  // namespace

void addDevice(CLI::App& app, Chosen& chosen) {
    const auto options = std::make_shared<Options>();
    auto* device = app.add_subcommand("device", "The phones that joined: list, confirm, revoke");
    device->require_subcommand(1);
    auto* listing = addOne(*device, options, "list", "All phones, the longest silent first");
    listing->add_flag("--json", options->asJson, "One JSON array, for programs");
    listing->footer("Example: syncd device list --data /var/lib/xiangji/township");
    listing->callback([options, &chosen] { chosen = [options] { return list(*options); }; });
    addChange(*device, chosen, options, "confirm",
              "Let a phone in that joined by an invitation with several uses; compare the "
              "fingerprint first",
              "Confirmed");
    addChange(*device, chosen, options, "revoke",
              "Shut a phone out, for good: lost, stolen, or its holder left", "Revoked");
}

}  // namespace xiangji::syncd
