import QtQuick
import QtQuick.Controls.Basic
import Xiangji.Ui

/// A button that is only a picture; its name is for who can't see it.
AbstractButton {
    id: button

    required property string iconName
    required property string name
    property color color: Theme.ink
    property bool framed: false

    implicitWidth: Theme.touch
    implicitHeight: Theme.touch
    focusPolicy: Qt.TabFocus
    Accessible.role: Accessible.Button
    Accessible.name: button.name
    Accessible.onPressAction: button.clicked()

    contentItem: Item {
        Icon {
            anchors.centerIn: parent
            name: button.iconName
            color: button.enabled ? button.color : Theme.line
        }
    }
    background: Rectangle {
        radius: Theme.radius
        color: button.down ? Theme.accentSoft : "transparent"
        border.width: button.visualFocus ? 3 : button.framed ? 1 : 0
        border.color: button.enabled || button.visualFocus ? Theme.accent : Theme.line
    }
}
