import QtQuick
import QtQuick.Layouts
import Xiangji.Ui

/// First which picture, then whether minors are in it: nobody else can say.
Sheet {
    id: sheet

    property var choices: []
    property url chosen: ""

    signal picked(url chosen, string minors)

    function begin() {
        chosen = "";
        open();
    }

    heading: String(chosen) === "" ? qsTr("选一张照片") : qsTr("照片里有没有未成年人？")
    closeName: "pictureSheetClose"

    EmptyState {
        objectName: "galleryEmpty"
        iconName: "records"
        Layout.fillWidth: true
        visible: sheet.choices.length === 0
        text: qsTr("这部设备的图片文件夹里还没有照片。")
    }
    Flow {
        Layout.fillWidth: true
        visible: String(sheet.chosen) === ""
        spacing: Theme.gap

        Repeater {
            model: sheet.choices

            delegate: PictureTile {
                required property int index
                required property var modelData

                objectName: "choosePicture"
                source: modelData
                name: qsTr("第 %1 张可选的照片").arg(index + 1)

                onClicked: sheet.chosen = modelData
            }
        }
    }
    SmallText {
        Layout.fillWidth: true
        visible: String(sheet.chosen) !== ""
        text: qsTr("有未成年人的照片，在监护人同意公开之前不会离开本乡镇。")
    }
    Repeater {
        model: String(sheet.chosen) === "" ? [] : [{
                "value": "none",
                "label": qsTr("没有")
            }, {
                "value": "yes",
                "label": qsTr("有")
            }, {
                "value": "unknown",
                "label": qsTr("不确定")
            }]

        delegate: MenuRow {
            required property var modelData

            objectName: "minors_" + modelData.value
            Layout.fillWidth: true
            text: modelData.label

            onClicked: {
                sheet.close();
                sheet.picked(sheet.chosen, modelData.value);
            }
        }
    }
}
