#include <algorithm>
#include <boost/json.hpp>

#include "core/base/civil_time.hpp"
#include "core/records/set_value.hpp"
#include "mobile/cli/commands.hpp"
#include "mobile/cli/view_json.hpp"

namespace xiangji::cli {

namespace {

struct Words {
    std::string type;
    std::string id;
    std::vector<std::string> where;
    bool voided = false;
    bool history = false;
};

std::vector<const Field*> columnsOf(const RecordType& type) {
    std::vector<const Field*> columns;
    for (const auto& field : type.fields) {
        if (field.rules.list_column() > 0) {
            columns.push_back(&field);
        }
    }
    std::sort(columns.begin(), columns.end(), [](const Field* a, const Field* b) {
        return a->rules.list_column() < b->rules.list_column();
    });
    return columns;
}

/// A cell for a person: references by their title.
std::string shown(Shell& shell, const Field& field, const Value& value) {
    if (field.kind == Kind::reference && !field.isSet && !isUnset(value)) {
        const auto* type = shell.catalogue().find(field.rules.ref());
        const auto title =
            type == nullptr ? std::string() : shell.client().titleOf(*type, idIn(value));
        return title.empty() ? idIn(value).text() : title;
    }
    return display(field, value, shell.chinese);
}

std::string cell(Shell& shell, const RowView& row, const Field& field) {
    const auto found = row.fields.find(field.number);
    return found == row.fields.end() ? std::string() : shown(shell, field, found->second);
}

/// A set is asked after by its elements: `service_target=minors,elders` means both.
Shell::Cells conditions(const RecordType& type, const Shell::Cells& cells) {
    Shell::Cells where;
    for (const auto& [number, value] : cells) {
        const Field& field = *type.field(number);
        if (!field.isSet || isUnset(value)) {
            where.emplace_back(number, value);
            continue;
        }
        for (const auto& element : need(elementsOf(value, field.kind == Kind::reference))) {
            where.emplace_back(number, element);
        }
    }
    return where;
}

void list(Shell& shell, const Words& words) {
    const auto& type = shell.type(words.type);
    const Query query{.where = conditions(type, shell.cells(type, words.where)),
                      .voidedToo = words.voided};
    const auto rows = need(shell.client().list(type, query));
    if (shell.json) {
        boost::json::array json;
        for (const auto& row : rows) {
            json.push_back(toJson(type, row.id, row.fields));
        }
        print(json);
        return;
    }
    if (rows.empty()) {
        print(shell.words("还没有记录。", "Nothing here yet."));
        return;
    }
    std::vector<std::string> headings = {"ID"};
    const auto columns = columnsOf(type);
    for (const Field* field : columns) {
        headings.push_back(shell.label(field->rules.label()));
    }
    headings.push_back(shell.words("送达", "SENT"));
    std::vector<std::vector<std::string>> table;
    for (const auto& row : rows) {
        std::vector<std::string> line = {row.id.text()};
        for (const Field* field : columns) {
            line.push_back(cell(shell, row, *field));
        }
        line.push_back(sendStateWords(shell, row.sendState) +
                       (row.conflict ? shell.words("，有冲突", ", conflict") : ""));
        table.push_back(std::move(line));
    }
    printTable(headings, table);
}

void printHistory(Shell& shell, const RecordType& type, const Id& id) {
    const auto history = need(shell.client().history(type, id));
    if (shell.json) {
        print(historyJson(type, history));
        return;
    }
    for (const auto& entry : history.entries) {
        std::string line = civilInstant(entry.atMs) + "  " +
                           (entry.authorName.empty() ? "?" : entry.authorName) + "  " + entry.verb;
        line += entry.action.empty() ? "" : " " + entry.action;
        line += entry.reason.empty() ? "" : " (" + entry.reason + ")";
        const auto add = [&](const Fields& cells, const char* sign) {
            for (const auto& [number, value] : cells) {
                const Field& field = *type.field(number);
                // Who, when and where every row has stand in the line already.
                if (!field.common) {
                    line += "  " + field.name + sign + shown(shell, field, value);
                }
            }
        };
        add(entry.fields, "=");
        add(entry.removed, "-=");
        print(line + (entry.lsn == 0 ? shell.words("  [待发送]", "  [not sent yet]") : ""));
    }
    if (!history.complete) {
        print(shell.words("连不上中心，只显示本机写的。",
                          "The centre is out of reach: only what this phone wrote."));
    }
}

void show(Shell& shell, const Words& words) {
    const auto& type = shell.type(words.type);
    const Id id = shell.rowId(type, words.id);
    if (words.history) {
        printHistory(shell, type, id);
        return;
    }
    const auto row = need(shell.client().row(type, id));
    if (shell.json) {
        print(rowJson(row));
        return;
    }
    print(type.name + " " + id.text() + "  " + sendStateWords(shell, row.sendState));
    std::vector<std::vector<std::string>> table;
    for (const auto& field : type.fields) {
        table.push_back({field.name, shell.label(field.rules.label()), cell(shell, row, field)});
    }
    printTable({"FIELD", shell.words("名称", "LABEL"), shell.words("内容", "VALUE")}, table);
    for (const auto& conflict : need(shell.client().conflicts())) {
        if (conflict.row == id && conflict.type == &type) {
            print(shell.words("冲突：", "Conflict: ") + shell.label(conflict.field->rules.label()) +
                  ": " + shown(shell, *conflict.field, conflict.shown.value) + " (" +
                  conflict.shown.authorName + ") / " +
                  shown(shell, *conflict.field, conflict.other.value) + " (" +
                  conflict.other.authorName + ")");
        }
    }
    if (row.editedAfterVoid) {
        print(shell.words("作废的同时有人修改过。", "Edited apart from its void."));
    }
}

void conflicts(Shell& shell) {
    const auto all = need(shell.client().conflicts());
    if (shell.json) {
        boost::json::array json;
        for (const auto& conflict : all) {
            json.push_back(conflictJson(conflict));
        }
        print(json);
        return;
    }
    if (all.empty()) {
        print(shell.words("没有冲突。", "No conflicts."));
        return;
    }
    std::vector<std::vector<std::string>> table;
    for (const auto& conflict : all) {
        table.push_back(
            {conflict.type->name, conflict.row.text(), conflict.field->name,
             shown(shell, *conflict.field, conflict.shown.value), conflict.shown.authorName,
             shown(shell, *conflict.field, conflict.other.value), conflict.other.authorName});
    }
    printTable({"TYPE", "ROW", "FIELD", shell.words("显示的", "SHOWN"), shell.words("作者", "BY"),
                shell.words("另一个", "OTHER"), shell.words("作者", "BY")},
               table);
}

void verdicts(Shell& shell) {
    const auto all = need(shell.client().verdicts());
    if (shell.json) {
        boost::json::array json;
        for (const auto& verdict : all) {
            json.push_back(verdictJson(verdict));
        }
        print(json);
        return;
    }
    if (all.empty()) {
        print(shell.words("没有被退回的。", "Nothing was refused."));
    }
    for (const auto& verdict : all) {
        print((verdict.type == nullptr ? "?" : verdict.type->name) + " " + verdict.row.text() +
              "  " + sendStateWords(shell, verdict.state) + "  " + verdict.reason + ": " +
              verdict.words);
    }
}

}  // namespace

void addReadingCommands(CLI::App& app, Shell& shell) {
    auto words = std::make_shared<Words>();

    auto* lister = app.add_subcommand("list", "Rows of a type on this phone, by id");
    lister->add_option("TYPE", words->type, "Record type")->required();
    lister->add_option("--where", words->where,
                       "field=value …: rows that have these values (a set: contains)");
    lister->add_flag("--voided", words->voided, "Void rows too");
    lister->add_flag("--json", shell.json, "One JSON array");
    lister->footer("Example:\n  xiangji list activity --where type=science_talk status=submitted");
    lister->callback([&shell, words] { list(shell, *words); });

    auto* shower = app.add_subcommand("show", "One row with all its fields, or its history");
    shower->add_option("TYPE", words->type, "Record type")->required();
    shower->add_option("ID", words->id, "The row's id, or its first 8 characters at least")
        ->required();
    shower->add_flag("--history", words->history,
                     "Every change, with author and time (asks the centre when it can be reached)");
    shower->add_flag("--json", shell.json, "One JSON object");
    shower->footer("Example:\n  xiangji show activity 0197a3c4 --history");
    shower->callback([&shell, words] { show(shell, *words); });

    auto* kept = app.add_subcommand("conflicts", "Fields two people gave different values apart");
    kept->add_flag("--json", shell.json, "One JSON array");
    kept->footer("Example:\n  xiangji conflicts");
    kept->callback([&shell] { conflicts(shell); });

    auto* refused =
        app.add_subcommand("verdicts", "Changes the centre refused or holds, with its reasons");
    refused->add_flag("--json", shell.json, "One JSON array");
    refused->footer("Example:\n  xiangji verdicts");
    refused->callback([&shell] { verdicts(shell); });
}

}  // namespace xiangji::cli
