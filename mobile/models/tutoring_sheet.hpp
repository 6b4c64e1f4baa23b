#pragma once

#include <QtQml/qqmlregistration.h>

#include "mobile/models/drafted_form.hpp"
#include "mobile/models/pupil_list.hpp"

namespace xiangji {

/// One lesson of a village class on one sheet: topic and homework once for all, a mark for each
/// pupil. Saved as one transaction: the activity if none was chosen, the lesson, its pupils' lines.
class TutoringSheet : public xiangji::DraftedForm {  // in full, or qmltypes lose it
    Q_OBJECT
    QML_ELEMENT
    Q_PROPERTY(xiangji::Form* form READ form NOTIFY opened)
    Q_PROPERTY(xiangji::PupilList* pupils READ pupils CONSTANT)
    /// Whether the person may see and mark pupils; if not, only how many came is asked.
    Q_PROPERTY(bool mayMark READ mayMark NOTIFY opened)
    Q_PROPERTY(int heads READ heads WRITE setHeads NOTIFY headsChanged)
    /// [{value, label}] of homework activities the lesson may belong to; a new one first, with an
    /// empty value.
    Q_PROPERTY(QVariantList activities READ activities NOTIFY activityChanged)
    Q_PROPERTY(QString activity READ activity WRITE setActivity NOTIFY activityChanged)

 public:
    explicit TutoringSheet(QObject* parent = nullptr);
    ~TutoringSheet() override { keeper_.reset(); }

    Q_INVOKABLE bool save();
    /// A pupil who is not in the roster yet; saved at once. Empty, or why not.
    Q_INVOKABLE QString addPupil(const QString& alias, int grade);

    [[nodiscard]] Form* form() const { return form_; }
    [[nodiscard]] PupilList* pupils() const { return pupils_; }
    [[nodiscard]] bool mayMark() const;
    [[nodiscard]] int heads() const { return heads_; }
    void setHeads(int heads);
    [[nodiscard]] QVariantList activities() const;
    [[nodiscard]] QString activity() const;
    void setActivity(const QString& id);

 signals:
    void headsChanged();
    void activityChanged();

 protected:
    [[nodiscard]] QString draftKey() const override;
    [[nodiscard]] const RecordType* rowType() const override { return &type_; }
    void begin() override;
    [[nodiscard]] QJsonObject typed() const override;
    void restore(const QJsonObject& typed) override;

 private:
    [[nodiscard]] Operation newActivity(const Id& id) const;

    const RecordType& type_;
    Form* form_ = nullptr;
    PupilList* pupils_;
    Id activity_;
    int heads_ = 0;
};

}  // namespace xiangji
