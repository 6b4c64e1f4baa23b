#include "mobile/models/row_list.hpp"

#include "mobile/models/qt_text.hpp"
#include "mobile/models/row_words.hpp"
#include "mobile/models/session.hpp"
#include "mobile/models/words.hpp"

namespace xiangji {

namespace {

constexpr std::size_t kPage = 200;

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
    // One more than is shown, to know whether there are more; a search looks at all.
    query.most = filter_.isEmpty() ? most_ + 1 : 0;
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
    const auto rows = session.client().list(*type_, query());
    for (const auto& row : rows ? *rows : std::vector<RowView>{}) {
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
