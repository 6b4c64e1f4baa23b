#include "syncd/office/protected_rows.hpp"

#include <algorithm>
#include <boost/json/array.hpp>
#include <boost/json/parse.hpp>
#include <boost/json/value.hpp>

#include "core/base/civil_time.hpp"
#include "core/base/random.hpp"
#include "core/records/clear_text.hpp"
#include "core/records/validate.hpp"
#include "core/records/value_text.hpp"
#include "syncd/office/row_json.hpp"

namespace xiangji::syncd {

namespace json = boost::json;

namespace {

constexpr std::size_t kTokenBytes = 16;
constexpr const char* kDoor = "office";

std::string textIn(const json::object& object, std::string_view key) {
    const auto* found = object.if_contains(key);
    const auto* text = found != nullptr ? found->if_string() : nullptr;
    return text != nullptr ? std::string(*text) : std::string();
}

std::vector<const Field*> openableOf(const OfficeView& view, const SeenRow& row) {
    auto fields = view.openable(*row.type);
    std::erase_if(fields, [&](const Field* field) {
        return isUnset(valueOf(row, *field)) ||
               (row.titleOnly() && field->name != row.type->rules.title());
    });
    return fields;
}

/// Why a field of a row does not open.
std::string whyNot(ShownToOthers shown) {
    switch (shown) {
        case ShownToOthers::title:
            return ": there is no consent yet; until then only what somebody is called may be read";
        case ShownToOthers::titleAndQuarrel:
            return ": people differ over consent; until that is settled only what somebody is "
                   "called may be read";
        case ShownToOthers::whole:
            break;
    }
    return ": there is nothing in it";
}

json::object listed(const SeenRow& row, const OfficeView& view, const std::string& title,
                    CellText& texts) {
    json::array fields;
    for (const Field* field : openableOf(view, row)) {
        fields.push_back(json::string(field->name));
    }
    const auto home = row.fields.find(common::kHomeOrg);
    const auto made = row.fields.find(common::kCreatedDevMs);
    const auto* madeMs =
        made == row.fields.end() ? nullptr : std::get_if<std::int64_t>(&made->second);
    return {{"id", row.id.text()},
            {"title", title},
            {"unit",
             home == row.fields.end() ? std::string() : texts.units().pathName(idIn(home->second))},
            {"stateLabel", texts.state(row)},
            {"quarrel", row.shown == ShownToOthers::titleAndQuarrel},
            {"made", madeMs == nullptr ? std::string() : civilDate(*madeMs)},
            {"fields", std::move(fields)}};
}

}  // namespace

ProtectedRows::ProtectedRows(Reader& reader, const OfficeView& view, ProtectedSeat seat)
    : reader_(reader),
      view_(view),
      seat_(std::move(seat)),
      token_(toHex(SystemRandom().bytes(kTokenBytes))) {}

Result<json::object> ProtectedRows::list(const Ask& ask, const Page& page, const Id& unit,
                                         CellText& texts) {
    json::array types;
    const RecordType* chosen = nullptr;
    for (const auto& type : view_.catalogue().types()) {
        const auto openable = view_.openable(type);
        if (openable.empty()) {
            continue;
        }
        json::object fields;
        for (const Field* field : openable) {
            fields[field->name] = labelJson(columnLabel(*field));
        }
        types.push_back(json::object{{"name", type.name},
                                     {"label", labelJson(type.rules.label())},
                                     {"fields", std::move(fields)}});
        chosen = type.name == ask.parameter("type") ? &type : chosen;
    }
    json::object result{{"token", token_}, {"types", std::move(types)}};
    if (chosen == nullptr) {
        return result;
    }
    const RowsWanted wanted{.unit = unit, .most = page.most, .skip = page.skip};
    XIANGJI_LET(total, reader_.count(*chosen, wanted));
    XIANGJI_LET(rows, reader_.rows(*chosen, wanted));
    json::array items;
    for (const auto& row : rows) {
        items.push_back(listed(row, view_, maskedTitle(row), texts));
    }
    result["total"] = total;
    result["items"] = std::move(items);
    return result;
}

Result<ProtectedRows::Wanted> ProtectedRows::wanted(const Ask& ask) const {
    json::error_code fault;
    const auto read = json::parse(ask.body, fault);
    const auto* object = fault ? nullptr : read.if_object();
    if (object == nullptr) {
        return Error{Fault::invalid, "what was posted is no JSON object"};
    }
    if (textIn(*object, "token") != token_) {
        return Error{Fault::refused, "this page is older than the running syncd; load it again"};
    }
    Wanted wanted;
    wanted.type = view_.catalogue().find(textIn(*object, "type"));
    const auto row = Id::parse(textIn(*object, "row"));
    const auto* names = object->if_contains("fields");
    if (wanted.type == nullptr || !row || names == nullptr || !names->is_array() ||
        names->get_array().empty()) {
        return Error{Fault::invalid, "say which row and which of its fields"};
    }
    const auto openable = view_.openable(*wanted.type);
    for (const auto& name : names->get_array()) {
        const Field* field =
            name.is_string() ? wanted.type->field(std::string_view(name.get_string())) : nullptr;
        if (field == nullptr || std::ranges::find(openable, field) == openable.end()) {
            return Error{Fault::invalid, "this field cannot be opened here"};
        }
        wanted.fields.push_back(field);
        wanted.entry.fields += (wanted.entry.fields.empty() ? "" : ", ") + field->name;
    }
    wanted.entry.who = textIn(*object, "who");
    wanted.entry.reason = textIn(*object, "reason");
    wanted.entry.door = kDoor;
    wanted.entry.act = "opened";
    wanted.entry.type = wanted.type->name;
    wanted.entry.row = *row;
    return wanted;
}

Result<SeenRow> ProtectedRows::row(const Wanted& wanted) {
    XIANGJI_LET(rows, reader_.rows(*wanted.type, {.row = wanted.entry.row, .most = 1}));
    if (rows.empty()) {
        return Error{Fault::notFound, "this row is not there any more"};
    }
    const auto openable = openableOf(view_, rows.front());
    for (const Field* field : wanted.fields) {
        if (std::ranges::find(openable, field) == openable.end()) {
            return Error{Fault::refused, field->name + whyNot(rows.front().shown)};
        }
    }
    return std::move(rows.front());
}

Result<std::string> ProtectedRows::textOf(const SeenRow& row, const Field& field,
                                          bool english) const {
    const Value value = valueOf(row, field);
    const auto* lying = std::get_if<std::string>(&value);
    // What was written before its field was sealed lies in the clear.
    if (!field.rules.sealed() || lying == nullptr || !isSealedText(*lying)) {
        return display(field, value, !english);
    }
    if (!seat_.unseal) {
        return Error{Fault::unsupported, field.name + ": it cannot be opened here"};
    }
    XIANGJI_LET(clear, seat_.unseal({row.type->number, row.id, field.number}, *lying));
    const auto opened = clearValue(field.kind, clear);
    return opened ? Result<std::string>(display(field, *opened, !english))
                  : Error{Fault::untrusted, field.name + ": what is sealed here is no value of it"};
}

std::string ProtectedRows::maskedTitle(const SeenRow& row) const {
    const Field* title = row.type->field(row.type->rules.title());
    return title == nullptr ? std::string() : masked(textOf(row, *title, false).valueOr({}));
}

Result<Answer> ProtectedRows::open(const Ask& ask) {
    XIANGJI_LET(asked, wanted(ask));
    XIANGJI_LET(seen, row(asked));
    // Durable first: a value that was shown is a value of which there is a line.
    XIANGJI_TRY(note(asked.entry));
    json::object values;
    for (const Field* field : asked.fields) {
        XIANGJI_LET(text, textOf(seen, *field, ask.english()));
        values[field->name] = text;
    }
    return Answer::json(json::object{{"values", std::move(values)}}, {});
}

Outcome ProtectedRows::noteExport(const Ask& ask, const RecordType& type, std::uint64_t rows) {
    const std::string who = ask.parameter("who");
    const std::string reason = ask.parameter("reason");
    return note({.who = who.empty() ? "office page" : who,
                 .door = kDoor,
                 .act = "exported",
                 .type = type.name,
                 .rows = rows,
                 .reason = reason.empty() ? "export of a list" : reason});
}

Outcome ProtectedRows::note(const AccessEntry& entry) const {
    return seat_.note ? seat_.note(entry)
                      : Outcome(Error{Fault::unsupported,
                                      "this office keeps no access book, so nothing protected "
                                      "leaves it"});
}

}  // namespace xiangji::syncd
