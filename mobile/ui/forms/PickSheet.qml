import QtQuick
import QtQuick.Controls.Basic
import QtQuick.Layouts
import QtQuick.Templates as T
import Xiangji.Models
import Xiangji.Platform
import Xiangji.Ui

/// Chooses a row of a type: a search over what is on this phone, which it says, and the rows that match.
Popup {
    id: sheet

    required property string type
    required property string heading
    required property var chosen
    property bool mayClear: true

    signal picked(string id)

    parent: T.Overlay.overlay
    x: Math.round((parent.width - width) / 2)
    y: Theme.room
    width: Math.min(parent.width, Theme.columnMost)
    height: parent.height - Theme.room - Keyboard.height
    padding: Theme.margin
    topPadding: Theme.tight
    bottomPadding: 0
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
    contentItem: ColumnLayout {
        spacing: Theme.tight

        RowLayout {
            Layout.fillWidth: true

            Heading {
                Layout.fillWidth: true
                text: sheet.heading
            }
            IconButton {
                objectName: "pickClose"
                iconName: "close"
                name: qsTr("关闭")

                onClicked: sheet.close()
            }
        }
        TextLine {
            id: search

            objectName: "pickSearch"
            Layout.fillWidth: true
            placeholderText: qsTr("在本机已有的记录里查找")
            Accessible.name: placeholderText
        }
        PushButton {
            objectName: "pickNone"
            Layout.fillWidth: true
            visible: sheet.mayClear
            kind: "quiet"
            text: qsTr("不填")

            onClicked: sheet.picked("")
        }
        BodyText {
            Layout.fillWidth: true
            visible: rows.count === 0
            text: search.text === "" ? qsTr("本机还没有可选的记录。同步一次，或先添加一条。") : qsTr("本机没有找到，换个字试试，或先同步。")
            soft: true
        }
        ListView {
            id: list

            objectName: "pickList"
            Layout.fillWidth: true
            Layout.fillHeight: true
            clip: true
            spacing: Theme.tight
            boundsBehavior: Flickable.StopAtBounds
            model: RowList {
                id: rows

                type: sheet.type
                filter: search.text + search.preeditText
            }
            delegate: RowCard {
                required property string rowId
                required line

                objectName: "pickRow"
                width: list.width
                stateLabel: sheet.chosen.some(each => each === rowId) ? qsTr("已选") : ""

                onClicked: sheet.picked(rowId)
            }
            footer: Item {
                height: Theme.margin
                width: 1
            }
        }
    }
}
