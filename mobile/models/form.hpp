#pragma once

#include <QtQml/qqmlregistration.h>
#include <QJsonObject>
#include <QList>
#include <QObject>
#include <QVariantMap>
#include <span>

#include "core/client/client.hpp"
#include "core/records/permission.hpp"
#include "mobile/models/form_field.hpp"

namespace xiangji {

/// The fields of one row, new or there already, as a person fills them in. Saves nothing itself.
class Form : public QObject {
    Q_OBJECT
    QML_ELEMENT
    QML_UNCREATABLE("Forms belong to a model.")
    Q_PROPERTY(QString type READ typeName CONSTANT)
    Q_PROPERTY(QString label READ label NOTIFY worded)
    /// In the catalogue's order; what is not shown to a person is left out.
    Q_PROPERTY(QList<QObject*> fields READ fields NOTIFY begun)

 public:
    /// `unlisted` fields are set by the page; field() still finds them.
    Form(const RecordType& type, QStringList unlisted, QObject* parent);

    /// The field of that name; null if a person has nothing to do with it.
    Q_INVOKABLE xiangji::FormField* field(const QString& name) const;

    [[nodiscard]] QString typeName() const;
    [[nodiscard]] QString label() const;
    [[nodiscard]] QList<QObject*> fields() const;
    [[nodiscard]] const RecordType& type() const { return type_; }

    void beginNew(std::span<const Role> roles, const QVariantMap& preset);
    void beginWith(std::span<const Role> roles, const RowView& row);
    [[nodiscard]] bool isNew() const { return isNew_; }
    /// Whether the person changed anything since.
    [[nodiscard]] bool changed() const;
    /// New: every field that has a value. Else what differs; monostate where it was emptied.
    [[nodiscard]] Fields changes() const;
    /// Every field, and that nothing ends before it begins.
    bool check();

    /// For a draft: what the person changed, by field name.
    [[nodiscard]] QJsonObject typed() const;
    void restore(const QJsonObject& typed);

 signals:
    void begun();
    void edited();
    void worded();

 private:
    void begin(std::span<const Role> roles, Verb verb, const Fields& fields);
    FormField* fieldFor(const Field& field, bool readOnly);
    bool checkSpan(const QString& first, const QString& last);

    const RecordType& type_;
    QStringList unlisted_;
    bool isNew_ = true;
    QList<FormField*> fields_;
};

}  // namespace xiangji
