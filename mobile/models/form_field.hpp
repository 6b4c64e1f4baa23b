#pragma once

#include <QtQml/qqmlregistration.h>
#include <QObject>
#include <QString>
#include <QVariant>

#include "core/records/catalogue.hpp"

namespace xiangji {

/// One field of a form: what its editor shows and changes. Made from the catalogue alone. Limits
/// act on what is committed, never on what an input method is still composing; text is never cut.
class FormField : public QObject {
    Q_OBJECT
    QML_ELEMENT
    QML_UNCREATABLE("Fields belong to a form.")
    Q_PROPERTY(QString name READ name CONSTANT)
    Q_PROPERTY(QString label READ label NOTIFY worded)
    Q_PROPERTY(QString hint READ hint NOTIFY worded)
    /// line, text, number, switch, choice, choices, tags, instant, date or reference.
    Q_PROPERTY(QString editor READ editor CONSTANT)
    Q_PROPERTY(QString unit READ unit NOTIFY worded)
    Q_PROPERTY(bool required READ required CONSTANT)
    Q_PROPERTY(bool several READ several CONSTANT)
    Q_PROPERTY(bool readOnly READ readOnly NOTIFY readOnlyChanged)
    /// The record type a reference points to; empty for others.
    Q_PROPERTY(QString refersTo READ refersTo CONSTANT)
    /// [{value, label}] of a choice.
    Q_PROPERTY(QVariantList choices READ choices NOTIFY worded)
    /// Characters, or 0.
    Q_PROPERTY(int limit READ limit CONSTANT)
    Q_PROPERTY(double least READ least CONSTANT)
    Q_PROPERTY(double most READ most CONSTANT)
    /// As mobile/models/cells.hpp says.
    Q_PROPERTY(QVariant value READ value WRITE setValue NOTIFY valueChanged)
    /// All the text with what is being composed in its place; empty when nothing is.
    Q_PROPERTY(QString composing READ composing WRITE setComposing NOTIFY composingChanged)
    Q_PROPERTY(int length READ length NOTIFY valueChanged)
    /// How many characters too many.
    Q_PROPERTY(int excess READ excess NOTIFY valueChanged)
    /// For a reader: a reference's title, an instant's date and time.
    Q_PROPERTY(QString shown READ shown NOTIFY valueChanged)
    Q_PROPERTY(QString error READ error NOTIFY errorChanged)

 public:
    FormField(const Field& field, bool readOnly, QObject* parent);

    [[nodiscard]] const Field& field() const { return field_; }
    [[nodiscard]] QString name() const;
    [[nodiscard]] QString label() const;
    [[nodiscard]] QString hint() const;
    [[nodiscard]] QString editor() const;
    [[nodiscard]] QString unit() const;
    [[nodiscard]] bool required() const { return field_.rules.required(); }
    [[nodiscard]] bool several() const { return field_.isSet; }
    [[nodiscard]] bool readOnly() const { return readOnly_; }
    [[nodiscard]] QString refersTo() const;
    [[nodiscard]] QVariantList choices() const;
    [[nodiscard]] int limit() const { return static_cast<int>(field_.rules.max_chars()); }
    [[nodiscard]] double least() const;
    [[nodiscard]] double most() const;
    [[nodiscard]] QVariant value() const { return value_; }
    [[nodiscard]] QString composing() const { return composing_; }
    [[nodiscard]] int length() const;
    [[nodiscard]] int excess() const;
    [[nodiscard]] QString shown() const;
    [[nodiscard]] QString error() const { return error_; }

    void setValue(const QVariant& value);
    void setComposing(const QString& text);
    /// A value that is there before the person begins: not a change.
    void begin(const QVariant& value);
    [[nodiscard]] bool changed() const;
    /// What a draft keeps: what is composed, too.
    [[nodiscard]] QVariant typed() const;
    [[nodiscard]] Value cell() const;
    /// False, and `error` says why, if it cannot be saved like this. From then on the error follows
    /// the value.
    bool check();
    void say(const QString& error);

 signals:
    void valueChanged();
    void composingChanged();
    void readOnlyChanged();
    void errorChanged();
    void worded();
    /// By the person or a page, not by begin().
    void edited();

 private:
    [[nodiscard]] QString problem() const;
    [[nodiscard]] QString textProblem(const std::string& text) const;
    [[nodiscard]] QString numberProblem(std::int64_t number) const;

    const Field& field_;
    bool readOnly_;
    QVariant begun_;
    QVariant value_;
    QString composing_;
    QString error_;
    bool checked_ = false;
};

/// Whether a person may see and fill it at all: not one a page or core sets.
[[nodiscard]] bool isShown(const Field& field);

}  // namespace xiangji
