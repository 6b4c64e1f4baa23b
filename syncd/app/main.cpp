#include <sys/stat.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <csignal>
#include <iostream>

#include "core/base/core_dumps.hpp"
#include "syncd/app/commands.hpp"

namespace {

/// One line on standard error, whatever the words hold, and what the process ends with.
int failed(std::string words) {
    std::ranges::replace(words, '\n', ' ');
    std::cerr << "syncd: " << words << std::endl;
    return 1;
}

int run(int argc, char** argv) {
    CLI::App app(
        "syncd, a township's centre: takes what phones recorded, merges it, serves the office page",
        "syncd");
    app.set_version_flag("--version", std::string("syncd ") + XIANGJI_VERSION);
    app.require_subcommand(1);
    app.footer("Every command has --help. How to set a township up: syncd/README.md");
    xiangji::syncd::Chosen chosen;
    xiangji::syncd::addInit(app, chosen);
    xiangji::syncd::addServe(app, chosen);
    xiangji::syncd::addInvite(app, chosen);
    xiangji::syncd::addStatus(app, chosen);
    xiangji::syncd::addDevice(app, chosen);
    xiangji::syncd::addKey(app, chosen);
    xiangji::syncd::addQuarantine(app, chosen);
    xiangji::syncd::addErase(app, chosen);
    xiangji::syncd::addBundle(app, chosen);
    xiangji::syncd::addMedia(app, chosen);
    xiangji::syncd::addBackup(app, chosen);
    xiangji::syncd::addArchive(app, chosen);
    xiangji::syncd::addRestore(app, chosen);
    xiangji::syncd::addRecovery(app, chosen);
    int exit = 0;
    xiangji::syncd::addAudit(app, chosen, exit);
    if (argc > 1 && argv[1][0] != '-' &&
        app.get_subcommands([&](const CLI::App* one) { return one->check_name(argv[1]); })
            .empty()) {
        return failed(
            std::string("there is no command \"") + argv[1] +
            "\"; there are init, serve, invite, status, device, key, quarantine, erase, "
            "bundle, media, backup, archive, restore, recovery, audit; see: syncd --help");
    }
    try {
        app.parse(argc, argv);
    } catch (const CLI::Success& asked) {  // --help, --version
        return app.exit(asked);
    } catch (const CLI::ParseError& wrong) {
        return failed(std::string(wrong.what()) + "; see: syncd --help");
    }
    if (const auto outcome = chosen(); !outcome) {
        return failed(outcome.error().detail);
    }
    if (!std::cout.flush()) {
        return failed("the answer could not be written to standard output");
    }
    return exit;
}

}  // namespace

int main(int argc, char** argv) {
    xiangji::forbidCoreDumps();
    ::umask(S_IRWXG |
            S_IRWXO);  // Whatever we make, and whatever SQLite makes for us, is ours alone.
    std::signal(SIGPIPE, SIG_IGN);  // A reader that went away is an error of a write, not our end.
    try {
        return run(argc, argv);
    } catch (const std::exception& fault) {
        return failed(std::string("something went wrong that should not: ") + fault.what());
    }
}
