import QtQuick
import QtQuick.Layouts
import Xiangji.Ui

/// One of several, each a line of its own. `options` are [{value, label}].
Sheet {
    id: sheet

    required property var options
    required property var chosen

    signal picked(var value)

    Repeater {
        model: sheet.options

        delegate: MenuRow {
            required property var modelData

            objectName: "option_" + modelData.value
            Layout.fillWidth: true
            text: modelData.label
            value: modelData.value === sheet.chosen ? qsTr("已选") : ""

            onClicked: {
                sheet.picked(modelData.value);
                sheet.close();
            }
        }
    }
}
