#include <boost/json.hpp>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <iterator>

#include "mobile/cli/commands.hpp"

namespace xiangji::cli {

namespace {

/// @FILE, or @- for standard input.
boost::json::value jsonFrom(const std::string& name) {
    std::string text;
    if (name == "-") {
        text.assign(std::istreambuf_iterator<char>(std::cin), {});
    } else {
        std::error_code ignored;
        if (std::filesystem::is_directory(name, ignored)) {
            throw Failure{{Fault::invalid, name + " is a folder; name a file with JSON in it"}};
        }
        std::ifstream file(name, std::ios::binary);
        if (!file) {
            throw Failure{{Fault::notFound, name + " cannot be read"}};
        }
        text.assign(std::istreambuf_iterator<char>(file), {});
    }
    boost::system::error_code code;
    auto json = boost::json::parse(text, code);
    if (code) {
        throw Failure{{Fault::invalid, name + " is not JSON: " + code.message()}};
    }
    return json;
}

Insert insertFrom(Shell& shell, const RecordType& type, const boost::json::value& json) {
    if (!json.is_object()) {
        throw Failure{{Fault::invalid, "a row is a JSON object {\"field\": value, …}"}};
    }
    Insert insert{.type = &type};
    for (const auto& [key, value] : json.get_object()) {
        if (key == "id") {
            insert.id =
                value.is_string() ? Id::parse(std::string_view(value.get_string())) : std::nullopt;
            if (!insert.id) {
                throw Failure{{Fault::invalid, "id: not a UUID"}};
            }
            continue;
        }
        const Field* field = need(requireField(type, std::string_view(key)));
        mustBeOwn(*field);
        insert.fields[field->number] =
            need(parseValue(type, *field, value, shell.client().unitByCode()));
    }
    return insert;
}

std::vector<Operation> insertsOf(Shell& shell, const RecordType& type,
                                 const std::vector<std::string>& words) {
    if (words.empty() || !words.front().starts_with('@')) {
        return {Insert{.type = &type, .fields = shell.fields(type, words)}};
    }
    if (words.size() > 1) {
        throw Failure{{Fault::invalid, "@FILE stands alone; put every field into the file"}};
    }
    const auto json = jsonFrom(words.front().substr(1));
    std::vector<Operation> operations;
    if (!json.is_array()) {
        operations.emplace_back(insertFrom(shell, type, json));
        return operations;
    }
    std::size_t place = 0;
    for (const auto& row : json.get_array()) {
        ++place;
        try {
            operations.emplace_back(insertFrom(shell, type, row));
        } catch (Failure& failure) {
            failure.error.detail = "row " + std::to_string(place) + ": " + failure.error.detail;
            throw;
        }
    }
    return operations;
}

struct Words {
    std::string type;
    std::string id;
    std::string action;
    std::string reason;
    std::vector<std::string> fields;
};

}  // namespace

void addWritingCommands(CLI::App& app, Shell& shell) {
    auto words = std::make_shared<Words>();

    auto* add = app.add_subcommand("add", "Add a row; prints its id");
    add->add_option("TYPE", words->type, "Record type")->required();
    add->add_option("field=value", words->fields,
                    "Fields, or @FILE with a JSON object, or an array for many in one transaction "
                    "(@- = standard input)");
    add->footer(
        "Examples:\n  xiangji add activity title=端午科普 type=science_talk org=360982100 "
        "plan_start=2026-06-19T09:00+08:00\n"
        "  xiangji add child @pupils.json");
    add->callback([&shell, words] {
        const auto& type = shell.type(words->type);
        const auto inserts = insertsOf(shell, type, words->fields);
        if (inserts.empty()) {  // an empty array: nothing to add, and no transaction for it
            return;
        }
        for (const auto& id : need(shell.client().write(inserts))) {
            print(id.text());
        }
    });

    auto* edit = app.add_subcommand("edit", "Change fields of a row; an empty value unsets");
    edit->add_option("TYPE", words->type, "Record type")->required();
    edit->add_option("ID", words->id, "The row's id, or its first 8 characters at least")
        ->required();
    edit->add_option("field=value", words->fields, "Fields")->required();
    edit->footer("Example:\n  xiangji edit activity 0197a3c4 beneficiaries=43 place=村小学");
    edit->callback([&shell, words] {
        const auto& type = shell.type(words->type);
        const Id id = shell.rowId(type, words->id);
        need(shell.client().write(
            {Edit{.type = &type, .id = id, .fields = shell.fields(type, words->fields)}}));
    });

    auto* act = app.add_subcommand(
        "act", "Move a row along its lifecycle (describe TYPE lists the actions)");
    act->add_option("TYPE", words->type, "Record type")->required();
    act->add_option("ID", words->id, "The row's id")->required();
    act->add_option("ACTION", words->action, "submit, approve, …")->required();
    act->add_option("--reason", words->reason, "Why, where the action asks for it");
    act->footer("Example:\n  xiangji act activity 0197a3c4 submit");
    act->callback([&shell, words] {
        const auto& type = shell.type(words->type);
        const Id id = shell.rowId(type, words->id);
        need(shell.client().write(
            {Act{.type = &type, .id = id, .action = words->action, .reason = words->reason}}));
    });

    auto* voiding = app.add_subcommand("void", "Hide a row that should not be; nothing is deleted");
    voiding->add_option("TYPE", words->type, "Record type")->required();
    voiding->add_option("ID", words->id, "The row's id")->required();
    voiding->add_option("--reason", words->reason, "Why")->required();
    voiding->footer("Example:\n  xiangji void activity 0197a3c4 --reason 重复登记");
    voiding->callback([&shell, words] {
        const auto& type = shell.type(words->type);
        const Id id = shell.rowId(type, words->id);
        need(shell.client().write({Void{.type = &type, .id = id, .reason = words->reason}}));
    });
}

}  // namespace xiangji::cli
