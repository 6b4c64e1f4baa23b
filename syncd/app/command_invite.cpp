#include <CLI/CLI.hpp>
#include <boost/json/object.hpp>
#include <iostream>
#include <memory>

#include "syncd/app/ask_township.hpp"
#include "syncd/app/commands.hpp"

namespace xiangji::syncd {

void addInvite(CLI::App& app, Chosen& chosen) {
    struct Options {
        std::string data;
        std::string unit;
        std::string role;
        std::string name;
        std::string advertise;
        int uses = 1;
        double hours = 0.25;
    };
    const auto options = std::make_shared<Options>();
    auto* command = app.add_subcommand(
        "invite",
        "Invite a phone; prints one line, the invitation, to be sent or shown as a QR code");
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
    command->footer(
        "Example: syncd invite --data /var/lib/xiangji/township --unit 360982100 --role tutor "
        "--name 王老师 --hours 2");
    command->callback([options, &chosen] {
        chosen = [options]() -> Outcome {
            boost::json::object question{{"ask", "invite"},
                                         {"unit", options->unit},
                                         {"role", options->role},
                                         {"name", options->name},
                                         {"uses", options->uses},
                                         {"hours", options->hours},
                                         {"advertise", options->advertise}};
            XIANGJI_LET(answer, askTownship(options->data, question));
            std::cout << answer.at("invitation").as_string().c_str() << "\n";
            return {};
        };
    });
}

}  // namespace xiangji::syncd
