#include "mobile/models/row_list.hpp"

#include <algorithm>
#include <array>
#include <iterator>

#include "mobile/models/qt_text.hpp"
#include "mobile/models/row_words.hpp"
#include "mobile/models/session.hpp"
#include "mobile/models/words.hpp"

namespace xiangji {

namespace {

constexpr std::size_t kPage = 200;

/// The field by which rows of this type form a tree; nullptr where they don't.
const Field* treeField(const RecordType& type) {
    const Field* parent = type.field(type.rules.home());
    return parent != nullptr && parent->rules.ref() == type.name ? parent : nullptr;
}

/// A tree is looked into from where one stands: oneself, what is right below, what is beside, the
/// rest.
void nearestFirst(const Field& parent, const Id& own, std::vector<RowView>& rows) {
    const auto self = std::ranges::find(rows, own, &RowView::id);
    const Value above = self == rows.end() ? Value{} : cellOf(*self, &parent);
    const auto distance = [&](const RowView& row) -> std::size_t {
        const Value upper = cellOf(row, &parent);
        return row.id == own                       ? 0
               : upper == refTo(own)               ? 1
               : !isUnset(above) && upper == above ? 2
                                                   : 3;
    };
    std::array<std::vector<RowView>, 4> rings;
    for (auto& row : rows) {
        rings.at(distance(row)).push_back(std::move(row));
    }
    rows.clear();
    for (auto& ring : rings) {
        std::ranges::move(ring, std::back_inserter(rows));
    }
}

}  // namespace

QHash<int, QByteArray> rowLineParts() {
    return {{RowList::idPart, "rowId"},
            {RowList::titlePart, "title"},
            {RowList::linePart, "line"},
            {RowList::statePart, "stateLabel"},
            {RowList::sectionPart, "section"},
            {RowList::sendPart, "sendState"},
            {RowList::sendLabelPart, "sendLabel"},
            {RowList::conflictPart, "conflict"},
            {RowList::voidedPart, "voided"}};
}

QVariant partOf(const RowLine& line, int part) {
    switch (part) {
        case RowList::idPart:
            return toQt(line.id);
        case RowList::titlePart:
            return line.title;
        case RowList::linePart:
            return line.line;
        case RowList::statePart:
            return line.state;
        case RowList::sectionPart:
            return line.section;
        case RowList::sendPart:
            return static_cast<int>(line.sendState);
        case RowList::sendLabelPart:
            return Words::sendState(line.sendState);
        case RowList::conflictPart:
            return line.conflict;
        case RowList::voidedPart:
            return line.voided;
        default:
            return {};
    }
}

RowList::RowList(QObject* parent) : QAbstractListModel(parent), most_(kPage) {
    connect(&Session::ofThisApp(), &Session::outdated, this, &RowList::load);
}

int RowList::rowCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : count();
}

QVariant RowList::data(const QModelIndex& index, int part) const {
    return index.isValid() ? partOf(lines_.at(index.row()), part) : QVariant();
}

QHash<int, QByteArray> RowList::roleNames() const {
    return rowLineParts();
}

void RowList::showMore() {
    most_ += kPage;
    load();
}

QString RowList::titleOf(const QString& rowId) const {
    const Id id = idFrom(rowId);
    if (type_ == nullptr || id.isNone()) {
        return {};
    }
    const Session& session = Session::ofThisApp();
    return RowWords(session.client()).title(*type_, id, session.nowMs());
}

QString RowList::typeName() const {
    return type_ == nullptr ? QString() : toQt(type_->name);
}

QString RowList::label() const {
    return type_ == nullptr ? QString() : Words::label(type_->rules.label());
}

void RowList::setTypeName(const QString& name) {
    type_ = Catalogue::builtIn().find(fromQt(name));
    asked();
}

void RowList::setFilter(const QString& filter) {
    filter_ = filter.trimmed();
    asked();
}

void RowList::setWhereField(const QString& field) {
    whereField_ = field;
    asked();
}

void RowList::setWhereRow(const QString& row) {
    whereRow_ = row;
    asked();
}

void RowList::setVoidedToo(bool voidedToo) {
    voidedToo_ = voidedToo;
    asked();
}

void RowList::componentComplete() {
    complete_ = true;
    load();
}

void RowList::asked() {
    emit askedChanged();
    load();
}

Query RowList::query() const {
    Query query{.voidedToo = voidedToo_};
    if (const Field* when = type_->field(type_->rules.when())) {
        query.orderBy = when->number;
        query.descending = true;
    } else if (const Field* title = type_->field(type_->rules.title())) {
        query.orderBy = title->number;
    } else {
        query.orderBy = common::kCreatedDevMs;
        query.descending = true;
    }
    if (const Field* where = type_->field(fromQt(whereField_))) {
        query.where.emplace_back(where->number, refTo(idFrom(whereRow_)));
    }
    // One more than is shown, to know whether there are more; a search looks at all, and so does
    // who orders them.
    query.most = filter_.isEmpty() && treeField(*type_) == nullptr ? most_ + 1 : 0;
    return query;
}

void RowList::load() {
    if (!complete_ || type_ == nullptr) {
        return;
    }
    const Session& session = Session::ofThisApp();
    const Instant nowMs = session.nowMs();
    const RowWords words(session.client());
    QList<RowLine> lines;
    auto rows = session.client().list(*type_, query()).valueOr({});
    if (const Field* parent = treeField(*type_)) {
        nearestFirst(*parent, session.client().me().unit, rows);
    }
    for (const auto& row : rows) {
        RowLine line{.id = row.id,
                     .title = words.title(row, nowMs),
                     .line = words.line(row, nowMs),
                     .state = RowWords::state(row),
                     .section = {},
                     .sendState = row.sendState,
                     .conflict = row.conflict,
                     .voided = row.voided};
        if (filter_.isEmpty() || line.title.contains(filter_, Qt::CaseInsensitive) ||
            line.line.contains(filter_, Qt::CaseInsensitive)) {
            lines += std::move(line);
        }
    }
    cut_ = static_cast<std::size_t>(lines.size()) > most_;
    if (cut_) {
        lines.resize(static_cast<qsizetype>(most_));
    }
    beginResetModel();
    lines_ = std::move(lines);
    endResetModel();
    emit loaded();
}

}  // namespace xiangji
