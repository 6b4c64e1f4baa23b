import QtQuick
import Xiangji.Ui

/// Choices as chips, as many in a row as fit. `options` are [{value, label}]; `chosen` one value, or a list of them with
/// `several`.
Flow {
    id: chips

    required property var options
    required property var chosen
    property bool several: false
    property bool readOnly: false
    property string objectNameStem: "choice"

    signal picked(var value)

    function isOn(value) {
        return several ? (chosen ?? []).some(each => each === value) : chosen === value;
    }

    spacing: Theme.tight + 2

    Repeater {
        model: chips.options

        delegate: Chip {
            required property var modelData

            objectName: chips.objectNameStem + "_" + (modelData.name ?? modelData.value)
            width: Math.min(implicitWidth, chips.width)
            enabled: !chips.readOnly
            radio: !chips.several
            text: modelData.label
            // The model decides what is chosen; a tap only asks.
            checkable: false
            checked: chips.isOn(modelData.value)

            onClicked: chips.picked(modelData.value)
        }
    }
}
