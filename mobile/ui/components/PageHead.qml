import QtQuick
import Xiangji.Ui

/// A page's title, with Back before it and what else belongs there behind it.
Item {
    id: head

    required property string title
    property bool canGoBack: true
    property alias items: items.data

    signal backAsked

    implicitHeight: Math.max(Theme.touch + 8, titleText.implicitHeight + Theme.gap)

    // Over the column, so that a wide window's title stands where its page begins.
    Item {
        anchors.horizontalCenter: parent.horizontalCenter
        width: Math.min(parent.width, Theme.columnMost + 2 * Theme.margin)
        height: parent.height

        IconButton {
            id: back

            objectName: "backButton"
            anchors.left: parent.left
            anchors.leftMargin: 4
            anchors.verticalCenter: parent.verticalCenter
            visible: head.canGoBack
            iconName: "back"
            name: qsTr("返回")

            onClicked: head.backAsked()
        }
        Text {
            id: titleText

            anchors.left: back.visible ? back.right : parent.left
            anchors.leftMargin: back.visible ? 2 : Theme.margin
            anchors.right: items.left
            anchors.rightMargin: Theme.tight
            anchors.verticalCenter: parent.verticalCenter
            text: head.title
            color: Theme.ink
            font.pixelSize: Theme.title
            font.bold: true
            elide: Text.ElideRight
            Accessible.role: Accessible.Heading
            Accessible.name: head.title
        }
        Row {
            id: items

            anchors.right: parent.right
            anchors.rightMargin: Theme.tight
            anchors.verticalCenter: parent.verticalCenter
        }
    }
}
