#include <CLI/CLI.hpp>
#include <boost/json.hpp>
#include <filesystem>

#include "mobile/cli/commands.hpp"
#include "mobile/cli/view_json.hpp"

namespace xiangji::cli {

namespace {

struct Words {
    std::string file;
    std::vector<std::string> fields;
    std::string activity;
    std::string id;
    bool thumb = false;
    std::string onlyOnFree;
};

void add(Shell& shell, const Words& words) {
    const auto& type = shell.type("media");
    MediaAdd add{.file = words.file, .fields = shell.fields(type, words.fields)};
    if (!words.activity.empty()) {
        add.activity = shell.rowId(shell.type("activity"), words.activity);
    }
    print(need(shell.client().addMedia(add)).text());
}

void get(Shell& shell, const Words& words) {
    const Id id = shell.rowId(shell.type("media"), words.id);
    const auto from =
        shell.client().fetchMedia(id, words.thumb ? MediaSize::thumbnail : MediaSize::whole);
    if (!from) {
        const auto fault = from.error().fault;
        throw Failure{from.error(),
                      fault == Fault::unreachable || fault == Fault::busy    ? kUnreachable
                      : fault == Fault::refused || fault == Fault::untrusted ? kRefused
                                                                             : kError};
    }
    std::error_code fault;
    std::filesystem::copy_file(*from, words.file, std::filesystem::copy_options::overwrite_existing,
                               fault);
    if (fault) {
        throw Failure{{Fault::failed, words.file + " cannot be written: " + fault.message() +
                                          "; the file is on this phone all the same"}};
    }
}

void list(Shell& shell) {
    const auto& type = shell.type("media");
    boost::json::array json;
    std::vector<std::vector<std::string>> table;
    for (const auto& row : need(shell.client().list(type, {}))) {
        const auto media = need(shell.client().media(row.id));
        if (shell.json) {
            json.push_back(mediaJson(row.id, media));
        } else {
            table.push_back({row.id.text(), fileStandingWords(shell, media.standing),
                             media.whole ? shell.words("有", "yes") : "", media.words});
        }
    }
    if (shell.json) {
        print(json);
    } else {
        printTable({"ID", shell.words("文件", "FILE"), shell.words("在本机", "HERE"),
                    shell.words("原因", "WHY")},
                   table);
    }
}

}  // namespace

void addMediaCommands(CLI::App& app, Shell& shell) {
    auto words = std::make_shared<Words>();
    auto* media = app.add_subcommand("media", "Photos and recordings: add, get, list, settings");
    media->require_subcommand(1);

    auto* adder = media->add_subcommand(
        "add", "Keep a file and add its row; prints the row's id. It is sent after the rows");
    adder->add_option("FILE", words->file, "At most 32 MiB; a JPEG or PNG gets a thumbnail")
        ->required();
    adder->add_option("field=value", words->fields,
                      "Fields of the row: caption, faces_minor=none, kind=audio, …");
    adder->add_option("--activity", words->activity, "The activity whose pictures it joins");
    adder->footer(
        "Example:\n  xiangji media add IMG_2041.jpg caption=防溺水宣讲 faces_minor=none "
        "--activity 0197a3c4");
    adder->callback([&shell, words] { add(shell, *words); });

    auto* getter = media->add_subcommand(
        "get", "Write a row's file, asked of the centre where it is not on this phone");
    getter->add_option("ID", words->id, "The media row")->required();
    getter->add_option("OUT", words->file, "Where to write it")->required();
    getter->add_flag("--thumb", words->thumb, "The small picture only");
    getter->footer("Example:\n  xiangji media get 0197a3c4 photo.jpg");
    getter->callback([&shell, words] { get(shell, *words); });

    auto* lister = media->add_subcommand("list", "Where each row's file is");
    lister->add_flag("--json", shell.json, "One JSON array");
    lister->footer("Example:\n  xiangji media list");
    lister->callback([&shell] { list(shell); });

    auto* settings = media->add_subcommand(
        "settings", "Whether whole files wait for a network that costs nothing (they do at first)");
    settings->add_option("--only-on-wifi", words->onlyOnFree, "on or off")
        ->check(CLI::IsMember({"on", "off"}));
    settings->add_flag("--json", shell.json, "One JSON object");
    settings->footer("Example:\n  xiangji media settings --only-on-wifi off");
    settings->callback([&shell, words] {
        if (!words->onlyOnFree.empty()) {
            need(shell.client().setFilesOnlyOnFreeNetwork(words->onlyOnFree == "on"));
        }
        const bool only = shell.client().filesOnlyOnFreeNetwork();
        if (shell.json) {
            print(boost::json::object{{"onlyOnWifi", only}});
        } else {
            print(only ? shell.words("原图等到有 Wi-Fi 再送", "whole files wait for Wi-Fi")
                       : shell.words("有网就送原图", "whole files go over any network"));
        }
    });
}

}  // namespace xiangji::cli
