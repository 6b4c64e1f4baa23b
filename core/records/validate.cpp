#include "core/records/validate.hpp"

#include "core/base/civil_time.hpp"
#include "core/base/text.hpp"
#include "core/records/field_seal.hpp"
#include "core/records/set_value.hpp"
#include "core/records/wire_values.hpp"

namespace xiangji {

namespace {

constexpr Instant kMostSpanMs = Instant{366} * 24 * 3600 * 1000;  // DOMAIN §2.1: at most a year

std::string named(const Field& field) {
    return field.name + " (" + field.rules.label().zh() + ")";
}

Error wrong(const Field& field, const std::string& what) {
    return {Fault::invalid, named(field) + ": " + what};
}

/// What was given, before what is wrong with it; of a sealed field no message repeats it.
std::string given(const Field& field, const std::string& what) {
    return field.rules.sealed() ? std::string() : what;
}

bool isYear(std::string_view text) {
    return text.size() == 4 && text.find_first_not_of("0123456789") == std::string_view::npos;
}

Outcome checkText(const Field& field, const std::string& text) {
    const auto& rules = field.rules;
    if (text.size() > kMaxValueBytes) {
        return wrong(field, std::to_string(text.size()) + " bytes, at most 65536; shorten it");
    }
    if (!isNfc(text) && !toNfc(text)) {
        return wrong(field, "is not UTF-8 text; type it again");
    }
    const std::size_t length = codePoints(text);
    if (rules.min_chars() > 0 && codePoints(trimmed(text)) < rules.min_chars()) {
        return wrong(field, std::to_string(length) + " characters, at least " +
                                std::to_string(rules.min_chars()) + "; say more");
    }
    if (rules.max_chars() > 0 && length > rules.max_chars()) {
        return wrong(field, std::to_string(length) + " characters, at most " +
                                std::to_string(rules.max_chars()) + "; shorten it by " +
                                std::to_string(length - rules.max_chars()));
    }
    for (const auto& word : rules.forbidden()) {
        if (text.find(word) != std::string::npos) {
            return wrong(field, "may not contain \"" + word + "\"; say what was done");
        }
    }
    if (rules.unit() != UNIT_DATE && rules.unit() != UNIT_DATE_OR_YEAR) {
        return {};
    }
    const bool date = startOfCivilDate(text).has_value();
    if (rules.unit() == UNIT_DATE && !date) {
        return wrong(field, given(field, "\"" + text + "\" ") + "is no date; write 2026-06-19");
    }
    if (rules.unit() == UNIT_DATE_OR_YEAR && !date && !isYear(text)) {
        return wrong(field, given(field, "\"" + text + "\" ") +
                                "is neither a year nor a date; write 2015 or 2015-06-01");
    }
    return {};
}

Outcome checkInteger(const Field& field, std::int64_t integer) {
    const auto& rules = field.rules;
    const auto said = [&] { return std::to_string(integer); };
    if (field.kind == Kind::choice && field.choice(integer) == nullptr) {
        return wrong(field, given(field, said() + " ") + "is none of its choices");
    }
    if (field.kind == Kind::boolean && integer != 0 && integer != 1) {
        return wrong(field, given(field, said() + " ") + "is neither yes (1) nor no (0)");
    }
    if (rules.has_min() && integer < rules.min()) {
        return wrong(field,
                     given(field, said() + ", ") + "at least " + std::to_string(rules.min()));
    }
    if (rules.has_max() && integer > rules.max()) {
        return wrong(field, given(field, said() + ", ") + "at most " + std::to_string(rules.max()));
    }
    return {};
}

Outcome checkScalar(const Field& field, const Value& value) {
    if (!suits(field, value)) {
        return wrong(field, field.kind == Kind::reference ? "is not the id of a row"
                                                          : "holds another kind of value");
    }
    if (const auto* text = std::get_if<std::string>(&value)) {
        return checkText(field, *text);
    }
    if (const auto* integer = std::get_if<std::int64_t>(&value)) {
        return checkInteger(field, *integer);
    }
    if (const auto* blob = std::get_if<Blob>(&value);
        blob != nullptr && blob->bytes().size() > kMaxValueBytes) {
        return wrong(field, std::to_string(blob->bytes().size()) + " bytes, at most 65536");
    }
    return {};
}

Outcome checkSpan(const Field& start, const Field& end, const Fields& fields) {
    const auto from = fields.find(start.number);
    const auto to = fields.find(end.number);
    if (from == fields.end() || to == fields.end() || isUnset(from->second) ||
        isUnset(to->second)) {
        return {};
    }
    if (to->second < from->second) {
        return wrong(end, "lies before " + named(start) + "; check both");
    }
    const auto* startMs = std::get_if<std::int64_t>(&from->second);
    const auto* endMs = std::get_if<std::int64_t>(&to->second);
    if (startMs != nullptr && endMs != nullptr && start.rules.unit() == UNIT_INSTANT &&
        *endMs - *startMs > kMostSpanMs) {
        return wrong(end, "lies more than a year after " + named(start));
    }
    return {};
}

}  // namespace

bool isSealedText(std::string_view text) {
    return text.starts_with(kSealedMark) && text.size() <= kMaxValueBytes;
}

Outcome validateValue(const RecordType& type, const Field& field, const Value& value) {
    if (!field.rules.sealed() || isUnset(value)) {
        return validateClear(type, field, value);
    }
    const auto* text = std::get_if<std::string>(&value);
    return text != nullptr && isSealedText(*text)
               ? Outcome()
               : wrong(field,
                       "is only kept sealed and cannot be entered in the clear; leave it out");
}

Outcome validateClear(const RecordType& type, const Field& field, const Value& value) {
    static_cast<void>(type);
    if (isUnset(value)) {
        return field.rules.required() ? Outcome(wrong(field, "required; it cannot be left empty"))
                                      : Outcome();
    }
    if (!field.isSet) {
        return checkScalar(field, value);
    }
    const auto elements = elementsOf(value, field.kind == Kind::reference);
    if (!elements) {
        return wrong(field, "is not a list");
    }
    for (const auto& element : *elements) {
        XIANGJI_TRY(checkScalar(field, element));
    }
    const auto* text = std::get_if<std::string>(&value);
    return text->size() > kMaxValueBytes ? Outcome(wrong(field, "holds too many elements"))
                                         : Outcome();
}

Outcome validateInsert(const RecordType& type, const Fields& fields) {
    static const Value kUnset;
    auto cell = fields.begin();  // both lists are by number
    for (const auto& field : type.fields) {
        while (cell != fields.end() && cell->first < field.number) {
            ++cell;
        }
        const bool isSet = cell != fields.end() && cell->first == field.number;
        XIANGJI_TRY(validateValue(type, field, isSet ? cell->second : kUnset));
    }
    return validateSpans(type, fields);
}

Outcome validateSpans(const RecordType& type, const Fields& fields) {
    for (const auto& [start, end] : type.spans()) {
        XIANGJI_TRY(checkSpan(type.fields[start], type.fields[end], fields));
    }
    return {};
}

Outcome validateEdit(const RecordType& type, const Fields& changed) {
    for (const auto& [number, value] : changed) {
        const Field* field = type.field(number);
        if (field == nullptr) {
            return Error{Fault::invalid,
                         type.name + " has no field number " + std::to_string(number)};
        }
        XIANGJI_TRY(validateValue(type, *field, value));
    }
    return validateSpans(type, changed);
}

}  // namespace xiangji
