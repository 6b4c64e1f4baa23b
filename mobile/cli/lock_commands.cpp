#include <memory>

#include "core/client/home_secrets.hpp"
#include "mobile/cli/commands.hpp"
#include "mobile/cli/passphrase.hpp"

namespace xiangji::cli {

void addLockCommands(CLI::App& app, Shell& shell) {
    auto file = std::make_shared<std::string>();
    auto* locker = app.add_subcommand(
        "lock", "Put this home behind a passphrase or PIN, or give it a new one");
    locker->add_option("--new-passphrase-file", *file,
                       "The first line of this file is the new one; else it is asked for");
    locker->footer("Example:\n  xiangji --home ~/phone lock");
    locker->callback([&shell, file] {
        auto& keys = shell.keys();
        need(keys.lock(passphrase(*file, shell.words("新口令：", "New passphrase: ")),
                       homeSecrets()));
        print(shell.words("已上锁。忘了口令就打不开，要重新加入。",
                          "Locked. Nobody can open it without the passphrase; if it is forgotten, "
                          "join again."));
    });

    auto* opener = app.add_subcommand("unlock", "Take the passphrase off this home");
    opener->footer("Example:\n  xiangji --home ~/phone unlock");
    opener->callback([&shell] {
        need(shell.keys().open(homeSecrets()));
        print(shell.words("口令已取消。", "The passphrase is off."));
    });
}

}  // namespace xiangji::cli
