import QtQuick
import QtQuick.Layouts
import Xiangji.Models

/// The editor that suits a field: one file a kind.
Loader {
    id: editor

    required property FormField field
    readonly property var files: ({
            "line": "LineEditor.qml",
            "text": "TextEditor.qml",
            "number": "NumberEditor.qml",
            "switch": "SwitchEditor.qml",
            "choice": "ChoiceEditor.qml",
            "choices": "ChoicesEditor.qml",
            "tags": "TagsEditor.qml",
            "instant": "InstantEditor.qml",
            "date": "DateEditor.qml",
            "reference": "ReferenceEditor.qml"
        })

    Layout.fillWidth: true

    Component.onCompleted: setSource(Qt.resolvedUrl(files[field.editor]), {
            "field": field
        })
}
