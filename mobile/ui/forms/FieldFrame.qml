import QtQuick
import QtQuick.Layouts
import Xiangji.Models
import Xiangji.Ui

/// What every editor has around it: label, whether it must be filled in, counter, hint, error.
ColumnLayout {
    id: frame

    required property FormField field
    property bool labelled: true
    readonly property string fieldName: field.name
    default property alias content: place.data

    objectName: "field_" + field.name
    spacing: Theme.tight

    RowLayout {
        Layout.fillWidth: true
        visible: frame.labelled
        spacing: Theme.tight

        BodyText {
            Layout.fillWidth: true
            text: frame.field.required ? frame.field.label + qsTr("（必填）") : frame.field.label
            font.bold: true
        }
        SmallText {
            objectName: "counter_" + frame.field.name
            visible: frame.field.limit > 0 && (frame.field.editor === "text" || frame.field.length > frame.field.limit * 0.8)
            text: frame.field.excess > 0 ? qsTr("多了 %1 个字 · %2/%3").arg(frame.field.excess).arg(frame.field.length).arg(frame.field.limit) : frame.field.length + "/" + frame.field.limit
            color: frame.field.excess > 0 ? Theme.danger : Theme.inkSoft
            font.bold: frame.field.excess > 0
        }
    }
    SmallText {
        Layout.fillWidth: true
        visible: frame.field.hint !== ""
        text: frame.field.hint
    }
    ColumnLayout {
        id: place

        Layout.fillWidth: true
        spacing: Theme.tight
    }
    RowLayout {
        Layout.fillWidth: true
        visible: frame.field.error !== ""
        spacing: Theme.tight

        Icon {
            name: "warn"
            color: Theme.danger
            size: Math.round(18 * Theme.scale)
        }
        SmallText {
            objectName: "error_" + frame.field.name
            Layout.fillWidth: true
            text: frame.field.error
            color: Theme.danger
        }
    }
}
