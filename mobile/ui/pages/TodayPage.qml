import QtQuick
import QtQuick.Layouts
import Xiangji.Models
import Xiangji.Ui

/// What day it is, what is on, what waits, and the two things people come for.
PageFrame {
    id: page

    function shown() {
        today.load();
    }

    objectName: "todayPage"
    title: today.date
    canGoBack: false

    headItems: Item {
        width: sendChip.implicitWidth + Theme.gap
        height: Theme.touch
        visible: !Theme.roomy

        SendChip {
            id: sendChip

            anchors.centerIn: parent
            sendState: SyncState.unsent > 0 ? 1 : SyncState.held > 0 ? 2 : 0
            label: SyncState.summary
        }
        TapHandler {
            onTapped: Navigation.tabAsked(2)
        }
    }

    TodayList {
        id: today
    }
    SendChip {
        visible: Theme.roomy
        sendState: sendChip.sendState
        label: SyncState.summary
    }
    SmallText {
        Layout.fillWidth: true
        text: Session.personName + " · " + Session.unitName
    }
    Notice {
        objectName: "pendingNotice"
        visible: Session.pending
        tone: "warn"
        text: qsTr("这部手机还在等实践所确认。可以照常记录，确认后才会生效。确认时请核对指纹：%1").arg(Session.fingerprint)
    }
    Rectangle {
        Layout.fillWidth: true
        visible: today.festival !== ""
        implicitHeight: festivalRow.implicitHeight + 2 * Theme.gap
        radius: Theme.radius
        color: today.festivalToday ? Theme.accent : Theme.accentSoft

        RowLayout {
            id: festivalRow

            anchors.fill: parent
            anchors.margins: Theme.gap
            spacing: Theme.gap

            Icon {
                name: "festival"
                color: today.festivalToday ? Theme.accentInk : Theme.accent
            }
            BodyText {
                objectName: "festivalText"
                Layout.fillWidth: true
                text: today.festival
                color: today.festivalToday ? Theme.accentInk : Theme.ink
                font.bold: today.festivalToday
            }
        }
    }
    GridLayout {
        Layout.fillWidth: true
        columns: Theme.roomy ? 1 : 2
        columnSpacing: Theme.gap
        rowSpacing: Theme.gap

        PushButton {
            objectName: "logActivityButton"
            Layout.fillWidth: true
            Layout.preferredWidth: 1
            Layout.fillHeight: true
            least: Theme.touch + 24
            visible: Session.mayInsert("activity")
            kind: "primary"
            iconName: "pen"
            text: today.activityBegun ? qsTr("接着记活动") : qsTr("记活动")

            onClicked: Navigation.open("ActivityPage")
        }
        PushButton {
            objectName: "tutoringButton"
            Layout.fillWidth: true
            Layout.preferredWidth: 1
            Layout.fillHeight: true
            least: Theme.touch + 24
            visible: Session.mayInsert("tutoring_session")
            iconName: "book"
            text: today.sheetBegun ? qsTr("接着点名") : qsTr("作业辅导")

            onClicked: Navigation.open("TutoringPage")
        }
    }
    EmptyState {
        objectName: "todayEmpty"
        Layout.fillWidth: true
        visible: today.count === 0
        iconName: "pen"
        text: qsTr("还没有活动。点“记活动”把今天做的事记下来，没有网也能记，有网后会自动送达。")
    }
    ColumnLayout {
        Layout.fillWidth: true
        spacing: Theme.gap

        Repeater {
            id: rows

            model: today

            delegate: ColumnLayout {
                id: entry

                required property int index
                required property string rowId
                required property string title
                required property string line
                required property string stateLabel
                required property int sendState
                required property string sendLabel
                required property bool conflict
                required property bool voided
                required property string section

                Layout.fillWidth: true
                spacing: Theme.tight

                Heading {
                    Layout.topMargin: entry.index === 0 ? 0 : Theme.gap
                    visible: entry.index === 0 || rows.itemAt(entry.index - 1)?.section !== entry.section
                    text: entry.section
                }
                RowCard {
                    objectName: "activityRow"
                    Layout.fillWidth: true
                    title: entry.title
                    line: entry.line
                    stateLabel: entry.stateLabel
                    sendState: entry.sendState
                    sendLabel: entry.sendLabel
                    conflict: entry.conflict
                    voided: entry.voided

                    onClicked: Navigation.open("RowPage", {
                            "type": "activity",
                            "rowId": entry.rowId
                        })
                }
            }
        }
    }
}
