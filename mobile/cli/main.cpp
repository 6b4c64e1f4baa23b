// xiangji: the phone without a screen, for scripts and office hands. Stable output is described in
// README.md beside this file.
#include <CLI/CLI.hpp>
#include <cstdlib>
#include <cstring>
#include <exception>
#include <iostream>
#include <new>

#include "core/base/core_dumps.hpp"
#include "mobile/cli/commands.hpp"

namespace {

bool chineseByLocale() {
    for (const char* name : {"LC_ALL", "LC_MESSAGES", "LANG"}) {
        const char* value = std::getenv(name);
        if (value != nullptr && *value != '\0') {
            return std::strncmp(value, "zh", 2) == 0;
        }
    }
    return false;
}

/// Errors take one line, whatever a library's message held.
std::string oneLine(std::string text) {
    for (char& c : text) {
        c = c == '\n' || c == '\r' ? ' ' : c;
    }
    return text;
}

}  // namespace

int main(int argc, char** argv) {
    xiangji::forbidCoreDumps();
    using xiangji::cli::Failure;
    using xiangji::cli::Shell;
    Shell shell;
    shell.chinese = chineseByLocale();
    int exit = xiangji::cli::kDone;

    CLI::App app{"Xiangji 乡记: log village activities offline, sync when there is a network.",
                 "xiangji"};
    app.require_subcommand(1);
    app.set_version_flag("--version", std::string("xiangji ") + XIANGJI_VERSION);
    app.fallthrough();  // --home and --lang may also stand after the command
    app.add_option("--home", shell.home, "The phone's folder (or the environment's XIANGJI_HOME)");
    app.add_option_function<std::string>(
           "--lang", [&](const std::string& lang) { shell.chinese = lang == "zh"; },
           "Language of what a person reads")
        ->check(CLI::IsMember({"zh", "en"}));
    app.add_option("--passphrase-file", shell.passphraseFile,
                   "The first line of this file opens a locked home (or the environment's "
                   "XIANGJI_PASSPHRASE_FILE; else it is asked for)");
    app.add_option("--wait", shell.waitSeconds,
                   "How long to wait for another program that has this home open, in seconds")
        ->check(CLI::Range(0, 3600))
        ->capture_default_str();
    app.footer(
        "Example:\n  xiangji --home ~/phone add activity title=暑期防溺水宣讲 "
        "type=drowning_prevention org=360982100");

    xiangji::cli::addCatalogueCommands(app, shell);
    xiangji::cli::addWritingCommands(app, shell);
    xiangji::cli::addReadingCommands(app, shell);
    xiangji::cli::addDecidingCommands(app, shell);
    xiangji::cli::addMediaCommands(app, shell);
    xiangji::cli::addSyncCommands(app, shell, exit);
    xiangji::cli::addBundleCommands(app, shell);
    xiangji::cli::addLockCommands(app, shell);
    xiangji::cli::addKeyCommands(app, shell);
    try {
        app.parse(argc, argv);
        std::cout.flush();
        if (!std::cout) {
            std::cerr << "xiangji: the output could not be written\n";
            return xiangji::cli::kError;
        }
        return exit;
    } catch (const CLI::Success& asked) {
        return app.exit(asked);
    } catch (const CLI::ParseError& wrong) {
        std::cerr << "xiangji: " << oneLine(wrong.what())
                  << "; xiangji --help lists the commands\n";
        return xiangji::cli::kUsage;
    } catch (const Failure& failure) {
        std::cerr << "xiangji: " << oneLine(failure.error.detail) << '\n';
        return failure.exit;
    } catch (const std::bad_alloc&) {
        std::cerr << "xiangji: there is not enough memory; nothing was changed, close other "
                     "programs and try again\n";
        return xiangji::cli::kError;
    } catch (const std::exception& fault) {
        std::cerr << "xiangji: something went wrong that should not: " << oneLine(fault.what())
                  << '\n';
        return xiangji::cli::kError;
    }
}
