#pragma once

#include <QtQml/qqmlregistration.h>
#include <QAbstractListModel>
#include <QJsonObject>
#include <QList>
#include <QSet>

#include "core/client/client.hpp"

namespace xiangji {

/// The roster of a tutoring sheet: the unit's pupils and what is to be said of each in one lesson.
/// A pupil without a mark was not in this class and gets no line.
class PupilList : public QAbstractListModel {
    Q_OBJECT
    QML_ELEMENT
    QML_UNCREATABLE("A roster belongs to a sheet.")
    Q_PROPERTY(int count READ count NOTIFY counted)
    /// Marked as being there in some way: present, late, left early.
    Q_PROPERTY(int there READ there NOTIFY counted)
    /// Absent or excused.
    Q_PROPERTY(int away READ away NOTIFY counted)
    Q_PROPERTY(int unmarked READ unmarked NOTIFY counted)
    /// [{value, label, count, on}]
    Q_PROPERTY(QVariantList grades READ grades NOTIFY counted)
    /// [{value, label}] of the catalogue.
    Q_PROPERTY(QVariantList marks READ marks NOTIFY worded)

 public:
    enum Part {
        childPart = Qt::UserRole,
        aliasPart,
        gradePart,
        markPart,
        markLabelPart,
        notePart,
        homeworkPart,
        alonePart
    };

    explicit PupilList(QObject* parent);

    [[nodiscard]] int rowCount(const QModelIndex& parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex& index, int part) const override;
    [[nodiscard]] QHash<int, QByteArray> roleNames() const override;

    /// Everybody in sight who has no mark yet is present.
    Q_INVOKABLE void allPresent();
    /// 0 takes the mark away.
    Q_INVOKABLE void mark(int place, int mark);
    Q_INVOKABLE void setNote(int place, const QString& note);
    Q_INVOKABLE void setHomework(int place, bool done);
    Q_INVOKABLE void setAlone(int place, bool alone);
    /// Shows or hides a grade.
    Q_INVOKABLE void toggleGrade(int grade);

    [[nodiscard]] int count() const { return static_cast<int>(shown_.size()); }
    [[nodiscard]] int there() const;
    [[nodiscard]] int away() const;
    [[nodiscard]] int unmarked() const;
    [[nodiscard]] QVariantList grades() const;
    [[nodiscard]] QVariantList marks() const;

    /// Reads the roster again; marks stay.
    void load();
    void clear();
    /// The lines of a lesson that is there already.
    void readLesson(const Id& session);
    /// One insert a marked pupil; the same pupil in the same lesson is one row wherever it is
    /// written.
    [[nodiscard]] std::vector<Operation> lines(const Id& session) const;
    /// Too long a note; empty if none.
    [[nodiscard]] QString problem() const;

    [[nodiscard]] QJsonObject typed() const;
    void restore(const QJsonObject& typed);

 signals:
    void counted();
    void worded();
    void edited();

 private:
    struct Line {
        int mark = 0;
        QString note;
        bool homework = false;
        bool alone = false;
    };
    struct Pupil {
        Id child;
        QString alias;
        int grade = -1;  // unknown
    };
    [[nodiscard]] int countOf(std::initializer_list<const char*> names) const;
    void show();
    void changed(int place);
    [[nodiscard]] Line& lineAt(int place);

    const RecordType& type_;
    const Field& present_;
    QList<Pupil> pupils_;
    QList<int> shown_;  ///< places in pupils_
    QHash<Id, Line> lines_;
    QSet<int> hiddenGrades_;
};

/// For QHash.
[[nodiscard]] size_t qHash(const Id& id, size_t seed = 0);

}  // namespace xiangji
