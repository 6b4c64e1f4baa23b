#include <boost/json.hpp>
#include <iostream>
#include <memory>

#include "mobile/cli/commands.hpp"
#include "mobile/cli/view_json.hpp"

namespace xiangji::cli {

namespace {

void write(Shell& shell, const std::string& file) {
    const auto written = need(shell.writeBundle(file));
    if (shell.json) {
        print(bundleJson(written));
        return;
    }
    print(shell.words("已写入 ", "Written ") + std::to_string(written.envelopes) +
          shell.words(" 次保存，替别人捎带 ", " saved entries, carried for others ") +
          std::to_string(written.carried) + "  (" + std::to_string(written.bytes) + " B)");
    if (written.copied) {
        print(copiedWords(shell));
    }
    if (!written.whole) {
        print(shell.words("这部手机的数据有损坏：读得出的都在里面，读不出的不在。",
                          "This phone's database is damaged: what could be read is in the bundle, "
                          "some could not be."));
    }
}

void read(Shell& shell, const std::string& file) {
    const auto read = need(readBundleFile(shell.client(), file));
    if (shell.json) {
        print(bundleJson(read));
    } else {
        print(shell.words("收到回执 ", "Receipts ") + std::to_string(read.receipts) +
              shell.words("，替别人捎带 ", ", carried for others ") + std::to_string(read.carried));
        for (const auto& verdict : read.verdicts) {
            if (verdict.state != SendState::delivered || !verdict.reason.empty()) {
                print((verdict.type == nullptr ? "?" : verdict.type->name) + " " +
                      verdict.row.text() + "  " + verdict.reason + ": " + verdict.words);
            }
        }
    }
    if (!read.words.empty()) {
        std::cout.flush();
        throw Failure{{Fault::damaged, file + ": " + read.words}};
    }
}

}  // namespace

void addBundleCommands(CLI::App& app, Shell& shell) {
    auto file = std::make_shared<std::string>();
    auto* bundle = app.add_subcommand(
        "bundle", "Carry what waits without a network: in a file, or on a neighbour's phone");
    bundle->require_subcommand(1);

    auto* writer = bundle->add_subcommand(
        "write",
        "Write what waits, sealed to the centre, with what is carried for others; it also works "
        "from a damaged home");
    writer->add_option("FILE", *file, "The file to make")->required();
    writer->add_flag("--json", shell.json, "One JSON object");
    writer->footer("Example:\n  xiangji --home ~/phone bundle write waiting.xjb");
    writer->callback([&shell, file] { write(shell, *file); });

    auto* reader = bundle->add_subcommand(
        "read",
        "Take the receipts that are this phone's, and carry what is others' to the next sync");
    reader->add_option("FILE", *file, "A bundle of another phone, or the receipts of the centre")
        ->required();
    reader->add_flag("--json", shell.json, "One JSON object");
    reader->footer("Example:\n  xiangji --home ~/phone bundle read back.xjb");
    reader->callback([&shell, file] { read(shell, *file); });
}

}  // namespace xiangji::cli
