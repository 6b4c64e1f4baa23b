import QtQuick
import QtQuick.Controls.Basic
import QtQuick.Layouts
import Xiangji.Ui

/// One row of a list of records.
AbstractButton {
    id: row

    required property string title
    property string line: ""
    property string stateLabel: ""
    property int sendState: 0
    property string sendLabel: ""
    property bool conflict: false
    property bool voided: false
    readonly property var spoken: [title, line, stateLabel, sendLabel]

    implicitHeight: content.implicitHeight + 2 * Theme.gap
    focusPolicy: Qt.TabFocus
    Accessible.role: Accessible.ListItem
    Accessible.name: row.spoken.filter(part => part !== "").join("，")
    Accessible.onPressAction: row.clicked()

    contentItem: Item {
        ColumnLayout {
            id: content

            anchors.left: parent.left
            anchors.right: arrow.left
            anchors.leftMargin: Theme.margin
            anchors.rightMargin: Theme.tight
            anchors.verticalCenter: parent.verticalCenter
            spacing: 4

            BodyText {
                Layout.fillWidth: true
                text: row.title
                font.bold: true
                font.strikeout: row.voided
                maximumLineCount: 2
                elide: Text.ElideRight
                Accessible.ignored: true
            }
            SmallText {
                Layout.fillWidth: true
                visible: row.line !== ""
                text: row.line
                maximumLineCount: 2
                elide: Text.ElideRight
                Accessible.ignored: true
            }
            Flow {
                Layout.fillWidth: true
                visible: row.sendLabel !== "" || row.stateLabel !== "" || row.conflict || row.voided
                Layout.topMargin: 2
                spacing: Theme.tight

                SendChip {
                    visible: row.sendLabel !== ""
                    sendState: row.sendState
                    label: row.sendLabel
                }
                Tag {
                    visible: row.stateLabel !== ""
                    text: row.stateLabel
                }
                Tag {
                    visible: row.conflict
                    text: qsTr("两人写得不同")
                    warn: true
                }
                Tag {
                    visible: row.voided
                    text: qsTr("已作废")
                    warn: true
                }
            }
        }
        Icon {
            id: arrow

            anchors.right: parent.right
            anchors.rightMargin: Theme.gap
            anchors.verticalCenter: parent.verticalCenter
            name: "next"
            size: Math.round(18 * Theme.scale)
            color: Theme.inkSoft
        }
    }
    background: Rectangle {
        radius: Theme.radius
        color: row.down ? Theme.accentSoft : Theme.card
        border.width: row.visualFocus ? 3 : 1
        border.color: row.visualFocus ? Theme.accent : Theme.line
    }
}
