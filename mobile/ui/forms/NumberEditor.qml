import QtQuick
import QtQuick.Layouts
import Xiangji.Ui

/// A whole number with its unit.
FieldFrame {
    id: editor

    NumberStepper {
        Layout.fillWidth: true
        objectNameStem: "input_" + editor.field.name
        name: editor.field.label
        value: editor.field.value
        least: editor.field.least
        most: editor.field.most
        unit: editor.field.unit
        readOnly: editor.field.readOnly
        wrong: editor.field.error !== ""

        onChanged: value => editor.field.value = value
    }
}
