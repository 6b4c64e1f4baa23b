#pragma once

#include <QtQml/qqmlregistration.h>
#include <map>

#include "mobile/models/drafted_form.hpp"

namespace xiangji {

/// An activity, new or there already, with what its kind asks for beyond it (DOMAIN §3.5): one
/// form, one transaction. Begins with now, an hour, the person's unit and the day's festival; the
/// title follows kind and place until the person writes one.
class ActivityForm : public xiangji::DraftedForm {  // in full, or qmltypes lose it
    Q_OBJECT
    QML_ELEMENT
    Q_PROPERTY(xiangji::Form* form READ form NOTIFY opened)
    /// Of the kind; null for most kinds.
    Q_PROPERTY(xiangji::Form* detail READ detail NOTIFY detailChanged)
    /// Between start and end; 0 if one is missing.
    Q_PROPERTY(int minutes READ minutes WRITE setMinutes NOTIFY minutesChanged)
    Q_PROPERTY(QString festivalTitle READ festivalTitle NOTIFY festivalChanged)
    /// [{value, label}] of the festivals around the date, none first.
    Q_PROPERTY(QVariantList festivals READ festivals NOTIFY festivalChanged)
    /// Whether it may be handed to the office from here.
    Q_PROPERTY(bool maySubmit READ maySubmit NOTIFY opened)

 public:
    explicit ActivityForm(QObject* parent = nullptr);
    ~ActivityForm() override { keeper_.reset(); }

    Q_INVOKABLE bool save(bool submit);
    Q_INVOKABLE void chooseFestival(const QString& id);

    [[nodiscard]] Form* form() const { return form_; }
    [[nodiscard]] Form* detail() const { return detail_; }
    [[nodiscard]] int minutes() const;
    void setMinutes(int minutes);
    [[nodiscard]] QString festivalTitle() const;
    [[nodiscard]] QVariantList festivals() const;
    [[nodiscard]] bool maySubmit() const { return maySubmit_; }

 signals:
    void detailChanged();
    void minutesChanged();
    void festivalChanged();

 protected:
    [[nodiscard]] QString draftKey() const override;
    [[nodiscard]] const RecordType* rowType() const override { return &type_; }
    void begin() override;
    [[nodiscard]] QJsonObject typed() const override;
    void restore(const QJsonObject& typed) override;

 private:
    void beginNew();
    void watch();
    void kindChanged();
    void startChanged();
    void suggestTitle();
    void followFestival();
    void openDetail(const RecordType* type);
    [[nodiscard]] std::vector<Operation> operations(bool submit) const;

    const RecordType& type_;
    Form* form_ = nullptr;
    Form* detail_ = nullptr;
    Id detailRow_;  ///< of the detail that is there already
    std::map<const RecordType*, Form*> details_;
    QString suggested_;
    bool festivalChosen_ = false;
    bool maySubmit_ = false;
    qint64 startMs_ = 0;
};

}  // namespace xiangji
