import QtQuick
import QtQuick.Layouts
import Xiangji.Ui

/// Several lines of text.
FieldFrame {
    id: editor

    TextBox {
        id: input

        objectName: "input_" + editor.field.name
        Layout.fillWidth: true
        readOnly: editor.field.readOnly
        wrong: editor.field.error !== "" || editor.field.excess > 0
        Accessible.name: editor.field.label

        onTextChanged: {
            if (text !== String(editor.field.value ?? ""))
                editor.field.value = text;
        }
        onPreeditTextChanged: editor.field.composing = preeditText === "" ? "" : text.slice(0, cursorPosition) + preeditText + text.slice(cursorPosition)

        Binding {
            target: input
            property: "text"
            value: String(editor.field.value ?? "")
            restoreMode: Binding.RestoreNone
        }
    }
}
