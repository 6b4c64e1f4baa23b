import QtQuick
import QtQuick.Layouts
import Xiangji.Ui

/// One of several; a second tap takes it back where it need not be filled in.
FieldFrame {
    id: editor

    ChipFlow {
        Layout.fillWidth: true
        objectNameStem: editor.field.name
        options: editor.field.choices
        chosen: editor.field.value
        readOnly: editor.field.readOnly

        onPicked: value => editor.field.value = value === editor.field.value && !editor.field.required ? undefined : value
    }
}
