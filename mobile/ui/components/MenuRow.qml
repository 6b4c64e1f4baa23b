import QtQuick
import QtQuick.Controls.Basic
import Xiangji.Ui

/// A line that leads somewhere, with what stands there at its right.
AbstractButton {
    id: row

    property string value: ""
    property string iconName: ""

    implicitHeight: Math.max(Theme.touch + 4, label.implicitHeight + 2 * Theme.gap)
    font.pixelSize: Theme.body
    focusPolicy: Qt.TabFocus
    Accessible.role: Accessible.Button
    Accessible.name: row.value === "" ? row.text : row.text + "，" + row.value
    Accessible.onPressAction: row.clicked()

    contentItem: Item {
        Icon {
            id: picture

            anchors.left: parent.left
            anchors.leftMargin: Theme.margin
            anchors.verticalCenter: parent.verticalCenter
            visible: row.iconName !== ""
            name: row.iconName
            color: Theme.accent
        }
        BodyText {
            id: label

            anchors.left: picture.visible ? picture.right : parent.left
            anchors.leftMargin: picture.visible ? Theme.gap : Theme.margin
            anchors.right: value.left
            anchors.rightMargin: Theme.tight
            anchors.verticalCenter: parent.verticalCenter
            text: row.text
            // Else a single line stands above the middle of its row.
            lineHeight: 1
            Accessible.ignored: true
        }
        BodyText {
            id: value

            anchors.right: arrow.left
            anchors.rightMargin: Theme.tight
            anchors.verticalCenter: parent.verticalCenter
            width: Math.min(implicitWidth, row.width * 0.55)
            text: row.value
            soft: true
            lineHeight: 1
            horizontalAlignment: Text.AlignRight
            Accessible.ignored: true
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
