#pragma once

#include <QtQml/qqmlregistration.h>

#include "mobile/models/drafted_form.hpp"

namespace xiangji {

/// The form of any record type, from the catalogue alone: one new row or one to change.
class RecordForm : public xiangji::DraftedForm {  // in full, or qmltypes lose it
    Q_OBJECT
    QML_ELEMENT
    Q_PROPERTY(QString type READ typeName WRITE setTypeName NOTIFY opened REQUIRED)
    /// Values a new row begins with, by field name.
    Q_PROPERTY(QVariantMap preset READ preset WRITE setPreset NOTIFY opened)
    Q_PROPERTY(xiangji::Form* form READ form NOTIFY opened)
    /// The type's label.
    Q_PROPERTY(QString label READ label NOTIFY opened)

 public:
    explicit RecordForm(QObject* parent = nullptr) : DraftedForm(parent) {}
    ~RecordForm() override { keeper_.reset(); }

    Q_INVOKABLE bool save();

    [[nodiscard]] QString typeName() const;
    void setTypeName(const QString& name);
    [[nodiscard]] QVariantMap preset() const { return preset_; }
    void setPreset(const QVariantMap& preset) { preset_ = preset; }
    [[nodiscard]] Form* form() const { return form_; }
    [[nodiscard]] QString label() const;

 protected:
    [[nodiscard]] QString draftKey() const override;
    [[nodiscard]] const RecordType* rowType() const override { return type_; }
    void begin() override;
    [[nodiscard]] QJsonObject typed() const override;
    void restore(const QJsonObject& typed) override;

 private:
    const RecordType* type_ = nullptr;
    QVariantMap preset_;
    Form* form_ = nullptr;
};

}  // namespace xiangji
