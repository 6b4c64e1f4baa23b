#include "core/client/shown_rows.hpp"

#include <algorithm>
#include <tuple>

#include "core/client/standing.hpp"
#include "core/client/views.hpp"
#include "core/records/permission.hpp"
#include "core/records/set_value.hpp"
#include "core/records/value_text.hpp"

namespace xiangji {

Value openedCell(PhoneDatabase& database, const CellPlace& place, Kind kind, const Value& lying) {
    return database.seal() == nullptr ? Value() : database.seal()->shown(place, kind, lying);
}

Fields openedFields(PhoneDatabase& database, const RecordType& type, const Id& id, Fields fields) {
    for (auto cell = fields.begin(); cell != fields.end();) {
        const Field* field = type.field(cell->first);
        if (field != nullptr && field->rules.sealed()) {
            const CellPlace place{type.number, id, cell->first};
            cell->second = openedCell(database, place, field->kind, cell->second);
        }
        cell = isUnset(cell->second) ? fields.erase(cell) : std::next(cell);
    }
    return fields;
}

namespace {

void leaveTitleOnly(const RecordType& type, const Id& me, Fields& fields) {
    const auto author = fields.find(common::kAuthorPerson);
    const bool own = author != fields.end() && !me.isNone() && idIn(author->second) == me;
    if (!own && showsTitleOnly(type, fields)) {
        eraseIf(fields, [&](const auto& cell) {
            const Field* field = type.field(cell.first);
            return field != nullptr && !isSeenWithTitle(type, *field);
        });
    }
}

bool isSealedColumn(const RecordType& type, FieldNumber number) {
    const Field* field = type.field(number);
    return field != nullptr && field->rules.sealed() && isListed(type, *field);
}

/// What lists show of sealed fields: titles and columns as they read, of the others that they are
/// there.
void openColumns(PhoneDatabase& database, const RecordType& type, StoredRow& row) {
    for (auto cell = row.fields.begin(); cell != row.fields.end();) {
        const Field* field = type.field(cell->first);
        if (field != nullptr && field->rules.sealed()) {
            cell->second = isListed(type, *field)
                               ? openedCell(database, {type.number, row.id, cell->first},
                                            field->kind, cell->second)
                               : Value(std::string(kSealedShown));
        }
        cell = isUnset(cell->second) ? row.fields.erase(cell) : std::next(cell);
    }
}

const Value& valueAt(const Fields& fields, FieldNumber number) {
    static const Value kUnset;
    const auto found = fields.find(number);
    return found == fields.end() ? kUnset : found->second;
}

/// Whether what lists show of the field is not what lies there: it lies sealed, or lists hide it of
/// some rows.
bool showsOtherThanLies(const RecordType& type, FieldNumber number) {
    const Field* field = type.field(number);
    return isSealedColumn(type, number) ||
           (field != nullptr && mayHide(type) && !isSeenWithTitle(type, *field));
}

bool chosenAsShown(const RecordType& type, const RowFilter& filter) {
    return std::ranges::any_of(filter.where, [&](const auto& condition) {
        return showsOtherThanLies(type, condition.first);
    });
}

bool isAsked(const Field& field, const Value& shown, const Value& asked) {
    if (!field.isSet || isUnset(asked)) {
        return shown == asked;
    }
    const auto elements = elementsOf(shown, field.kind == Kind::reference);
    return elements && elements->contains(asked);
}

Id meIn(PhoneDatabase& database) {
    wire::Standing standing;
    standing.ParseFromString(database.knownBytes(known::kStanding));
    return personOf(standing);
}

/// Rows as SQL would give them, were what lists show what lies there: rows are chosen and ordered
/// by the values that they show.
std::vector<StoredRow> listedRows(PhoneDatabase& database, const RecordType& type,
                                  const RowFilter& filter) {
    const bool ordered = filter.orderBy && showsOtherThanLies(type, *filter.orderBy);
    const bool chosen = chosenAsShown(type, filter);
    RowFilter readable = filter;
    std::erase_if(readable.where,
                  [&](const auto& condition) { return showsOtherThanLies(type, condition.first); });
    if (ordered) {
        readable.orderBy.reset();
    }
    if (ordered || chosen) {
        readable.most = 0;
    }
    auto rows = RowTable(database.connection(), type).rows(readable);
    const Id me = meIn(database);
    for (auto& row : rows) {
        openColumns(database, type, row);
        leaveTitleOnly(type, me, row.fields);
    }
    std::erase_if(rows, [&](const StoredRow& row) {
        return std::ranges::any_of(filter.where, [&](const auto& condition) {
            return showsOtherThanLies(type, condition.first) &&
                   !isAsked(*type.field(condition.first), valueAt(row.fields, condition.first),
                            condition.second);
        });
    });
    if (ordered) {
        const auto key = [&](const StoredRow& row) {
            return std::tie(valueAt(row.fields, *filter.orderBy), row.id);
        };
        std::ranges::sort(rows, [&](const StoredRow& a, const StoredRow& b) {
            return filter.descending ? key(b) < key(a) : key(a) < key(b);
        });
    }
    if (filter.most > 0 && rows.size() > filter.most) {
        rows.resize(filter.most);
    }
    return rows;
}

}  // namespace

std::vector<RowView> viewRows(PhoneDatabase& database, const RecordType& type,
                              const RowFilter& filter) {
    std::vector<RowView> views;
    for (auto& row : listedRows(database, type, filter)) {
        views.push_back(viewRow(database, type, row.id, std::move(row.fields)));
    }
    return views;
}

namespace {

/// What the centre lets be known of a row outside this phone's scope.
std::string publicLabelIn(PhoneDatabase& database, const RecordType& type, const Id& id) {
    auto query =
        database.connection().statement("SELECT label FROM _label WHERE type = ?1 AND row = ?2");
    query.bind(1, std::int64_t{type.number}).bind(2, id);
    return query.step() ? query.text(0) : std::string();
}

}  // namespace

std::uint64_t countRows(PhoneDatabase& database, const RecordType& type, const RowFilter& filter) {
    RowFilter all = filter;
    all.most = 0;
    return chosenAsShown(type, filter) ? listedRows(database, type, all).size()
                                       : RowTable(database.connection(), type).count(filter);
}

std::string titleIn(PhoneDatabase& database, const RecordType& type, const Id& id) {
    const Field* title = type.field(type.rules.title());
    if (title == nullptr || id.isNone()) {
        return {};
    }
    const auto row = RowTable(database.connection(), type).row(id);
    if (!row) {
        return publicLabelIn(database, type, id);
    }
    Value value = valueAt(*row, title->number);
    if (title->rules.sealed()) {
        value = openedCell(database, {type.number, id, title->number}, title->kind, value);
    }
    return isUnset(value) ? std::string() : display(*title, value, true);
}

}  // namespace xiangji
