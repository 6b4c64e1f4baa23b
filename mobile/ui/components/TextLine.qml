import QtQuick
import QtQuick.Controls.Basic
import Xiangji.Ui

/// One line of typing.
TextField {
    id: field

    property bool wrong: false

    implicitHeight: Math.max(Theme.touch, contentHeight + 2 * Theme.gap)
    leftPadding: Theme.gap
    rightPadding: Theme.gap
    color: Theme.ink
    font.pixelSize: Theme.body
    placeholderTextColor: Theme.inkSoft
    selectionColor: Theme.accent
    selectedTextColor: Theme.accentInk
    selectByMouse: true
    verticalAlignment: TextInput.AlignVCenter
    Accessible.role: Accessible.EditableText
    Accessible.editable: true

    background: Rectangle {
        radius: Theme.radius
        color: field.readOnly ? Theme.paper : Theme.card
        border.width: field.activeFocus ? 2 : 1
        border.color: field.wrong ? Theme.danger : field.activeFocus ? Theme.accent : Theme.outline
    }
}
