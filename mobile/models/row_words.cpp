#include "mobile/models/row_words.hpp"

#include <QCoreApplication>
#include <QStringList>
#include <algorithm>

#include "core/records/set_value.hpp"
#include "mobile/models/form_field.hpp"
#include "mobile/models/qt_text.hpp"
#include "mobile/models/settings.hpp"
#include "mobile/models/words.hpp"

namespace xiangji {

namespace {

constexpr int kMostTitleSteps = 3;  // a title may stand in another row, that row's in a third

const Field* titleField(const RecordType& type) {
    if (const Field* title = type.field(type.rules.title())) {
        return title;
    }
    const auto columns = listColumns(type);
    return columns.empty() ? nullptr : columns.front();
}

QString titleOf(const Client& client, const RecordType& type, const Id& id, Instant nowMs,
                int steps);

QString cellText(const Client& client, const Field& field, const Value& value, Instant nowMs,
                 int steps) {
    if (isUnset(value)) {
        return {};
    }
    if (field.kind == Kind::reference) {
        const RecordType* type = Catalogue::builtIn().find(field.rules.ref());
        QStringList titles;
        if (!field.isSet) {
            return type == nullptr ? QString() : titleOf(client, *type, idIn(value), nowMs, steps);
        }
        for (const auto& element : elementsOf(value, true).valueOr({})) {
            titles +=
                type == nullptr ? QString() : titleOf(client, *type, idIn(element), nowMs, steps);
        }
        return titles.join("、");
    }
    if (const auto* ms = std::get_if<std::int64_t>(&value);
        ms != nullptr && field.rules.unit() == UNIT_INSTANT) {
        return Words::when(*ms, nowMs);
    }
    const QString text = toQt(display(field, value, Settings::ofThisApp().chinese()));
    const QString unit = Words::unit(field.rules.unit());
    // A line may end before "26 人", not within it.
    const bool counts = std::holds_alternative<std::int64_t>(value) && !unit.isEmpty();
    return field.kind == Kind::integer && counts ? text + QChar::Nbsp + unit : text;
}

QString titleOf(const Client& client, const RecordType& type, const Id& id, Instant nowMs,
                int steps) {
    const Field* title = titleField(type);
    const auto row = client.row(type, id);
    if (!row) {
        return Words::tr("（不在本机）");
    }
    const QString text = title == nullptr || steps <= 0
                             ? QString()
                             : cellText(client, *title, cellOf(*row, title), nowMs, steps - 1);
    return text.isEmpty() ? Words::label(type.rules.label()) : text;
}

}  // namespace

std::vector<const Field*> listColumns(const RecordType& type) {
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

Value cellOf(const RowView& row, const Field* field) {
    if (field == nullptr) {
        return {};
    }
    const auto found = row.fields.find(field->number);
    return found == row.fields.end() ? Value{} : found->second;
}

QString RowWords::cell(const Field& field, const Value& value, Instant nowMs) const {
    return cellText(client_, field, value, nowMs, kMostTitleSteps);
}

QString RowWords::title(const RowView& row, Instant nowMs) const {
    const Field* title = titleField(*row.type);
    const QString text = title == nullptr ? QString() : cell(*title, cellOf(row, title), nowMs);
    return text.isEmpty() ? Words::label(row.type->rules.label()) : text;
}

QString RowWords::title(const RecordType& type, const Id& id, Instant nowMs) const {
    return titleOf(client_, type, id, nowMs, kMostTitleSteps);
}

QString RowWords::line(const RowView& row, Instant nowMs) const {
    QStringList parts;
    for (const Field* column : listColumns(*row.type)) {
        const QString text =
            column == titleField(*row.type) ? QString() : cell(*column, cellOf(row, column), nowMs);
        if (!text.isEmpty()) {
            // "6" says nothing; "年级 6" does.
            const bool bare =
                column->kind == Kind::integer && column->rules.unit() == UNIT_UNSPECIFIED;
            parts += bare ? Words::label(column->rules.label()) + " " + text : text;
        }
    }
    return parts.join(" · ");
}

QString RowWords::all(const RowView& row, Instant nowMs) const {
    QStringList lines;
    for (const auto& field : row.type->fields) {
        const QString text = isShown(field) ? cell(field, cellOf(row, &field), nowMs) : QString();
        if (!text.isEmpty()) {
            lines += Words::tr("%1：%2").arg(Words::label(field.rules.label()), text);
        }
    }
    return lines.join("\n");
}

QString RowWords::state(const RowView& row) {
    const auto found = row.fields.find(common::kStatus);
    const auto* name =
        found == row.fields.end() ? nullptr : std::get_if<std::string>(&found->second);
    const State* state = name == nullptr ? nullptr : row.type->state(*name);
    return state == nullptr ? QString() : Words::label(state->label());
}

}  // namespace xiangji
