import QtQuick
import QtQuick.Layouts
import Xiangji.Models
import Xiangji.Ui

/// Logs an activity, or changes one: what people know at once comes first, the rest is folded away.
PageFrame {
    id: page

    property string rowId: ""
    property var preset: ({})
    readonly property var byHand: ["type", "title", "place", "plan_start", "plan_end", "beneficiaries", "service_target", "summary", "festival"]
    readonly property var usualMinutes: [30, 60, 90, 120, 180]

    function leave() {
        entry.keepDraft();
    }

    objectName: "activityPage"
    title: rowId === "" ? qsTr("记活动") : qsTr("修改活动")

    foot: FormFoot {
        error: entry.error
        secondText: entry.maySubmit ? qsTr("保存并提交") : ""

        onSaveAsked: entry.save(false)
        onSecondAsked: entry.save(true)
    }

    onBackAsked: Navigation.back()

    ActivityForm {
        id: entry

        rowId: page.rowId

        onSaved: {
            Navigation.saved(qsTr("已保存在本机，联网后自动送达"));
            Navigation.back();
        }
        onStopped: fieldName => page.revealField(fieldName)
    }
    DraftNotice {
        visible: entry.restored

        onActed: entry.discardDraft()
    }
    FieldGroup {
        form: entry.form
        names: ["type", "place", "title"]
    }
    Card {
        FieldGroup {
            form: entry.form
            names: ["plan_start"]
        }
        SmallText {
            text: qsTr("时长")
        }
        ChipFlow {
            Layout.fillWidth: true
            objectNameStem: "minutes"
            options: page.usualMinutes.map(minutes => ({
                            "value": minutes,
                            "label": minutes % 60 === 0 ? qsTr("%1 小时").arg(minutes / 60) : qsTr("%1 分钟").arg(minutes)
                        }))
            chosen: entry.minutes

            onPicked: value => entry.minutes = value
        }
        FieldGroup {
            form: entry.form
            names: ["plan_end"]
        }
    }
    FieldGroup {
        form: entry.form
        names: ["beneficiaries", "service_target"]
    }
    ColumnLayout {
        Layout.fillWidth: true
        visible: entry.form?.field("festival") ?? false
        spacing: Theme.tight

        BodyText {
            text: qsTr("节日")
            font.bold: true
        }
        MenuRow {
            objectName: "festivalChoice"
            Layout.fillWidth: true
            iconName: "festival"
            text: entry.festivalTitle

            onClicked: festivalSheet.open()
        }
    }
    FieldGroup {
        form: entry.form
        names: ["summary"]
    }
    Card {
        objectName: "detailCard"
        visible: entry.detail !== null
        spacing: Theme.room

        Heading {
            text: entry.detail?.label ?? ""
        }
        FieldGroup {
            form: entry.detail
        }
    }
    Fold {
        objectName: "moreFields"
        Layout.fillWidth: true
        heading: qsTr("单位、队伍与其他")

        ColumnLayout {
            spacing: Theme.room

            FieldGroup {
                form: entry.form
                except: page.byHand
            }
        }
    }
    ChoiceSheet {
        id: festivalSheet

        heading: qsTr("节日")
        options: entry.festivals
        chosen: entry.form?.field("festival")?.value ?? ""

        onPicked: value => entry.chooseFestival(value)
    }
}
