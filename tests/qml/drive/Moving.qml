import QtQuick
import QtQuick.Controls

ApplicationWindow {
    id: window

    property bool busy: false

    width: 300
    height: 500
    visible: true

    StackView {
        id: stack

        anchors.fill: parent
        initialItem: Page {
            objectName: "first"

            Column {
                Button {
                    objectName: "goButton"
                    text: "去"
                    onClicked: stack.push(second)
                }
                Button {
                    objectName: "workButton"
                    text: "做"
                    onClicked: {
                        window.busy = true;
                        work.start();
                    }
                }
                Button {
                    objectName: "lateButton"
                    text: "晚"
                    onClicked: late.start()
                }
                Button {
                    objectName: "spinButton"
                    text: "转"
                    onClicked: spin.running = true
                }
                Label {
                    id: toast

                    objectName: "toast"
                    visible: false
                    text: "已保存在本机"
                }
                Rectangle {
                    width: 20
                    height: 20
                    color: "green"

                    RotationAnimation on rotation  {
                        id: spin

                        running: false
                        from: 0
                        to: 360
                        duration: 700
                        loops: Animation.Infinite
                    }
                }
            }
        }
    }

    Component {
        id: second

        Page {
            objectName: "second"

            Button {
                objectName: "backButton"
                text: "回"
                onClicked: stack.pop()
            }
        }
    }

    Timer {
        id: work

        interval: 400
        onTriggered: window.busy = false
    }
    Timer {
        id: late

        interval: 500
        onTriggered: toast.visible = true
    }
}
