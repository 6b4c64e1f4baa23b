import QtQuick
import QtQuick.Controls

ApplicationWindow {
    id: window

    property string tapped: ""

    width: 360
    height: 640
    visible: true

    ListView {
        id: list

        objectName: "pupils"
        anchors.fill: parent
        anchors.bottomMargin: 60
        model: 40
        clip: true

        delegate: ItemDelegate {
            required property int index

            objectName: "pupil" + index
            width: list.width
            height: 48
            text: "学生" + index
            onClicked: window.tapped = objectName
        }
    }
    Button {
        objectName: "toForm"
        anchors.bottom: parent.bottom
        height: 60
        text: "表"
        onClicked: form.visible = true
    }

    Page {
        id: form

        objectName: "form"
        anchors.fill: parent
        visible: false

        ScrollView {
            objectName: "formScroll"
            anchors.fill: parent
            contentWidth: availableWidth

            Column {
                width: form.width

                ListView {
                    objectName: "kinds"
                    width: parent.width
                    height: 60
                    orientation: ListView.Horizontal
                    model: 20
                    delegate: Button {
                        required property int index

                        objectName: "kind" + index
                        width: 90
                        text: "类" + index
                        onClicked: window.tapped = objectName
                    }
                }
                Repeater {
                    model: 16

                    TextField {
                        required property int index

                        objectName: "field" + index
                        width: 300
                        height: 50
                    }
                }
                Button {
                    objectName: "formSave"
                    text: "存"
                    onClicked: window.tapped = objectName
                }
            }
        }
    }
}
