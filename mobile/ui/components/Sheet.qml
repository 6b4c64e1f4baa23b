import QtQuick
import QtQuick.Controls.Basic
import QtQuick.Layouts
import QtQuick.Templates as T
import Xiangji.Platform
import Xiangji.Ui

/// A sheet that comes up from below over the page, for one choice; closed by Back, a tap outside or its cross.
Popup {
    id: sheet

    required property string heading
    property string closeName: "sheetClose"
    default property alias content: column.data

    parent: T.Overlay.overlay
    x: Math.round((parent.width - width) / 2)
    y: parent.height - height - Keyboard.height
    width: Math.min(parent.width, Theme.columnMost)
    height: Math.min(implicitHeight, parent.height - Keyboard.height - Theme.margin)
    implicitHeight: head.implicitHeight + scroll.contentHeight + 2 * Theme.margin + Theme.gap
    padding: 0
    modal: true
    focus: true
    closePolicy: Popup.CloseOnEscape | Popup.CloseOnPressOutside

    background: Rectangle {
        radius: Theme.radius
        color: Theme.paper
        border.width: 1
        border.color: Theme.line
    }
    T.Overlay.modal: Rectangle {
        color: Theme.shade
    }
    contentItem: Item {
        RowLayout {
            id: head

            anchors.top: parent.top
            anchors.left: parent.left
            anchors.right: parent.right
            anchors.leftMargin: Theme.margin
            anchors.topMargin: Theme.tight
            anchors.rightMargin: Theme.tight

            Heading {
                Layout.fillWidth: true
                text: sheet.heading
            }
            IconButton {
                objectName: sheet.closeName
                iconName: "close"
                name: qsTr("关闭")

                onClicked: sheet.close()
            }
        }
        Flickable {
            id: scroll

            anchors.top: head.bottom
            anchors.bottom: parent.bottom
            anchors.left: parent.left
            anchors.right: parent.right
            anchors.bottomMargin: Theme.margin
            contentHeight: column.implicitHeight
            clip: true
            boundsBehavior: Flickable.StopAtBounds

            ColumnLayout {
                id: column

                x: Theme.margin
                width: scroll.width - 2 * Theme.margin
                spacing: Theme.gap
            }
        }
    }
}
