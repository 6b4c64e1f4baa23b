import QtQuick
import QtQuick.Layouts
import Xiangji.Ui

/// A set of words, added one by one; a tap takes one away.
FieldFrame {
    id: editor

    function add() {
        const word = input.text.trim();
        const before = editor.field.value ?? [];
        if (word !== "" && !before.some(each => each === word))
            editor.field.value = [...before, word];
        input.clear();
    }

    ChipFlow {
        Layout.fillWidth: true
        visible: (editor.field.value ?? []).length > 0
        objectNameStem: editor.field.name
        options: (editor.field.value ?? []).map(word => ({
                        "value": word,
                        "label": word
                    }))
        chosen: editor.field.value
        several: true
        readOnly: editor.field.readOnly

        onPicked: value => editor.field.value = editor.field.value.filter(each => each !== value)
    }
    RowLayout {
        Layout.fillWidth: true
        visible: !editor.field.readOnly
        spacing: Theme.tight

        TextLine {
            id: input

            objectName: "input_" + editor.field.name
            Layout.fillWidth: true
            Accessible.name: editor.field.label

            onAccepted: editor.add()
        }
        PushButton {
            objectName: "add_" + editor.field.name
            enabled: input.text.trim() !== ""
            text: qsTr("添加")

            onClicked: editor.add()
        }
    }
}
