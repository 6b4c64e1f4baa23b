import QtQuick
import QtQuick.Layouts
import Xiangji.Models
import Xiangji.Ui

/// One lesson of a class on one sheet: topic and homework once for all, "all present", then only the exceptions.
PageFrame {
    id: page

    property string rowId: ""
    property var preset: ({})
    property int openRow: -1
    readonly property var activities: entry.activities
    readonly property var grades: entry.pupils.grades
    readonly property var byHand: ["topic", "subject", "homework"]

    function leave() {
        entry.keepDraft();
    }

    objectName: "tutoringPage"
    title: qsTr("作业辅导")

    foot: [
        SmallText {
            objectName: "rosterCounts"
            Layout.fillWidth: true
            visible: entry.mayMark
            text: qsTr("到 %1 · 未到 %2 · 未点 %3").arg(entry.pupils.there).arg(entry.pupils.away).arg(entry.pupils.unmarked)
            horizontalAlignment: Text.AlignHCenter
        },
        FormFoot {
            error: entry.error

            onSaveAsked: entry.save()
        }
    ]

    Component.onCompleted: {
        if (page.preset.activity)
            entry.activity = page.preset.activity;
    }
    onBackAsked: Navigation.back()

    TutoringSheet {
        id: entry

        rowId: page.rowId

        onSaved: {
            Navigation.saved(qsTr("已保存在本机，联网后自动送达"));
            Navigation.back();
        }
        onStopped: fieldName => page.revealField(fieldName)
        onOpened: page.openRow = -1
    }
    DraftNotice {
        visible: entry.restored

        onActed: entry.discardDraft()
    }
    MenuRow {
        objectName: "activityChoice"
        Layout.fillWidth: true
        enabled: entry.isNew
        text: qsTr("活动")
        value: page.activities.find(each => each.value === entry.activity)?.label ?? ""

        onClicked: activitySheet.open()
    }
    FieldGroup {
        form: entry.form
        names: page.byHand
    }
    Fold {
        objectName: "moreFields"
        Layout.fillWidth: true
        heading: qsTr("时间、教室与其他")

        ColumnLayout {
            spacing: Theme.room

            FieldGroup {
                form: entry.form
                except: page.byHand
            }
        }
    }
    Card {
        visible: !entry.mayMark

        BodyText {
            Layout.fillWidth: true
            text: qsTr("到场学生人数")
            font.bold: true
        }
        NumberStepper {
            Layout.fillWidth: true
            objectNameStem: "heads"
            name: qsTr("到场学生人数")
            unit: qsTr("人")
            most: 1000
            value: entry.heads

            onChanged: value => entry.heads = value ?? 0
        }
        SmallText {
            Layout.fillWidth: true
            text: qsTr("逐个点名要看学生名单，需要辅导老师或队长的身份。")
        }
    }
    ColumnLayout {
        Layout.fillWidth: true
        visible: entry.mayMark
        spacing: Theme.gap

        RowLayout {
            Layout.fillWidth: true

            Heading {
                Layout.fillWidth: true
                text: qsTr("点名（%1 人）").arg(entry.pupils.count)
            }
            PushButton {
                objectName: "addPupilButton"
                kind: "quiet"
                iconName: "plus"
                text: qsTr("加学生")

                onClicked: pupilSheet.begin()
            }
        }
        ChipFlow {
            Layout.fillWidth: true
            visible: page.grades.length > 1
            objectNameStem: "grade"
            several: true
            options: page.grades
            chosen: page.grades.filter(grade => grade.on).map(grade => grade.value)

            onPicked: value => entry.pupils.toggleGrade(value)
        }
        PushButton {
            objectName: "allPresentButton"
            Layout.fillWidth: true
            visible: entry.pupils.count > 0
            enabled: entry.pupils.unmarked > 0
            kind: "primary"
            iconName: "check"
            text: qsTr("全到")

            onClicked: entry.pupils.allPresent()
        }
        EmptyState {
            objectName: "rosterEmpty"
            Layout.fillWidth: true
            visible: entry.pupils.count === 0
            iconName: "person"
            text: qsTr("名单里还没有学生。点“加学生”，写上称呼和年级就行。")
        }
        Repeater {
            model: entry.pupils

            delegate: PupilRow {
                id: pupil

                Layout.fillWidth: true
                marks: entry.pupils.marks
                unfolded: page.openRow === index

                onAsked: page.openRow = page.openRow === index ? -1 : index
                onMarked: mark => {
                    entry.pupils.mark(index, mark);
                    page.openRow = -1;
                }
                onNoted: text => entry.pupils.setNote(index, text)
                onHomeworkAsked: entry.pupils.setHomework(index, !homework)
                onAloneAsked: entry.pupils.setAlone(index, !alone)
            }
        }
    }
    ChoiceSheet {
        id: activitySheet

        heading: qsTr("属于哪场活动")
        options: page.activities
        chosen: entry.activity

        onPicked: value => entry.activity = value
    }
    PupilSheet {
        id: pupilSheet

        onAdded: (alias, grade) => pupilSheet.answer(entry.addPupil(alias, grade))
    }
}
