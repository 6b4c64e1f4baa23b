#include "syncd/office/row_json.hpp"

#include <boost/json/array.hpp>

#include "core/base/civil_time.hpp"

namespace xiangji::syncd {

namespace json = boost::json;

namespace {

const char* kindName(Kind kind) {
    switch (kind) {
        case Kind::integer:
            return "integer";
        case Kind::real:
            return "real";
        case Kind::boolean:
            return "boolean";
        case Kind::choice:
            return "choice";
        case Kind::text:
            return "text";
        case Kind::reference:
            return "reference";
        case Kind::blob:
            return "blob";
    }
    return "";
}

bool isNumeric(const Field& field) {
    const bool number = field.kind == Kind::integer || field.kind == Kind::real;
    return number && !field.isSet && field.rules.unit() != UNIT_INSTANT;
}

/// A date or a time: the page keeps it on one line.
bool isMoment(const Field& field) {
    return field.rules.unit() == UNIT_INSTANT || field.rules.unit() == UNIT_DATE;
}

/// What stands behind a column's label where its numbers need a measure.
Label measureOf(const Field& field) {
    const auto label = [](const char* zh, const char* en) {
        Label words;
        words.set_zh(zh);
        words.set_en(en);
        return words;
    };
    switch (field.rules.unit()) {
        case UNIT_MINUTES:
            return label("分钟", "min");
        case UNIT_METRES:
            return label("米", "m");
        case UNIT_DEGREES_E7:
            return label("度×10⁷", "degrees × 10⁷");
        case UNIT_BYTES:
            return label("字节", "bytes");
        case UNIT_MILLISECONDS:
            return label("毫秒", "ms");
        case UNIT_PIXELS:
            return label("像素", "px");
        case UNIT_HUNDREDTHS:
            return label("百分之一", "hundredths");
        default:
            return {};
    }
}

}  // namespace

Label columnLabel(const Field& field) {
    Label label = field.rules.label();
    if (const Label measure = measureOf(field); !measure.zh().empty()) {
        label.set_zh(label.zh() + "（" + measure.zh() + "）");
        label.set_en(label.en() + " (" + measure.en() + ")");
    }
    return label;
}

json::object labelJson(const Label& label) {
    return {{"zh", label.zh()}, {"en", label.en()}};
}

std::optional<Instant> whenOf(const SeenRow& row, const OfficeView& view) {
    const Field* field = view.whenOf(*row.type);
    if (field == nullptr) {
        return std::nullopt;
    }
    Value value = valueOf(row, *field);
    const auto written = row.fields.find(common::kCreatedDevMs);
    if (isUnset(value) && field->kind != Kind::text && written != row.fields.end()) {
        value = written->second;  // as the reader orders and limits them
    }
    if (const auto* instant = std::get_if<std::int64_t>(&value)) {
        return *instant;
    }
    const auto* date = std::get_if<std::string>(&value);
    return date == nullptr ? std::nullopt : startOfCivilDate(*date);
}

json::object rowJson(const SeenRow& row, CellText& texts) {
    const OfficeView& view = texts.view();
    json::object result{
        {"id", row.id.text()}, {"type", row.type->name}, {"title", texts.title(row)}};
    const auto home = row.fields.find(common::kHomeOrg);
    result["unit"] =
        home == row.fields.end() ? std::string() : texts.units().pathName(idIn(home->second));
    result["author"] = row.authorName;
    if (const auto when = whenOf(row, view)) {
        result["date"] = civilDate(*when);
        if (view.whenOf(*row.type)->rules.unit() == UNIT_INSTANT) {
            result["time"] = civilClock(*when);
        }
    }
    result["state"] = stateOf(row);
    result["stateLabel"] = texts.state(row);
    result["conflict"] = row.conflict;
    result["voided"] = row.voided;
    result["editedAfterVoid"] = row.editedAfterVoid;
    json::object cells;
    for (const Field* field : view.shown(*row.type)) {
        if (const std::string text = texts.text(row, *field); !text.empty()) {
            cells[field->name] = text;
        }
    }
    result["cells"] = std::move(cells);
    return result;
}

const Field* homeColumn(const RecordType& type, const OfficeView& view) {
    const Field* home = type.homeField();
    const bool isUnit = home != nullptr && home->rules.ref() == "unit";
    return isUnit && view.shows(type, *home) ? home : nullptr;
}

json::object typeJson(const RecordType& type, const OfficeView& view) {
    const auto nameOf = [](const Field* field) {
        return field == nullptr ? json::value() : json::value(field->name);
    };
    json::object result{{"name", type.name},
                        {"label", labelJson(type.rules.label())},
                        {"group", type.rules.group()},
                        {"title", nameOf(view.titleOf(type))},
                        {"when", nameOf(view.whenOf(type))},
                        {"home", nameOf(homeColumn(type, view))}};
    const std::size_t columns = view.columns(type).size();
    json::array fields;
    for (const Field* field : view.shown(type)) {
        fields.push_back(json::object{{"name", field->name},
                                      {"label", labelJson(columnLabel(*field))},
                                      {"kind", kindName(field->kind)},
                                      {"numeric", isNumeric(*field)},
                                      {"moment", isMoment(*field)},
                                      {"column", fields.size() < columns}});
    }
    result["fields"] = std::move(fields);
    return result;
}

}  // namespace xiangji::syncd
