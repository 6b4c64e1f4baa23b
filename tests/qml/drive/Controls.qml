import QtQuick
import QtQuick.Controls
import Xiangji.Platform

ApplicationWindow {
    id: window

    property int saves: 0
    property int presses: 0
    property int doubles: 0
    property string pressedLong: ""
    property bool backTaken: true
    property int backs: 0
    property double keyboardHeight: Keyboard.height

    width: 360
    height: 640
    visible: true

    Column {
        width: parent.width
        focus: true
        Keys.onBackPressed: event => {
            window.backs += 1;
            event.accepted = window.backTaken;
        }

        Button {
            objectName: "saveButton"
            text: "保存"
            Accessible.name: "保存活动"
            onClicked: window.saves += 1
            onDoubleClicked: window.doubles += 1
        }
        Button {
            objectName: "greyButton"
            text: "灰"
            enabled: false
            onClicked: window.saves += 100
        }
        Button {
            objectName: "hiddenButton"
            text: "藏"
            visible: false
        }
        Button {
            objectName: "fadedButton"
            text: "透明"
            opacity: 0
        }
        Item {
            width: 200
            height: 40

            Button {
                objectName: "shieldedButton"
                anchors.fill: parent
                text: "挡住"
                onClicked: window.saves += 100
            }
            MouseArea {
                objectName: "shield"
                anchors.fill: parent
            }
        }
        Item {
            width: 200
            height: 40

            Button {
                objectName: "paintedOverButton"
                anchors.fill: parent
                text: "盖住"
                onClicked: window.saves += 100
            }
            Rectangle {
                objectName: "paint"
                anchors.fill: parent
            }
        }
        Rectangle {
            objectName: "card"
            width: 200
            height: 40
            color: "beige"

            Label {
                objectName: "cardWords"
                anchors.centerIn: parent
                text: "防溺水"
            }
            MouseArea {
                anchors.fill: parent
                onClicked: window.saves += 10
                onPressAndHold: window.pressedLong = "card"
            }
        }
        Item {
            objectName: "handled"
            width: 200
            height: 40

            TapHandler {
                onTapped: window.presses += 1
                onLongPressed: window.pressedLong = "handled"
            }
        }
        CheckBox {
            objectName: "remember"
            text: "记住"
        }
        TextField {
            id: nameField

            objectName: "nameField"
            width: 300
            placeholderText: "姓名"
        }
        TextField {
            objectName: "secretField"
            width: 300
            echoMode: TextInput.Password
        }
        TextArea {
            objectName: "summary"
            width: 300
            height: 70
        }
        Row {
            Repeater {
                model: 3

                Button {
                    required property int index

                    objectName: "twin"
                    width: 60
                    text: "第" + index
                    onClicked: window.presses += Math.pow(10, index)
                }
            }
        }
        Button {
            objectName: "openButton"
            text: "打开"
            onClicked: dialog.open()
        }
    }

    Button {
        objectName: "lowButton"
        anchors.bottom: parent.bottom
        text: "底"
        onClicked: window.saves += 1
    }
    Button {
        objectName: "straightButton"
        x: 400
        text: "外"
    }

    Dialog {
        id: dialog

        objectName: "askDialog"
        anchors.centerIn: parent
        width: 240
        modal: true
        title: "放弃?"
        onAccepted: window.saves += 1000

        contentItem: Column {
            Label {
                text: "草稿会丢"
            }
            Button {
                objectName: "yesButton"
                text: "是"
                onClicked: dialog.accept()
            }
        }
    }
}
