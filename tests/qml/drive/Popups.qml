import QtQuick
import QtQuick.Controls

ApplicationWindow {
    id: window

    property string chosen: ""
    property int taps: 0

    width: 360
    height: 640
    visible: true

    header: ToolBar {
        Row {
            ToolButton {
                objectName: "menuButton"
                text: "菜单"
                onClicked: menu.open()
            }
            ToolButton {
                objectName: "drawerButton"
                text: "抽屉"
                onClicked: drawer.open()
            }
            ToolButton {
                objectName: "hintButton"
                text: "提示"
                onClicked: hint.open()
            }
        }
    }

    StackView {
        anchors.fill: parent
        initialItem: Page {
            Column {
                y: 200

                ComboBox {
                    objectName: "grade"
                    model: ["一年级", "二年级", "三年级"]
                    onActivated: window.chosen = currentText
                }
                Switch {
                    objectName: "offline"
                    text: "离线"
                }
                SpinBox {
                    objectName: "heads"
                    value: 3
                }
                Button {
                    objectName: "plain"
                    text: "平"
                    onClicked: window.taps += 1
                }
            }
        }
    }

    Menu {
        id: menu

        objectName: "menu"

        MenuItem {
            objectName: "undo"
            text: "撤销"
            onTriggered: window.chosen = "undo"
        }
    }
    Drawer {
        id: drawer

        objectName: "drawer"
        width: 200
        height: window.height

        Button {
            objectName: "inDrawer"
            y: 300
            text: "里"
            onClicked: window.chosen = "inDrawer"
        }
    }
    Popup {
        id: hint

        objectName: "hint"
        x: 20
        y: 500
        width: 300
        height: 60

        Label {
            objectName: "hintWords"
            text: "点一下"
        }
    }
}
