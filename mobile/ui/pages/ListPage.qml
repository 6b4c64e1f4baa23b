import QtQuick
import QtQuick.Controls.Basic
import QtQuick.Layouts
import Xiangji.Models
import Xiangji.Platform
import Xiangji.Ui

/// The rows of any record type, from the catalogue alone.
FocusScope {
    id: page

    required property string type
    property string whereField: ""
    property string whereRow: ""
    property bool canGoBack: true

    signal backAsked

    function leave() {
    }

    objectName: "listPage"

    onBackAsked: Navigation.back()

    Rectangle {
        anchors.fill: parent
        color: Theme.paper
    }
    PageHead {
        id: head

        anchors.top: parent.top
        anchors.left: parent.left
        anchors.right: parent.right
        title: rows.label
        canGoBack: page.canGoBack

        onBackAsked: page.backAsked()
    }
    ColumnLayout {
        anchors.top: head.bottom
        anchors.bottom: parent.bottom
        anchors.bottomMargin: Keyboard.height
        anchors.horizontalCenter: parent.horizontalCenter
        width: Math.min(parent.width - 2 * Theme.margin, Theme.columnMost)
        spacing: Theme.gap

        TextLine {
            id: search

            objectName: "searchField"
            Layout.fillWidth: true
            placeholderText: qsTr("在本机的记录里查找")
            Accessible.name: placeholderText
        }
        EmptyState {
            objectName: "listEmpty"
            Layout.fillWidth: true
            visible: rows.count === 0
            iconName: search.text === "" ? "records" : "search"
            text: search.text !== "" ? qsTr("这部手机上没有找到“%1”。只能查到本机已有的记录。").arg(search.text) : add.visible ? qsTr("这里还没有记录。点下面的按钮添加第一条。") : qsTr("这里还没有记录。同步后，单位里的记录会出现在这里。")
        }
        ListView {
            id: list

            objectName: "rowList"
            Layout.fillWidth: true
            Layout.fillHeight: true
            clip: true
            spacing: Theme.tight + 2
            boundsBehavior: Flickable.StopAtBounds
            model: RowList {
                id: rows

                type: page.type
                filter: search.text + search.preeditText
                whereField: page.whereField
                whereRow: page.whereRow
            }

            ScrollBar.vertical: ScrollBar {
                policy: ScrollBar.AsNeeded
            }
            delegate: RowCard {
                required property string rowId
                required line
                required stateLabel
                required sendState
                required sendLabel
                required conflict
                required voided

                objectName: "listRow"
                width: list.width

                onClicked: Navigation.open("RowPage", {
                        "type": page.type,
                        "rowId": rowId
                    })
            }
            footer: ColumnLayout {
                width: list.width

                PushButton {
                    objectName: "showMoreButton"
                    Layout.fillWidth: true
                    Layout.topMargin: Theme.gap
                    visible: rows.cut
                    text: qsTr("显示更多")

                    onClicked: rows.showMore()
                }
                Item {
                    implicitHeight: Theme.margin
                }
            }
        }
        PushButton {
            id: add

            objectName: "addButton"
            Layout.fillWidth: true
            Layout.bottomMargin: Theme.gap
            visible: Session.mayInsert(page.type)
            kind: "primary"
            iconName: "plus"
            text: qsTr("添加%1").arg(rows.label)

            onClicked: Navigation.fillIn(page.type, "", page.whereField === "" ? {} : {
                    [page.whereField]: page.whereRow
                })
        }
    }
}
