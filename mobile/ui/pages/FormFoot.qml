import QtQuick
import QtQuick.Layouts
import Xiangji.Ui

/// The foot of a page on which something is filled in: why it is not saved, and the button that saves.
ColumnLayout {
    id: foot

    required property string error
    property string saveText: qsTr("保存")
    property string secondText: ""

    signal saveAsked
    signal secondAsked

    Layout.fillWidth: true
    spacing: Theme.tight

    Notice {
        objectName: "formError"
        visible: foot.error !== ""
        tone: "danger"
        text: foot.error
    }
    GridLayout {
        Layout.fillWidth: true
        columns: Theme.scale > 1.4 ? 1 : 2
        columnSpacing: Theme.gap
        rowSpacing: Theme.tight

        PushButton {
            objectName: "submitButton"
            Layout.fillWidth: true
            Layout.preferredWidth: 1
            visible: foot.secondText !== ""
            text: foot.secondText

            onClicked: foot.secondAsked()
        }
        PushButton {
            objectName: "saveButton"
            Layout.fillWidth: true
            Layout.preferredWidth: 1
            kind: "primary"
            text: foot.saveText

            onClicked: foot.saveAsked()
        }
    }
}
