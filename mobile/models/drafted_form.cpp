#include "mobile/models/drafted_form.hpp"

#include "mobile/models/qt_text.hpp"
#include "mobile/models/session.hpp"
#include "mobile/models/words.hpp"

namespace xiangji {

DraftedForm::DraftedForm(QObject* parent) : QObject(parent) {}

DraftedForm::~DraftedForm() = default;

void DraftedForm::keepDraft() {
    if (keeper_ && !done_) {
        keeper_->flush();
    }
}

void DraftedForm::discardDraft() {
    keeper_->drop();
    row_ = isNew() ? Session::ofThisApp().newId() : given_;
    restored_ = false;
    opening_ = true;
    begin();
    opening_ = false;
    say({});
    emit draftChanged();
    emit opened();
}

QString DraftedForm::rowId() const {
    return toQt(given_);
}

void DraftedForm::setRowId(const QString& id) {
    given_ = idFrom(id);
    if (complete_) {
        open();
    }
}

void DraftedForm::componentComplete() {
    complete_ = true;
    open();
}

void DraftedForm::open() {
    Session& session = Session::ofThisApp();
    keeper_ = std::make_unique<DraftKeeper>(draftKey(), [this] {
        QJsonObject json = typed();
        if (!json.isEmpty()) {
            json["id"] = toQt(row_);
        }
        return json;
    });
    connect(keeper_.get(), &DraftKeeper::failed, this, &DraftedForm::say);
    auto draft = keeper_->kept();
    row_ = isNew() ? (draft ? idFrom((*draft)["id"].toString()) : Id{}) : given_;
    if (row_.isNone()) {
        row_ = session.newId();
    } else if (isNew() && session.client().row(*rowType(), row_)) {
        // Saved, and killed before the draft went.
        keeper_->drop();
        draft.reset();
        row_ = session.newId();
    }
    done_ = false;
    opening_ = true;
    begin();
    if (draft) {
        restore(*draft);
    }
    opening_ = false;
    restored_ = draft.has_value();
    emit draftChanged();
    emit opened();
}

void DraftedForm::touched() {
    if (!opening_ && !done_ && keeper_) {
        keeper_->touch();
    }
}

bool DraftedForm::commit(const std::vector<Operation>& operations) {
    if (!operations.empty()) {
        const auto ids = Session::ofThisApp().write(operations);
        if (!ids) {
            say(Words::unsaved(ids.error()));
            keeper_->flush();
            return false;
        }
    }
    keeper_->drop();
    done_ = true;
    restored_ = false;
    say({});
    emit draftChanged();
    emit saved(toQt(row_));
    return true;
}

bool DraftedForm::check(Form& form) {
    if (form.check()) {
        return true;
    }
    for (const QObject* each : form.fields()) {
        const auto* field = qobject_cast<const FormField*>(each);
        if (field != nullptr && !field->error().isEmpty()) {
            say(tr("还没保存。%1：%2").arg(field->label(), field->error()));
            emit stopped(field->name());
            return false;
        }
    }
    say(tr("还没保存，有一项需要修改。"));
    return false;
}

void DraftedForm::say(const QString& error) {
    if (error != error_) {
        error_ = error;
        emit errorChanged();
    }
}

}  // namespace xiangji
