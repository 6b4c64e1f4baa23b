#include <spdlog/sinks/stdout_sinks.h>
#include <spdlog/spdlog.h>
#include <CLI/CLI.hpp>
#include <memory>

#include "syncd/app/commands.hpp"
#include "syncd/app/serve.hpp"

namespace xiangji::syncd {

void addServe(CLI::App& app, Chosen& chosen) {
    struct Options {
        ServeOrder order;
        std::string data;
        std::string logLevel = "info";
    };
    const auto options = std::make_shared<Options>();
    auto* command = app.add_subcommand("serve", "Run the township's centre until SIGTERM");
    command->add_option("--data", options->data, "The township's folder")
        ->required()
        ->type_name("DIR");
    command
        ->add_option("--listen", options->order.listen,
                     "Where phones connect; port 0 = any free one")
        ->required()
        ->type_name("HOST:PORT");
    command
        ->add_option("--office", options->order.office,
                     "Where the office page is; loopback only, port 0 = any free one")
        ->required()
        ->type_name("HOST:PORT");
    command
        ->add_option("--advertise", options->order.advertise,
                     "Address that invitations carry, as phones reach it; else where it listens")
        ->type_name("HOST:PORT");
    command
        ->add_option("--archive-keep", options->order.archiveKeepDays,
                     "Every night move the log's older lines into its archive (syncd archive)")
        ->type_name("DAYS")
        ->check(CLI::Range(1, 100'000));
    command->add_option("--log-level", options->logLevel, "How much goes to standard error")
        ->check(CLI::IsMember({"debug", "info", "warn", "error"}))
        ->capture_default_str();
    command->footer(
        "When ready it prints one line: {\"sync\":\"host:port\",\"office\":\"host:port\"}\n"
        "Example: syncd serve --data /var/lib/xiangji/township --listen 0.0.0.0:7443 --office "
        "127.0.0.1:8080 "
        "--advertise sync.example.cn:7443");
    command->callback([options, &chosen] {
        chosen = [options]() -> Outcome {
            spdlog::set_default_logger(std::make_shared<spdlog::logger>(
                "syncd", std::make_shared<spdlog::sinks::stderr_sink_mt>()));
            spdlog::set_pattern("%Y-%m-%dT%H:%M:%S.%e%z %l %v");
            spdlog::set_level(spdlog::level::from_str(options->logLevel));
            options->order.data = options->data;
            return serve(options->order);
        };
    });
}

}  // namespace xiangji::syncd
