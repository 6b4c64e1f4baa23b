import QtQuick
import QtQuick.Layouts
import Xiangji.Models
import Xiangji.Ui

/// The pictures of one activity, and adding one.
Card {
    id: card

    required property string activity

    visible: pictures.list.length > 0 || pictures.mayAdd

    Pictures {
        id: pictures

        activity: card.activity
    }
    Heading {
        text: pictures.list.length > 0 ? qsTr("照片（%1）").arg(pictures.list.length) : qsTr("照片")
    }
    Flow {
        Layout.fillWidth: true
        visible: pictures.list.length > 0
        spacing: Theme.gap

        Repeater {
            model: pictures.list

            delegate: PictureTile {
                required property int index
                required property var modelData

                objectName: "picture"
                source: modelData.thumb
                veiled: modelData.veiled
                label: modelData.words === "" ? modelData.stateLabel : modelData.stateLabel + " · " + modelData.words
                name: qsTr("第 %1 张照片").arg(index + 1)
            }
        }
    }
    PushButton {
        objectName: "addPictureButton"
        Layout.fillWidth: true
        visible: pictures.mayAdd
        iconName: "plus"
        text: qsTr("加照片")

        onClicked: sheet.begin()
    }
    Notice {
        objectName: "pictureError"
        Layout.fillWidth: true
        visible: pictures.error !== ""
        tone: "danger"
        text: pictures.error
    }
    PictureSheet {
        id: sheet

        onPicked: (chosen, minors) => {
            if (pictures.add(chosen, minors))
                Navigation.say(qsTr("已保存在本机，联网后自动送达"));
        }
        onOpened: choices = pictures.choices()
    }
}
