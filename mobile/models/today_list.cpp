#include "mobile/models/today_list.hpp"

#include <QDate>
#include <QGuiApplication>

#include "core/base/civil_time.hpp"
#include "core/records/festivals.hpp"
#include "mobile/models/draft_keeper.hpp"
#include "mobile/models/page_keys.hpp"
#include "mobile/models/qt_text.hpp"
#include "mobile/models/row_words.hpp"
#include "mobile/models/session.hpp"
#include "mobile/models/words.hpp"

namespace xiangji {

namespace {

constexpr std::size_t kMostLooked = 120;
constexpr qsizetype kMostNext = 8;
constexpr qsizetype kMostLast = 20;

std::int64_t beginningOf(const RowView& row, const Field* start) {
    const Value at = cellOf(row, start);
    const Value made =
        row.fields.contains(common::kCreatedDevMs) ? row.fields.at(common::kCreatedDevMs) : Value{};
    const auto* ms = std::get_if<std::int64_t>(isUnset(at) ? &made : &at);
    return ms == nullptr ? 0 : *ms;
}

}  // namespace

TodayList::TodayList(QObject* parent) : QAbstractListModel(parent) {
    connect(&Session::ofThisApp(), &Session::outdated, this, &TodayList::load);
    connect(qGuiApp, &QGuiApplication::applicationStateChanged, this,
            [this](Qt::ApplicationState state) {
                if (state == Qt::ApplicationActive) {
                    load();
                }
            });
    load();
}

int TodayList::rowCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : count();
}

QVariant TodayList::data(const QModelIndex& index, int part) const {
    return index.isValid() ? partOf(lines_.at(index.row()), part) : QVariant();
}

QHash<int, QByteArray> TodayList::roleNames() const {
    return rowLineParts();
}

void TodayList::load() {
    const Instant nowMs = Session::ofThisApp().nowMs();
    readDay(nowMs);
    activityBegun_ = DraftKeeper::has(kNewActivityDraft);
    sheetBegun_ = DraftKeeper::has(kNewSheetDraft);
    beginResetModel();
    lines_ = readActivities(nowMs);
    endResetModel();
    emit loaded();
}

void TodayList::readDay(Instant nowMs) {
    const std::string today = civilDate(nowMs);
    date_ = Words::date(toQt(today), nowMs);
    const Festival* next = nextFestival(today);
    festivalToday_ = next != nullptr && next->date == today;
    festival_.clear();
    if (next == nullptr) {
        return;
    }
    const QString name = Words::label(next->label);
    const auto days = QDate::fromString(toQt(today), Qt::ISODate)
                          .daysTo(QDate::fromString(toQt(next->date), Qt::ISODate));
    festival_ = festivalToday_ ? tr("今天是%1").arg(name)
                               : tr("距%1还有 %2 天（%3）")
                                     .arg(name)
                                     .arg(days)
                                     .arg(Words::date(toQt(next->date), nowMs));
}

QList<RowLine> TodayList::readActivities(Instant nowMs) const {
    const Session& session = Session::ofThisApp();
    const RecordType& type = *Catalogue::builtIn().find("activity");
    const Field* start = type.field(type.rules.when());
    const RowWords words(session.client());
    const std::string today = civilDate(nowMs);
    QList<RowLine> now;
    QList<RowLine> next;
    QList<RowLine> last;
    const auto rows = session.client().list(
        type, {.orderBy = start == nullptr ? common::kCreatedDevMs : start->number,
               .descending = true,
               .most = kMostLooked});
    for (const auto& row : rows ? *rows : std::vector<RowView>{}) {
        const std::string day = civilDate(beginningOf(row, start));
        RowLine line{.id = row.id,
                     .title = words.title(row, nowMs),
                     .line = words.line(row, nowMs),
                     .state = RowWords::state(row),
                     .section = day == today  ? tr("今天")
                                : day > today ? tr("接下来")
                                              : tr("最近"),
                     .sendState = row.sendState,
                     .conflict = row.conflict,
                     .voided = row.voided};
        (day == today ? now : day > today ? next : last) += std::move(line);
    }
    // Newest first came from the database; what is ahead reads the other way round.
    std::reverse(now.begin(), now.end());
    std::reverse(next.begin(), next.end());
    return now + next.mid(0, kMostNext) + last.mid(0, kMostLast);
}

}  // namespace xiangji
