#include "mobile/models/type_list.hpp"

#include <algorithm>
#include <map>

#include "core/records/permission.hpp"
#include "mobile/models/qt_text.hpp"
#include "mobile/models/session.hpp"
#include "mobile/models/words.hpp"

namespace xiangji {

TypeList::TypeList(QObject* parent) : QAbstractListModel(parent) {
    connect(&Session::ofThisApp(), &Session::outdated, this, &TypeList::load);
    load();
}

int TypeList::rowCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : static_cast<int>(lines_.size());
}

QVariant TypeList::data(const QModelIndex& index, int part) const {
    if (!index.isValid()) {
        return {};
    }
    const Line& line = lines_.at(index.row());
    switch (part) {
        case namePart:
            return toQt(line.type->name);
        case labelPart:
            return Words::label(line.type->rules.label());
        case groupPart:
            return Words::group(line.type->rules.group());
        case countPart:
            return line.count;
        case mayInsertPart:
            return may(Session::ofThisApp().me().roles, *line.type, Verb::insert);
        default:
            return {};
    }
}

QHash<int, QByteArray> TypeList::roleNames() const {
    return {{namePart, "name"},
            {labelPart, "label"},
            {groupPart, "group"},
            {countPart, "count"},
            {mayInsertPart, "mayInsert"}};
}

void TypeList::load() {
    const Session& session = Session::ofThisApp();
    // Groups where people work most often come first; a group nobody thought of comes last.
    static const std::map<std::string, int> kOrder = {
        {"activity", 0}, {"holiday", 1}, {"people", 2}, {"organisation", 3}};
    const auto place = [](const Line& line) {
        const auto found = kOrder.find(line.type->rules.group());
        return found == kOrder.end() ? static_cast<int>(kOrder.size()) : found->second;
    };
    QList<Line> lines;
    for (const auto& type : Catalogue::builtIn().types()) {
        const auto& roles = session.me().roles;
        if (may(roles, type, Verb::read) || may(roles, type, Verb::insert)) {
            lines += {&type, static_cast<qulonglong>(session.client().count(type, {}).valueOr(0))};
        }
    }
    std::sort(lines.begin(), lines.end(), [&](const Line& a, const Line& b) {
        return std::pair(place(a), a.type->number) < std::pair(place(b), b.type->number);
    });
    beginResetModel();
    lines_ = std::move(lines);
    endResetModel();
}

}  // namespace xiangji
