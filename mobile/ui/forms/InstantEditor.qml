import QtQuick
import QtQuick.Layouts
import Xiangji.Ui

/// A date and a time.
FieldFrame {
    id: editor

    MenuRow {
        objectName: "input_" + editor.field.name
        Layout.fillWidth: true
        enabled: !editor.field.readOnly
        iconName: "today"
        text: editor.field.shown === "" ? qsTr("选择时间") : editor.field.shown
        Accessible.name: editor.field.label + "，" + text

        onClicked: sheet.openAtInstant(editor.field.value ?? Math.floor(Date.now() / 900000) * 900000)
    }
    DateSheet {
        id: sheet

        heading: editor.field.label
        withTime: true
        mayClear: !editor.field.required

        onInstantPicked: ms => editor.field.value = ms
        onCleared: editor.field.value = undefined
    }
}
