import QtQuick
import QtQuick.Layouts
import Xiangji.Ui

/// A civil date.
FieldFrame {
    id: editor

    MenuRow {
        objectName: "input_" + editor.field.name
        Layout.fillWidth: true
        enabled: !editor.field.readOnly
        iconName: "today"
        text: editor.field.shown === "" ? qsTr("选择日期") : editor.field.shown
        Accessible.name: editor.field.label + "，" + text

        onClicked: sheet.openAtDate(editor.field.value ?? "")
    }
    DateSheet {
        id: sheet

        heading: editor.field.label
        mayClear: !editor.field.required

        onDayPicked: date => editor.field.value = date
        onCleared: editor.field.value = undefined
    }
}
