#include "mobile/app/drive/item_finder.hpp"

#include <QQuickItem>
#include <QQuickWindow>
#include <algorithm>
#include <map>

#include "mobile/app/drive/item_view.hpp"

namespace xiangji {

namespace {

constexpr qsizetype kCandidates = 12;

void gather(QQuickItem& item, bool hiddenToo, QList<QQuickItem*>& into) {
    if (!hiddenToo && !isShown(item)) {
        return;
    }
    into.append(&item);
    for (QQuickItem* const child : childrenBackToFront(item)) {
        gather(*child, hiddenToo, into);
    }
}

QList<QQuickItem*> gathered(const QQuickWindow& window, bool hiddenToo) {
    QList<QQuickItem*> items;
    gather(*window.contentItem(), hiddenToo, items);
    return items;
}

bool matches(QQuickItem& item, const Target& target) {
    return target.name.isEmpty() ? reads(item, target.text) : nameOf(item) == target.name;
}

/// A button and the label inside it carry the same words: the outer one is meant.
QList<QQuickItem*> outermost(const QList<QQuickItem*>& items) {
    QList<QQuickItem*> kept;
    for (QQuickItem* const item : items) {
        const bool inner = std::any_of(kept.begin(), kept.end(),
                                       [&](QQuickItem* outer) { return isInside(item, outer); });
        if (!inner) {
            kept.append(item);
        }
    }
    return kept;
}

/// How far apart two names are, counted in changed letters.
qsizetype distance(const QString& a, const QString& b) {
    QList<qsizetype> row(b.size() + 1);
    for (qsizetype j = 0; j <= b.size(); ++j) {
        row[j] = j;
    }
    for (qsizetype i = 1; i <= a.size(); ++i) {
        qsizetype diagonal = row[0];
        row[0] = i;
        for (qsizetype j = 1; j <= b.size(); ++j) {
            const qsizetype replaced =
                diagonal + (a[i - 1].toLower() == b[j - 1].toLower() ? 0 : 1);
            diagonal = row[j];
            row[j] = std::min({replaced, row[j] + 1, row[j - 1] + 1});
        }
    }
    return row[b.size()];
}

}  // namespace

QList<QQuickItem*> ItemFinder::everyShown() const {
    return gathered(window_, false);
}

QList<QQuickItem*> ItemFinder::shown(const Target& target) const {
    wakeAccessibility();
    QList<QQuickItem*> found;
    for (QQuickItem* const item : everyShown()) {
        if (matches(*item, target)) {
            found.append(item);
        }
    }
    return target.name.isEmpty() ? outermost(found) : found;
}

Result<QQuickItem*> ItemFinder::find(const Target& target) const {
    QList<QQuickItem*> found = shown(target);
    if (target.index >= 0 && target.index < found.size()) {
        return found.at(target.index);
    }
    if (target.index < 0 && found.size() > 1) {
        const QRectF window(QPointF(0, 0), window_.size());
        QList<QQuickItem*> inView;
        std::copy_if(found.begin(), found.end(), std::back_inserter(inView),
                     [&](QQuickItem* item) { return windowBox(*item).intersects(window); });
        found = inView.isEmpty() ? found : inView;
    }
    if (target.index < 0 && found.size() == 1) {
        return found.first();
    }
    if (!found.isEmpty()) {
        const QString sentence = QString("%1 is on the page %2 times; give an \"index\" from 0")
                                     .arg(target.described())
                                     .arg(found.size());
        return Error{Fault::invalid, sentence.toStdString()};
    }
    const QList<QQuickItem*> all = gathered(window_, true);
    const bool hidden = std::any_of(all.begin(), all.end(),
                                    [&](QQuickItem* item) { return matches(*item, target); });
    const QString sentence =
        hidden ? QString("%1 is not visible").arg(target.described())
               : QString("there is no item called %1 on this page").arg(target.described());
    return Error{Fault::notFound, sentence.toStdString()};
}

QStringList ItemFinder::similar(const Target& target) const {
    const bool byName = !target.name.isEmpty();
    const QString wanted = byName ? target.name : target.text;
    QStringList words;
    for (QQuickItem* const item : everyShown()) {
        const QString word = byName ? nameOf(*item) : shownText(*item);
        if (!word.isEmpty() && !words.contains(word)) {
            words.append(word);
        }
    }
    std::map<qsizetype, QStringList> byDistance;
    for (const QString& word : words) {
        const bool related = word.contains(wanted, Qt::CaseInsensitive) ||
                             wanted.contains(word, Qt::CaseInsensitive);
        byDistance[related ? 0 : distance(word.left(64), wanted.left(64))].append(word);
    }
    QStringList nearest;
    for (const auto& [apart, some] : byDistance) {
        nearest += some;
    }
    return nearest.mid(0, kCandidates);
}

}  // namespace xiangji
