#include "mobile/models/conflict_words.hpp"

#include "mobile/models/qt_text.hpp"
#include "mobile/models/row_words.hpp"
#include "mobile/models/words.hpp"

namespace xiangji {

namespace {

QString authorOf(const WriteView& write) {
    return write.authorName.empty() ? Words::tr("不认识的人") : toQt(write.authorName);
}

QString valueOf(const RowWords& words, const Field& field, const WriteView& write, Instant nowMs) {
    const QString text = words.cell(field, write.value, nowMs);
    return text.isEmpty() ? Words::tr("（空）") : text;
}

}  // namespace

QVariantMap conflictWords(const Client& client, const ConflictView& conflict, Instant nowMs) {
    const RowWords words(client);
    return {{"id", toQt(conflict.id)},
            {"maySettle", conflict.maySettle},
            {"type", toQt(conflict.type->name)},
            {"typeLabel", Words::label(conflict.type->rules.label())},
            {"rowId", toQt(conflict.row)},
            {"row", words.title(*conflict.type, conflict.row, nowMs)},
            {"field", Words::label(conflict.field->rules.label())},
            {"shown", valueOf(words, *conflict.field, conflict.shown, nowMs)},
            {"shownBy", authorOf(conflict.shown)},
            {"shownAt", Words::when(conflict.shown.atMs, nowMs)},
            {"other", valueOf(words, *conflict.field, conflict.other, nowMs)},
            {"otherBy", authorOf(conflict.other)},
            {"otherAt", Words::when(conflict.other.atMs, nowMs)}};
}

QVariantMap proposalWords(const Client& client, const ProposalView& proposal, Instant nowMs) {
    const RowWords words(client);
    QStringList asks;
    const auto add = [&](const Fields& cells, const QString& pattern) {
        for (const auto& [number, value] : cells) {
            const Field& field = *proposal.type->field(number);
            const QString text = words.cell(field, value, nowMs);
            asks += pattern.arg(Words::label(field.rules.label()),
                                text.isEmpty() ? Words::tr("（空）") : text);
        }
    };
    add(proposal.fields, Words::tr("%1 改为 %2"));
    add(proposal.removed, Words::tr("%1 去掉 %2"));
    return {
        {"id", toQt(proposal.id)},
        {"text", asks.join("\n")},
        {"by", proposal.authorName.empty() ? Words::tr("不认识的人") : toQt(proposal.authorName)},
        {"at", Words::when(proposal.atMs, nowMs)},
        {"state", Words::proposal(proposal)},
        {"open", proposal.state == ProposalView::State::open},
        {"mayAnswer", proposal.mayAnswer},
        {"mayAccept", proposal.mayAccept},
        {"mayWithdraw", proposal.mayWithdraw}};
}

}  // namespace xiangji
