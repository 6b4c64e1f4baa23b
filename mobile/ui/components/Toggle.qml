import QtQuick
import QtQuick.Controls.Basic
import Xiangji.Ui

/// On or off, with its words beside it.
Switch {
    id: toggle

    implicitHeight: Math.max(Theme.touch, words.implicitHeight + 2 * Theme.tight)
    leftPadding: 0
    rightPadding: 0
    spacing: Theme.gap
    font.pixelSize: Theme.body
    focusPolicy: Qt.TabFocus
    Accessible.role: Accessible.CheckBox
    Accessible.name: toggle.text
    Accessible.checkable: true
    Accessible.checked: toggle.checked
    Accessible.onPressAction: toggle.toggle()

    indicator: Rectangle {
        x: toggle.width - width
        anchors.verticalCenter: parent.verticalCenter
        implicitWidth: Math.round(54 * Theme.scale)
        implicitHeight: Math.round(32 * Theme.scale)
        radius: height / 2
        color: toggle.checked ? Theme.accent : Theme.card
        border.width: toggle.visualFocus ? 3 : 1
        border.color: toggle.checked ? Theme.accent : Theme.outline

        Rectangle {
            x: toggle.checked ? parent.width - width - 4 : 4
            anchors.verticalCenter: parent.verticalCenter
            width: parent.height - 8
            height: width
            radius: width / 2
            color: toggle.checked ? Theme.accentInk : Theme.outline
        }
    }
    contentItem: Text {
        id: words

        rightPadding: toggle.indicator.width + Theme.gap
        text: toggle.text
        color: toggle.enabled ? Theme.ink : Theme.inkSoft
        font.pixelSize: toggle.font.pixelSize
        verticalAlignment: Text.AlignVCenter
        wrapMode: Text.Wrap
        Accessible.ignored: true
    }
}
