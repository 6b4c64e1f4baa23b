#include "mobile/models/record_form.hpp"

#include "mobile/models/qt_text.hpp"
#include "mobile/models/session.hpp"

namespace xiangji {

namespace {

/// Where a type wants the person's unit, that is the one that is meant most often.
QVariantMap withOwnUnit(const RecordType& type, const Me& me, QVariantMap preset) {
    const Field* home = type.homeField();
    if (home != nullptr && home->rules.ref() == "unit" && !preset.contains(toQt(home->name))) {
        preset[toQt(home->name)] = toQt(me.unit);
    }
    return preset;
}

}  // namespace

QString RecordForm::typeName() const {
    return type_ == nullptr ? QString() : toQt(type_->name);
}

void RecordForm::setTypeName(const QString& name) {
    type_ = Catalogue::builtIn().find(fromQt(name));
}

QString RecordForm::label() const {
    return form_ == nullptr ? QString() : form_->label();
}

QString RecordForm::draftKey() const {
    return QString("form/%1/%2").arg(typeName(), isNew() ? QString("new") : rowId());
}

void RecordForm::begin() {
    if (type_ == nullptr) {
        return;
    }
    const Session& session = Session::ofThisApp();
    if (form_ == nullptr) {
        form_ = new Form(*type_, {}, this);
        connect(form_, &Form::edited, this, &RecordForm::touched);
    }
    if (isNew()) {
        form_->beginNew(session.me().roles, withOwnUnit(*type_, session.me(), preset_));
    } else if (const auto row = session.client().row(*type_, DraftedForm::row())) {
        form_->beginWith(session.me().roles, *row);
    }
}

QJsonObject RecordForm::typed() const {
    const QJsonObject fields = form_ == nullptr ? QJsonObject() : form_->typed();
    return fields.isEmpty() ? fields : QJsonObject{{"fields", fields}};
}

void RecordForm::restore(const QJsonObject& typed) {
    if (form_ != nullptr) {
        form_->restore(typed["fields"].toObject());
    }
}

bool RecordForm::save() {
    if (form_ == nullptr || !check(*form_)) {
        return false;
    }
    const Fields changes = form_->changes();
    if (isNew()) {
        const bool natural = type_->rules.natural_key_size() > 0;
        return commit({Insert{.type = type_,
                              .fields = changes,
                              .id = natural ? std::nullopt : std::optional(row())}});
    }
    return commit(changes.empty() ? std::vector<Operation>{}
                                  : std::vector<Operation>{
                                        Edit{.type = type_, .id = row(), .fields = changes}});
}

}  // namespace xiangji
