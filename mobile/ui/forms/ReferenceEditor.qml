import QtQuick
import QtQuick.Layouts
import Xiangji.Ui

/// Another row that is on this phone, or several.
FieldFrame {
    id: editor

    function pick(id) {
        if (!field.several) {
            field.value = id;
            return;
        }
        const before = field.value ?? [];
        field.value = id === "" ? undefined : before.some(each => each === id) ? before.filter(each => each !== id) : [...before, id];
    }

    MenuRow {
        objectName: "input_" + editor.field.name
        Layout.fillWidth: true
        enabled: !editor.field.readOnly
        text: editor.field.shown === "" ? qsTr("选择") : editor.field.shown
        Accessible.name: editor.field.label + "，" + text

        onClicked: sheet.active = true
    }
    Loader {
        id: sheet

        active: false
        sourceComponent: PickSheet {
            type: editor.field.refersTo
            heading: editor.field.label
            chosen: editor.field.several ? (editor.field.value ?? []) : [editor.field.value ?? ""]
            mayClear: !editor.field.required
            visible: true

            onPicked: id => {
                editor.pick(id);
                if (!editor.field.several || id === "")
                    close();
            }
            onClosed: sheet.active = false
        }
    }
}
