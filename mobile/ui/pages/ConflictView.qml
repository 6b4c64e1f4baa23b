import QtQuick
import QtQuick.Layouts
import Xiangji.Models
import Xiangji.Ui

/// One field two people wrote differently: both values, who and when, and the choice for who may make it.
ColumnLayout {
    id: view

    required property var conflict
    property bool withRow: true

    objectName: "conflict"
    spacing: Theme.tight

    BodyText {
        Layout.fillWidth: true
        text: view.withRow ? view.conflict.row + " · " + view.conflict.field : view.conflict.field
        font.bold: true
    }
    RowLayout {
        Layout.fillWidth: true
        spacing: Theme.gap

        Repeater {
            model: [{
                    "head": qsTr("现在显示"),
                    "name": "takeShown",
                    "value": view.conflict.shown,
                    "by": view.conflict.shownBy,
                    "at": view.conflict.shownAt
                }, {
                    "head": qsTr("另一种写法"),
                    "name": "takeOther",
                    "value": view.conflict.other,
                    "by": view.conflict.otherBy,
                    "at": view.conflict.otherAt
                }]

            delegate: Rectangle {
                id: side

                required property var modelData

                Layout.fillWidth: true
                Layout.fillHeight: true
                Layout.preferredWidth: 1
                implicitHeight: words.implicitHeight + 2 * Theme.gap
                radius: Theme.radius
                color: Theme.paper
                border.width: 1
                border.color: Theme.line

                ColumnLayout {
                    id: words

                    anchors.left: parent.left
                    anchors.right: parent.right
                    anchors.top: parent.top
                    anchors.margins: Theme.gap
                    spacing: 4

                    SmallText {
                        Layout.fillWidth: true
                        text: side.modelData.head
                    }
                    BodyText {
                        Layout.fillWidth: true
                        text: side.modelData.value
                        font.bold: true
                    }
                    SmallText {
                        Layout.fillWidth: true
                        text: side.modelData.by + "\n" + side.modelData.at
                    }
                    PushButton {
                        objectName: side.modelData.name
                        Layout.fillWidth: true
                        visible: view.conflict.maySettle
                        text: qsTr("用这个")
                        Accessible.name: qsTr("用这个：%1").arg(side.modelData.value)

                        onClicked: Navigation.say(Deciding.settle(view.conflict.id, side.modelData.name === "takeShown") ? qsTr("已定下，联网后自动送达") : Deciding.error)
                    }
                }
            }
        }
    }
}
