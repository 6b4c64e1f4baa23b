import QtQuick
import QtQuick.Controls.Basic
import QtQuick.Layouts
import Xiangji.Ui

/// A number: typed, or changed by one with large buttons.
RowLayout {
    id: stepper

    required property string name
    property string objectNameStem: ""
    property var value: undefined
    property real least: 0
    property real most: kMost
    property int step: 1
    /// Beyond it a number of this language is no longer exact.
    readonly property real kMost: 9007199254740991
    property string unit: ""
    property bool wrong: false
    property bool readOnly: false

    signal changed(var value)

    function set(number) {
        stepper.changed(Math.max(stepper.least, -stepper.kMost, Math.min(stepper.most, stepper.kMost, number)));
    }

    spacing: Theme.tight

    IconButton {
        objectName: stepper.objectNameStem + "Less"
        visible: !stepper.readOnly
        enabled: Number(stepper.value ?? 0) > stepper.least
        framed: true
        iconName: "minus"
        name: qsTr("减少") + " " + stepper.name
        color: Theme.accent
        autoRepeat: true

        onClicked: stepper.set(Number(stepper.value ?? 0) - stepper.step)
    }
    TextLine {
        id: field

        objectName: stepper.objectNameStem + "Field"
        Layout.fillWidth: true
        Layout.minimumWidth: 40
        Layout.maximumWidth: 220
        horizontalAlignment: Text.AlignHCenter
        inputMethodHints: Qt.ImhDigitsOnly
        readOnly: stepper.readOnly
        wrong: stepper.wrong
        Accessible.name: stepper.name
        validator: RegularExpressionValidator {
            regularExpression: /-?[0-9]{0,15}/
        }

        onTextEdited: stepper.changed(text === "" || text === "-" ? undefined : Number(text))

        Binding {
            target: field
            property: "text"
            value: stepper.value === undefined || stepper.value === null ? "" : String(stepper.value)
            restoreMode: Binding.RestoreNone
        }
    }
    IconButton {
        objectName: stepper.objectNameStem + "More"
        visible: !stepper.readOnly
        enabled: Number(stepper.value ?? 0) < stepper.most
        framed: true
        iconName: "plus"
        name: qsTr("增加") + " " + stepper.name
        color: Theme.accent
        autoRepeat: true

        onClicked: stepper.set(Number(stepper.value ?? 0) + stepper.step)
    }
    BodyText {
        visible: stepper.unit !== ""
        text: stepper.unit
        lineHeight: 1
        soft: true
    }
}
