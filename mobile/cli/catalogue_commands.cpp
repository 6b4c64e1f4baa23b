#include <boost/json.hpp>

#include "mobile/cli/commands.hpp"

namespace xiangji::cli {

namespace {

std::string kindName(const Field& field) {
    switch (field.kind) {
        case Kind::integer:
            return field.rules.unit() == UNIT_INSTANT ? "instant" : "integer";
        case Kind::real:
            return "real";
        case Kind::boolean:
            return "boolean";
        case Kind::choice:
            return "choice";
        case Kind::text:
            return field.rules.unit() == UNIT_DATE           ? "date"
                   : field.rules.unit() == UNIT_DATE_OR_YEAR ? "date_or_year"
                                                             : "text";
        case Kind::reference:
            return "reference";
        case Kind::blob:
            return "bytes";
    }
    return "unknown";
}

boost::json::object both(const Label& label) {
    return {{"zh", label.zh()}, {"en", label.en()}};
}

template <typename Roles>
boost::json::array roleNames(const Roles& roles) {
    boost::json::array names;
    for (const int role : roles) {
        names.emplace_back(roleName(static_cast<Role>(role)));
    }
    return names;
}

boost::json::object fieldJson(const Field& field) {
    boost::json::object json{{"name", field.name},
                             {"number", field.number},
                             {"kind", kindName(field)},
                             {"set", field.isSet},
                             {"label", both(field.rules.label())}};
    json["required"] = field.rules.required();
    json["system"] = field.rules.system() || field.common;
    json["sealed"] = field.rules.sealed();
    json["merge"] = MergeClass_Name(field.rules.merge()).substr(std::string("MERGE_CLASS_").size());
    json["privacy"] = field.rules.privacy() == PRIVACY_SENSITIVE  ? "sensitive"
                      : field.rules.privacy() == PRIVACY_PERSONAL ? "personal"
                                                                  : "open";
    if (field.rules.max_chars() > 0) {
        json["maxChars"] = field.rules.max_chars();
    }
    if (field.rules.has_min()) {
        json["min"] = field.rules.min();
    }
    if (field.rules.has_max()) {
        json["max"] = field.rules.max();
    }
    if (!field.rules.ref().empty()) {
        json["ref"] = field.rules.ref();
    }
    if (field.kind == Kind::choice) {
        boost::json::array choices;
        for (const auto& choice : field.choices) {
            choices.push_back(
                boost::json::object{{"name", choice.name}, {"label", both(choice.label)}});
        }
        json["choices"] = std::move(choices);
    }
    return json;
}

boost::json::object typeJson(const RecordType& type) {
    boost::json::object json{
        {"name", type.name}, {"number", type.number}, {"label", both(type.rules.label())}};
    boost::json::array fields;
    for (const auto& field : type.fields) {
        fields.push_back(fieldJson(field));
    }
    json["fields"] = std::move(fields);
    json["insert"] = roleNames(type.rules.insert());
    json["edit"] = roleNames(type.rules.edit());
    json["void"] = roleNames(type.rules.void_());
    json["read"] = roleNames(type.rules.read());
    boost::json::array states;
    for (const auto& state : type.rules.lifecycle().states()) {
        states.push_back(
            boost::json::object{{"name", state.name()}, {"label", both(state.label())}});
    }
    json["states"] = std::move(states);
    boost::json::array actions;
    for (const auto& action : type.rules.lifecycle().actions()) {
        boost::json::array from;
        for (const auto& state : action.from()) {
            from.emplace_back(state);
        }
        actions.push_back(boost::json::object{{"name", action.name()},
                                              {"label", both(action.label())},
                                              {"from", from},
                                              {"to", action.to()},
                                              {"roles", roleNames(action.roles())},
                                              {"offline", action.offline()},
                                              {"needsReason", action.needs_reason()}});
    }
    json["actions"] = std::move(actions);
    return json;
}

void listTypes(Shell& shell) {
    boost::json::array json;
    std::vector<std::vector<std::string>> rows;
    for (const auto& type : shell.catalogue().types()) {
        json.push_back(boost::json::object{
            {"name", type.name}, {"number", type.number}, {"label", both(type.rules.label())}});
        rows.push_back({type.name, type.rules.label().zh(), type.rules.label().en()});
    }
    if (shell.json) {
        print(json);
        return;
    }
    printTable({"TYPE", "类型", "LABEL"}, rows);
}

std::string limitsOf(const Field& field) {
    std::string text;
    const auto add = [&text](const std::string& part) {
        text += (text.empty() ? "" : "; ") + part;
    };
    if (field.rules.required()) {
        add("required");
    }
    if (field.rules.max_chars() > 0) {
        add("≤" + std::to_string(field.rules.max_chars()) + " characters");
    }
    if (field.rules.has_min()) {
        add("≥" + std::to_string(field.rules.min()));
    }
    if (field.rules.has_max()) {
        add("≤" + std::to_string(field.rules.max()));
    }
    if (!field.rules.ref().empty()) {
        add("→ " + field.rules.ref());
    }
    std::string choices;
    for (const auto& choice : field.choices) {
        choices += (choices.empty() ? "" : " ") + choice.name;
    }
    if (!choices.empty()) {
        add(choices);
    }
    if (field.rules.system() || field.common) {
        add("filled in");
    }
    if (field.rules.sealed()) {
        add("sealed");
    }
    return text;
}

void describe(Shell& shell, const std::string& name) {
    const auto& type = shell.type(name);
    if (shell.json) {
        print(typeJson(type));
        return;
    }
    print(type.name + "  " + type.rules.label().zh() + "  " + type.rules.label().en());
    std::vector<std::vector<std::string>> rows;
    for (const auto& field : type.fields) {
        rows.push_back({field.name, kindName(field) + (field.isSet ? " set" : ""),
                        shell.label(field.rules.label()), limitsOf(field)});
    }
    printTable({"FIELD", "KIND", shell.words("名称", "LABEL"), shell.words("规则", "RULES")}, rows);
    for (const auto& action : type.rules.lifecycle().actions()) {
        std::string from;
        for (const auto& state : action.from()) {
            from += (from.empty() ? "" : ", ") + state;
        }
        print("act " + action.name() + " (" + shell.label(action.label()) + "): " + from + " → " +
              action.to());
    }
}

}  // namespace

void addCatalogueCommands(CLI::App& app, Shell& shell) {
    auto* types = app.add_subcommand("types", "Every record type");
    types->add_flag("--json", shell.json, "One JSON array");
    types->footer("Example:\n  xiangji types");
    types->callback([&shell] { listTypes(shell); });

    auto* one =
        app.add_subcommand("describe", "Fields, limits, choices and actions of a record type");
    auto name = std::make_shared<std::string>();
    one->add_option("TYPE", *name, "Record type")->required();
    one->add_flag("--json", shell.json, "One JSON object");
    one->footer("Example:\n  xiangji describe activity");
    one->callback([&shell, name] { describe(shell, *name); });
}

}  // namespace xiangji::cli
