#include "mobile/models/row_detail.hpp"

#include "core/records/permission.hpp"
#include "mobile/models/conflict_words.hpp"
#include "mobile/models/form_field.hpp"
#include "mobile/models/qt_text.hpp"
#include "mobile/models/row_words.hpp"
#include "mobile/models/session.hpp"
#include "mobile/models/words.hpp"

namespace xiangji {

namespace {

bool hasOffice(const std::vector<Role>& roles) {
    return std::any_of(roles.begin(), roles.end(), isOfficeRole);
}

std::string statusOf(const RowView& row) {
    const Value status =
        row.fields.contains(common::kStatus) ? row.fields.at(common::kStatus) : Value{};
    const auto* text = std::get_if<std::string>(&status);
    return text == nullptr ? std::string() : *text;
}

}  // namespace

RowDetail::RowDetail(QObject* parent) : QObject(parent) {
    connect(&Session::ofThisApp(), &Session::outdated, this, &RowDetail::load);
}

void RowDetail::componentComplete() {
    complete_ = true;
    load();
}

QString RowDetail::sendLabel() const {
    return Words::sendState(row_.sendState);
}

void RowDetail::load() {
    if (!complete_) {
        return;
    }
    const Session& session = Session::ofThisApp();
    type_ = Catalogue::builtIn().find(fromQt(typeName_));
    auto row =
        type_ == nullptr ? Result<RowView>(Error{}) : session.client().row(*type_, idFrom(rowId_));
    present_ = static_cast<bool>(row);
    row_ = row ? *std::move(row) : RowView{};
    fields_.clear();
    actions_.clear();
    related_.clear();
    conflicts_.clear();
    proposals_.clear();
    if (present_) {
        title_ = RowWords(session.client()).title(row_, session.nowMs());
        typeLabel_ = Words::label(type_->rules.label());
        stateLabel_ = RowWords::state(row_);
        readFields();
        readActions();
        readRelated();
        readConflicts();
        readProposals();
    }
    emit loaded();
}

void RowDetail::readFields() {
    const Session& session = Session::ofThisApp();
    const RowWords words(session.client());
    const auto add = [&](const Field& field, const QString& label) {
        const QString text = words.cell(field, cellOf(row_, &field), session.nowMs());
        if (!text.isEmpty()) {
            fields_ += QVariantMap{{"label", label}, {"text", text}};
        }
    };
    for (const auto& field : type_->fields) {
        if (isShown(field) || field.rules.system()) {
            add(field, Words::label(field.rules.label()));
        }
    }
    add(*type_->field(common::kAuthorPerson), tr("记录人"));
    add(*type_->field(common::kHomeOrg), tr("所属"));
    add(*type_->field(common::kCreatedDevMs), tr("记录时间"));
    add(*type_->field(common::kVoidReason), tr("作废原因"));
}

void RowDetail::readActions() {
    const Me& me = Session::ofThisApp().me();
    const std::string status = statusOf(row_);
    const State* state = type_->state(status);
    proposes_ = state != nullptr && state->locked() && !hasOffice(me.roles);
    mayEdit_ = !row_.voided && !type_->appendOnly() && may(me.roles, *type_, Verb::edit);
    mayVoid_ = !row_.voided && may(me.roles, *type_, Verb::voiding);
    const bool own = isOwnRow(*type_, row_.id, row_.fields, me.person);
    for (const auto& action : type_->rules.lifecycle().actions()) {
        const bool fromHere =
            std::find(action.from().begin(), action.from().end(), status) != action.from().end();
        if (!row_.voided && fromHere && mayAct(me.roles, *type_, action) &&
            !(action.second_person() && own)) {
            actions_ += QVariantMap{{"name", toQt(action.name())},
                                    {"label", Words::label(action.label())},
                                    {"needsReason", action.needs_reason()}};
        }
    }
}

void RowDetail::readRelated() {
    const Session& session = Session::ofThisApp();
    for (const auto& type : Catalogue::builtIn().types()) {
        for (const auto& field : type.fields) {
            const bool pointsHere =
                !field.common && !field.isSet && field.rules.ref() == type_->name;
            if (!pointsHere || !isShown(field) || !may(session.me().roles, type, Verb::read)) {
                continue;
            }
            const auto count =
                session.client().count(type, {.where = {{field.number, refTo(row_.id)}}});
            // Rows that belong to this one can be added here; others only show where there are
            // some.
            const bool belongs =
                type.homeField() == &field && may(session.me().roles, type, Verb::insert);
            if (belongs || (count && *count > 0)) {
                related_ += QVariantMap{{"type", toQt(type.name)},
                                        {"label", Words::label(type.rules.label())},
                                        {"field", toQt(field.name)},
                                        {"count", static_cast<qulonglong>(count.valueOr(0))}};
            }
        }
    }
}

void RowDetail::readConflicts() {
    const Session& session = Session::ofThisApp();
    const auto conflicts = row_.conflict
                               ? session.client().conflicts()
                               : Result<std::vector<ConflictView>>(std::vector<ConflictView>{});
    for (const auto& conflict : conflicts ? *conflicts : std::vector<ConflictView>{}) {
        if (conflict.type == type_ && conflict.row == row_.id) {
            conflicts_ += conflictWords(session.client(), conflict, session.nowMs());
        }
    }
}

void RowDetail::readProposals() {
    const Session& session = Session::ofThisApp();
    for (const auto& proposal : session.client().proposals().valueOr({})) {
        if (proposal.type == type_ && proposal.row == row_.id) {
            proposals_ += proposalWords(session.client(), proposal, session.nowMs());
        }
    }
}

bool RowDetail::act(const QString& action, const QString& reason) {
    return write(Act{.type = type_,
                     .id = row_.id,
                     .action = fromQt(action),
                     .reason = fromQt(reason.trimmed())});
}

bool RowDetail::makeVoid(const QString& reason) {
    return write(Void{.type = type_, .id = row_.id, .reason = fromQt(reason.trimmed())});
}

bool RowDetail::write(const Operation& operation) {
    const auto written = Session::ofThisApp().write({operation});
    error_ = written ? QString() : Words::unsaved(written.error());
    emit errorChanged();
    return static_cast<bool>(written);
}

}  // namespace xiangji
