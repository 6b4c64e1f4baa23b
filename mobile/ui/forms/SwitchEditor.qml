import QtQuick
import QtQuick.Layouts
import Xiangji.Ui

/// Yes or no.
FieldFrame {
    id: editor

    labelled: false

    Toggle {
        objectName: "input_" + editor.field.name
        Layout.fillWidth: true
        enabled: !editor.field.readOnly
        text: editor.field.label
        checked: editor.field.value === true

        onToggled: editor.field.value = checked
    }
}
