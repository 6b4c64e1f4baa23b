#include <unistd.h>

#include <CLI/CLI.hpp>
#include <boost/json/object.hpp>
#include <iostream>
#include <memory>

#include "syncd/app/ask_township.hpp"
#include "syncd/app/commands.hpp"
#include "syncd/app/files.hpp"
#include "syncd/app/qr_code.hpp"

namespace xiangji::syncd {

namespace {

/// Before an invitation is given out that then cannot be shown.
Outcome mustBeSvg(const std::string& file) {
    return file.empty() || file.ends_with(".svg")
               ? Outcome()
               : Error{Fault::invalid, "--qr-file: an SVG picture, so its name ends with .svg"};
}

Outcome showCode(const std::string& text, bool wanted, const std::string& file) {
    const bool terminal = ::isatty(STDOUT_FILENO) == 1;
    if (!wanted && !terminal && file.empty()) {
        return {};
    }
    XIANGJI_LET(code, QrCode::of(text));
    if (wanted || terminal) {
        std::cout << code.halfBlocks(terminal);
    }
    return file.empty() ? Outcome() : writeFile(file, code.svg());
}

}  // namespace

void addInvite(CLI::App& app, Chosen& chosen) {
    struct Options {
        std::string data;
        std::string unit;
        std::string role;
        std::string name;
        std::string advertise;
        int uses = 1;
        double hours = 0.25;
        bool qr = false;
        std::string qrFile;
    };
    const auto options = std::make_shared<Options>();
    auto* command = app.add_subcommand(
        "invite", "Invite a phone; prints one line, the invitation, and on a terminal its QR code");
    command->add_option("--data", options->data, "The township's folder")
        ->required()
        ->type_name("DIR");
    command->add_option("--unit", options->unit, "Area code of the unit, such as 360982100")
        ->required()
        ->type_name("CODE");
    command->add_option("--role", options->role, "volunteer, tutor, team_leader, officer, …")
        ->required()
        ->type_name("ROLE");
    command
        ->add_option("--name", options->name,
                     "The person; with several uses each says their own when joining")
        ->required()
        ->type_name("NAME");
    command
        ->add_option(
            "--uses", options->uses,
            "How many phones may join; more than one: each waits for `syncd device confirm`")
        ->capture_default_str();
    command->add_option("--hours", options->hours, "How long it holds")->capture_default_str();
    command
        ->add_option("--advertise", options->advertise,
                     "Address in this invitation instead of the one serve gives")
        ->type_name("HOST:PORT");
    command->add_flag("--qr", options->qr,
                      "Print the QR code too, as it is done on a terminal without being asked");
    command->add_option("--qr-file", options->qrFile, "Write the QR code as a picture")
        ->type_name("FILE.svg");
    command->footer(
        "Example: syncd invite --data /var/lib/xiangji/township --unit 360982100 --role tutor "
        "--name 王老师 --hours 2");
    command->callback([options, &chosen] {
        chosen = [options]() -> Outcome {
            XIANGJI_TRY(mustBeSvg(options->qrFile));
            boost::json::object question{{"ask", "invite"},
                                         {"unit", options->unit},
                                         {"role", options->role},
                                         {"name", options->name},
                                         {"uses", options->uses},
                                         {"hours", options->hours},
                                         {"advertise", options->advertise}};
            XIANGJI_LET(answer, askTownship(options->data, question));
            const std::string text(answer.at("invitation").as_string());
            std::cout << text << "\n";
            return showCode(text, options->qr, options->qrFile);
        };
    });
}

}  // namespace xiangji::syncd
