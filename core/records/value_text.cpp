#include "core/records/value_text.hpp"

#include <boost/json.hpp>
#include <charconv>
#include <cmath>

#include "core/base/civil_time.hpp"
#include "core/base/text.hpp"
#include "core/records/near_names.hpp"
#include "core/records/set_value.hpp"

namespace xiangji {

namespace {

Error wrong(const Field& field, const std::string& what) {
    return {Fault::invalid, field.name + " (" + field.rules.label().zh() + "): " + what};
}

/// What was typed, in an error about it; of a sealed field no error repeats it.
std::string quoted(const Field& field, std::string_view text) {
    return field.rules.sealed() ? "what was given" : '"' + std::string(text) + '"';
}

template <typename Number>
std::optional<Number> numberIn(std::string_view text) {
    Number number{};
    const auto [end, code] = std::from_chars(text.data(), text.data() + text.size(), number);
    return code == std::errc() && end == text.data() + text.size() ? std::optional(number)
                                                                   : std::nullopt;
}

Result<Value> parseInteger(const Field& field, std::string_view text) {
    if (const auto number = numberIn<std::int64_t>(text)) {
        return Value(*number);
    }
    if (field.rules.unit() == UNIT_INSTANT) {
        if (const auto instant = parseInstant(text)) {
            return Value(std::int64_t{*instant});
        }
        return wrong(field, quoted(field, text) +
                                " is no time; write 2026-06-19T09:30+08:00 or UTC milliseconds");
    }
    return wrong(field, quoted(field, text) + " is not a whole number");
}

Result<Value> parseBoolean(const Field& field, std::string_view text) {
    for (const auto* yes : {"true", "yes", "1", "是"}) {
        if (text == yes) {
            return Value(std::int64_t{1});
        }
    }
    for (const auto* no : {"false", "no", "0", "否"}) {
        if (text == no) {
            return Value(std::int64_t{0});
        }
    }
    return wrong(field, quoted(field, text) + " is neither true nor false");
}

Result<Value> parseChoice(const Field& field, std::string_view text) {
    std::vector<std::string> names;
    for (const auto& choice : field.choices) {
        if (choice.name == text || choice.label.zh() == text) {
            return Value(choice.number);
        }
        names.push_back(choice.name);
    }
    return wrong(field, "there is no " +
                            (field.rules.sealed() ? "such choice" : quoted(field, text)) + "; " +
                            suggestion(text, names));
}

Result<Value> parseReference(const Field& field, std::string_view text, const UnitByCode& units) {
    if (const auto id = Id::parse(text)) {
        return refTo(*id);
    }
    if (field.rules.ref() != "unit") {
        return wrong(field,
                     "\"" + std::string(text) + "\" is not the id of a " + field.rules.ref());
    }
    if (units) {
        XIANGJI_LET(id, units(text));
        if (id) {
            return refTo(*id);
        }
    }
    return wrong(field, "there is no unit " + std::string(text) +
                            "; give its area code (360982100) or its id");
}

Result<Value> parseScalar(const Field& field, std::string_view text, const UnitByCode& units) {
    switch (field.kind) {
        case Kind::integer:
            return parseInteger(field, text);
        case Kind::boolean:
            return parseBoolean(field, text);
        case Kind::choice:
            return parseChoice(field, text);
        case Kind::reference:
            return parseReference(field, text, units);
        case Kind::real:
            if (const auto number = numberIn<double>(text); number && std::isfinite(*number)) {
                return Value(*number);
            }
            return wrong(field, quoted(field, text) + " is not a number");
        case Kind::text:
            if (auto normal = toNfc(text)) {
                return Value(*std::move(normal));
            }
            return wrong(field, "is not UTF-8 text");
        case Kind::blob:
            if (auto bytes = fromHex(text)) {
                return Value(Blob{*std::move(bytes)});
            }
            return wrong(field, "bytes are written as hexadecimal digits");
    }
    return wrong(field, "cannot be entered");
}

boost::json::value elementJson(const Field& field, const Value& value) {
    if (const auto* integer = std::get_if<std::int64_t>(&value)) {
        if (field.kind == Kind::boolean) {
            return *integer != 0;
        }
        const Choice* choice = field.kind == Kind::choice ? field.choice(*integer) : nullptr;
        return choice != nullptr ? boost::json::value(choice->name) : boost::json::value(*integer);
    }
    if (const auto* real = std::get_if<double>(&value)) {
        return *real;
    }
    if (const auto* text = std::get_if<std::string>(&value)) {
        return boost::json::string(*text);
    }
    if (const auto* blob = std::get_if<Blob>(&value)) {
        return boost::json::string(field.kind == Kind::reference ? idIn(value).text()
                                                                 : toHex(blob->bytes()));
    }
    return nullptr;
}

std::string displayElement(const Field& field, const Value& value, bool chinese) {
    if (const auto* integer = std::get_if<std::int64_t>(&value)) {
        if (field.kind == Kind::boolean) {
            return chinese ? (*integer != 0 ? "是" : "否") : (*integer != 0 ? "Yes" : "No");
        }
        if (const Choice* choice = field.kind == Kind::choice ? field.choice(*integer) : nullptr) {
            return chinese ? choice->label.zh() : choice->label.en();
        }
        if (field.rules.unit() == UNIT_INSTANT) {
            return civilDate(*integer) + " " + civilClock(*integer);
        }
        return std::to_string(*integer);
    }
    if (const auto* text = std::get_if<std::string>(&value)) {
        return *text;
    }
    const auto json = elementJson(field, value);
    return json.is_null()     ? std::string()
           : json.is_string() ? std::string(json.get_string())
                              : boost::json::serialize(json);
}

}  // namespace

Result<Value> parseValue(const RecordType& type, const Field& field, std::string_view text,
                         const UnitByCode& units) {
    static_cast<void>(type);
    if (text.empty()) {
        return Value{};
    }
    if (!field.isSet) {
        return parseScalar(field, text, units);
    }
    Elements elements;
    while (!text.empty()) {
        const auto comma = text.find(',');
        const auto part = trimmed(text.substr(0, comma));
        text = comma == std::string_view::npos ? std::string_view() : text.substr(comma + 1);
        if (!part.empty()) {
            XIANGJI_LET(element, parseScalar(field, part, units));
            elements.insert(std::move(element));
        }
    }
    return setCell(elements);
}

Result<Value> parseValue(const RecordType& type, const Field& field, const boost::json::value& json,
                         const UnitByCode& units) {
    if (json.is_null()) {
        return Value{};
    }
    if (field.isSet && json.is_array()) {
        Elements elements;
        for (const auto& item : json.get_array()) {
            if (item.is_structured() || item.is_null() ||
                (field.kind == Kind::text && !item.is_string())) {
                return wrong(
                    field, "each element is one value" +
                               std::string(field.kind == Kind::text ? " in quotation marks" : ""));
            }
            const auto text =
                item.is_string() ? std::string(item.get_string()) : boost::json::serialize(item);
            XIANGJI_LET(element, parseScalar(field, text, units));
            elements.insert(std::move(element));
        }
        return setCell(elements);
    }
    if (json.is_array() || json.is_object()) {
        return wrong(field, "holds one value, not a list or an object");
    }
    const bool textField = field.kind == Kind::text;
    if (textField && !json.is_string()) {
        return wrong(field, "is text; put it in quotation marks");
    }
    const auto text =
        json.is_string() ? std::string(json.get_string()) : boost::json::serialize(json);
    return parseValue(type, field, std::string_view(text), units);
}

boost::json::value toJson(const Field& field, const Value& value) {
    if (!field.isSet || isUnset(value)) {
        return elementJson(field, value);
    }
    boost::json::array array;
    for (const auto& element : elementsOf(value, field.kind == Kind::reference).valueOr({})) {
        array.push_back(elementJson(field, element));
    }
    return array;
}

boost::json::object toJson(const RecordType& type, const Id& id, const Fields& fields) {
    boost::json::object object;
    object["id"] = id.text();
    for (const auto& field : type.fields) {
        const auto cell = fields.find(field.number);
        object[field.name] = toJson(field, cell == fields.end() ? Value{} : cell->second);
    }
    return object;
}

std::string display(const Field& field, const Value& value, bool chinese) {
    if (!field.isSet || isUnset(value)) {
        return displayElement(field, value, chinese);
    }
    std::string text;
    for (const auto& element : elementsOf(value, field.kind == Kind::reference).valueOr({})) {
        text += (text.empty() ? ""
                 : chinese    ? "、"
                              : ", ") +
                displayElement(field, element, chinese);
    }
    return text;
}

}  // namespace xiangji
