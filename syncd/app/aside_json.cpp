#include "syncd/app/aside_json.hpp"

#include <boost/json/array.hpp>
#include <boost/json/value.hpp>

#include "core/base/bytes.hpp"
#include "core/records/value_text.hpp"
#include "core/records/wire_values.hpp"
#include "core/sync/envelope.hpp"

namespace xiangji::syncd {

namespace json = boost::json;

namespace {

json::value textOrNull(const std::string& text) {
    return text.empty() ? json::value(nullptr) : json::value(text);
}

std::string verbName(wire::Verb verb) {
    switch (verb) {
        case wire::VERB_INSERT:
            return "insert";
        case wire::VERB_EDIT:
            return "edit";
        case wire::VERB_VOID:
            return "void";
        case wire::VERB_ACT:
            return "act";
        case wire::VERB_SETTLE:
            return "settle";
        case wire::VERB_PROPOSE:
            return "propose";
        case wire::VERB_ANSWER:
            return "answer";
        default:
            return "unknown";
    }
}

/// Values by field; sets as the list of elements put in or taken out. Sealed ones stay sealed.
json::object fieldsOf(const RecordType& type, const wire::Change& change, bool removed) {
    json::object fields;
    for (const auto& cell : change.cells()) {
        const Field* field = type.field(FieldNumber{cell.field()});
        const bool isRemoval = cell.op() == wire::Cell::OP_REMOVE;
        const Value value = valueIn(cell);
        if (field == nullptr || isRemoval != removed || field->rules.sealed() ||
            !suits(*field, value)) {
            continue;
        }
        if (!field->isSet) {
            fields[field->name] = toJson(*field, value);
            continue;
        }
        Field element = *field;
        element.isSet = false;
        auto& list = fields[field->name];
        if (!list.is_array()) {
            list.emplace_array();
        }
        list.get_array().push_back(toJson(element, value));
    }
    return fields;
}

json::object changeJson(const wire::Change& change, const Catalogue& catalogue) {
    const RecordType* type = catalogue.find(TypeNumber{change.type()});
    const auto row = Id::fromBytes(change.row());
    json::object object{
        {"type", type == nullptr ? json::value(change.type()) : json::value(type->name)},
        {"row", row ? json::value(row->text()) : json::value(nullptr)},
        {"verb", verbName(change.verb())},
        {"action", textOrNull(change.action())},
        {"reason", textOrNull(change.reason())}};
    if (type != nullptr) {
        object["fields"] = fieldsOf(*type, change, false);
        object["removed"] = fieldsOf(*type, change, true);
    }
    return object;
}

}  // namespace

json::object asideJson(const AsideView& view) {
    return {{"id", view.id.text()},
            {"state", view.state},
            {"kind", view.kind},
            {"reason", view.reason},
            {"words", view.words},
            {"person", view.person},
            {"device", view.device.text()},
            {"seq", view.seq},
            {"type", view.type == nullptr ? json::value(nullptr) : json::value(view.type->name)},
            {"row", view.row.isNone() ? json::value(nullptr) : json::value(view.row.text())},
            {"awaits", textOrNull(view.awaits)},
            {"receivedMs", view.receivedMs}};
}

json::object wholeAsideJson(const AsideView& view, const Catalogue& catalogue) {
    json::object object = asideJson(view);
    wire::Changeset changeset;
    auto& changes = object["changes"].emplace_array();
    if (parseOutside(changeset, view.changeset)) {
        for (const auto& change : changeset.changes()) {
            changes.push_back(changeJson(change, catalogue));
        }
    }
    const bool whole = !view.envelope.empty();
    object[whole ? "envelope" : "changeset"] = toBase64Url(whole ? view.envelope : view.changeset);
    return object;
}

}  // namespace xiangji::syncd
