#include <CLI/CLI.hpp>
#include <boost/json/serialize.hpp>
#include <iostream>
#include <memory>

#include "syncd/app/ask_township.hpp"
#include "syncd/app/commands.hpp"
#include "syncd/app/replace_keys.hpp"

namespace xiangji::syncd {

namespace json = boost::json;

namespace {

struct Options {
    std::string data;
    std::string next;
    bool asJson = false;
};

void tell(const Options& options, const json::object& keys, const std::string& first) {
    if (options.asJson) {
        std::cout << json::serialize(keys) << "\n";
        return;
    }
    const auto& backup = keys.at("backupPin").as_string();
    std::cout << first << "Pin         " << keys.at("pin").as_string().c_str() << "\nBackup pin  "
              << (backup.empty() ? "none yet; make a next key with: syncd key next"
                                 : backup.c_str())
              << "\nKeys before " << keys.at("before") << "\n";
    if (keys.at("nextLiesHere").as_bool()) {
        std::cout << "The next key still lies in " << options.data
                  << "/keys/tls-next.key: take it to the safe, together with a new copy of keys/, "
                     "and delete it here.\n";
    }
}

Outcome ask(const Options& options, json::object question, const std::string& first) {
    if (!options.next.empty()) {
        std::error_code ignored;
        question["next"] = std::filesystem::absolute(options.next, ignored).string();
    }
    XIANGJI_LET(keys, askTownship(options.data, question));
    tell(options, keys, first);
    return {};
}

/// A command of `key` with the options that all of them have, and its deed.
CLI::App* addOne(CLI::App& key, const std::shared_ptr<Options>& options, Chosen& chosen,
                 const std::string& name, const std::string& ofWhat, const std::string& asked,
                 const std::string& first) {
    auto* command = key.add_subcommand(name, ofWhat);
    command->add_option("--data", options->data, "The township's folder")
        ->required()
        ->type_name("DIR");
    command->add_flag("--json", options->asJson, "One JSON object, for programs");
    command->footer("Example: syncd key " + name + " --data /var/lib/xiangji/township");
    command->callback([options, &chosen, asked, first] {
        chosen = [options, asked, first] { return ask(*options, {{"ask", asked}}, first); };
    });
    return command;
}

/// Not by asking: without keys nobody answers.
void addReplace(CLI::App& key, const std::shared_ptr<Options>& options, Chosen& chosen) {
    auto* command =
        addOne(key, options, chosen, "replace",
               "New keys where the township's own are lost; every phone needs a new invitation",
               "key", "");
    command->add_option("--next", options->next, "The next key, if it was saved in the safe")
        ->type_name("FILE");
    command->callback([options, &chosen] {
        chosen = [options]() -> Outcome {
            XIANGJI_TRY(replaceKeys(options->data, options->next));
            options->next.clear();
            return ask(*options, {{"ask", "key"}},
                       "There are new keys. Phones refuse this centre until each has a new "
                       "invitation, on the home it has; what they hold waits. Make a copy of "
                       "keys/ now, and a backup.\n");
        };
    });
}

}  // namespace

void addKey(CLI::App& app, Chosen& chosen) {
    const auto options = std::make_shared<Options>();
    auto* key = app.add_subcommand(
        "key", "The key by which phones know this centre: show, rotate, next, replace");
    key->require_subcommand(1);
    addOne(*key, options, chosen, "show", "The pins that invitations carry", "key", "");
    addOne(*key, options, chosen, "rotate",
           "The next key takes the present one's place, as its signature foretold; phones follow "
           "by themselves",
           "keyRotate", "The key is another one from now on; phones follow by themselves.\n")
        ->add_option("--next", options->next,
                     "The next key, brought from the safe; else keys/tls-next.key")
        ->type_name("FILE");
    addOne(*key, options, chosen, "next",
           "Make another next key: the one before was lost, or none was ever made", "keyNext",
           "There is another next key; phones learn of it at their next contact.\n");
    addReplace(*key, options, chosen);
}

}  // namespace xiangji::syncd
