#include "mobile/models/cells.hpp"

#include <QVariantList>

#include "core/base/text.hpp"
#include "core/records/set_value.hpp"
#include "mobile/models/qt_text.hpp"

namespace xiangji {

namespace {

QVariant fromScalar(const Field& field, const Value& value) {
    if (const auto* integer = std::get_if<std::int64_t>(&value)) {
        return field.kind == Kind::boolean ? QVariant(*integer != 0)
                                           : QVariant::fromValue(static_cast<qlonglong>(*integer));
    }
    if (const auto* real = std::get_if<double>(&value)) {
        return *real;
    }
    if (const auto* text = std::get_if<std::string>(&value)) {
        return toQt(*text);
    }
    return field.kind == Kind::reference ? QVariant(toQt(idIn(value))) : QVariant();
}

Value textCell(const QString& typed) {
    const std::string text = fromQt(typed);
    const std::string kept(trimmed(text));
    return kept.empty() ? Value{} : Value{toNfc(kept).value_or(kept)};
}

Value integerCell(const QVariant& value) {
    bool isNumber = false;
    const qlonglong number = value.toLongLong(&isNumber);
    return isNumber ? Value{std::int64_t{number}} : Value{};
}

Value toScalar(const Field& field, const QVariant& value) {
    if (!value.isValid() || value.isNull()) {
        return {};
    }
    switch (field.kind) {
        case Kind::boolean:
            return std::int64_t{value.toBool() ? 1 : 0};
        case Kind::integer:
            return integerCell(value);
        case Kind::choice:
            return value.toLongLong() == 0 ? Value{} : integerCell(value);
        case Kind::real: {
            bool isNumber = false;
            const double number = value.toDouble(&isNumber);
            return isNumber ? Value{number} : Value{};
        }
        case Kind::text:
            return textCell(value.toString());
        case Kind::reference: {
            const Id id = idFrom(value.toString());
            return id.isNone() ? Value{} : refTo(id);
        }
        case Kind::blob:
            return {};
    }
    return {};
}

}  // namespace

QVariant fromCell(const Field& field, const Value& value) {
    if (!field.isSet || isUnset(value)) {
        return isUnset(value) ? QVariant() : fromScalar(field, value);
    }
    QVariantList list;
    for (const auto& element : elementsOf(value, field.kind == Kind::reference).valueOr({})) {
        list += fromScalar(field, element);
    }
    return list;
}

Value toCell(const Field& field, const QVariant& value) {
    if (!field.isSet) {
        return toScalar(field, value);
    }
    Elements elements;
    for (const auto& element : value.toList()) {
        if (const Value cell = toScalar(field, element); !isUnset(cell)) {
            elements.insert(cell);
        }
    }
    return setCell(elements);
}

}  // namespace xiangji
