import QtQuick
import QtQuick.Layouts
import Xiangji.Ui

/// As many as apply.
FieldFrame {
    id: editor

    ChipFlow {
        Layout.fillWidth: true
        objectNameStem: editor.field.name
        options: editor.field.choices
        chosen: editor.field.value
        several: true
        readOnly: editor.field.readOnly

        onPicked: value => {
            const before = editor.field.value ?? [];
            editor.field.value = before.some(each => each === value) ? before.filter(each => each !== value) : [...before, value];
        }
    }
}
