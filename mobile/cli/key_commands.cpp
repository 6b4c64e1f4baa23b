#include <boost/json.hpp>
#include <memory>

#include "core/client/home_lock.hpp"
#include "mobile/cli/commands.hpp"

namespace xiangji::cli {

namespace {

std::string words(const Shell& shell, KeyPlace place) {
    return place == KeyPlace::file
               ? shell.words("钥匙在这个文件夹里（keys/，只有本人能读）。",
                             "The key lies in this home's folder (keys/, readable by you alone).")
               : shell.words("钥匙在系统的密码库里（Secret Service）。",
                             "The key lies in the system's key store (Secret Service).");
}

void show(Shell& shell) {
    const auto place = need(shell.homeKeys().place());
    const auto ready = shell.homeKeys().systemReady();
    if (shell.json) {
        print(boost::json::object{{"place", keyPlaceName(place)},
                                  {"secretServiceReady", static_cast<bool>(ready)},
                                  {"words", ready ? "" : ready.error().detail}});
        return;
    }
    print(words(shell, place));
    if (!ready) {
        print(shell.words("系统的密码库现在用不上：", "The system's key store is of no use now: ") +
              ready.error().detail);
    }
}

}  // namespace

void addKeyCommands(CLI::App& app, Shell& shell) {
    auto to = std::make_shared<std::string>();
    auto* key = app.add_subcommand("key", "Where this home's key lies; --move puts it elsewhere");
    key->add_option("--move", *to,
                    "file: into the home's folder; secret-service: into the system's key store. "
                    "Written there and read back before it goes here")
        ->check(CLI::IsMember({"file", "secret-service"}));
    key->add_flag("--json", shell.json, "As JSON");
    key->footer("Example:\n  xiangji --home ~/phone key --move secret-service");
    key->callback([&shell, to] {
        if (!to->empty()) {
            const auto place = *to == "file" ? KeyPlace::file : KeyPlace::secretService;
            auto& keys = shell.homeKeys();
            const auto lock = need(HomeLock::take(shell.home, shell.waitSeconds * 1000));
            need(keys.move(place));
        }
        show(shell);
    });
}

}  // namespace xiangji::cli
