import QtQuick
import QtQuick.Controls.Basic
import Xiangji.Ui

/// One of several choices, large enough for a thumb. Chosen is shown by colour, frame and tick.
AbstractButton {
    id: chip

    property bool big: false
    property bool radio: true

    implicitWidth: Math.max(Theme.touch, Math.ceil(words.advanceWidth) + 1 + 2 * Theme.margin)
    implicitHeight: Math.max(big ? Theme.touch + 8 : Theme.touch - 4, 48, label.implicitHeight + 2 * Theme.tight)
    checkable: true
    font.pixelSize: Theme.body
    focusPolicy: Qt.TabFocus
    Accessible.role: radio ? Accessible.RadioButton : Accessible.CheckBox
    Accessible.name: chip.text
    Accessible.checkable: true
    Accessible.checked: chip.checked
    Accessible.onPressAction: chip.clicked()

    TextMetrics {
        id: words

        font: chip.font
        text: chip.text
    }

    contentItem: Item {
        // In the corner, so that choosing moves nothing.
        Icon {
            anchors.right: parent.right
            anchors.top: parent.top
            anchors.margins: 2
            visible: chip.checked
            name: "check"
            size: Math.round(14 * Theme.scale)
            color: Theme.accentInk
        }
        Text {
            id: label

            anchors.centerIn: parent
            width: chip.width - 2 * Theme.gap
            text: chip.text
            color: chip.checked ? Theme.accentInk : Theme.ink
            font.pixelSize: chip.font.pixelSize
            horizontalAlignment: Text.AlignHCenter
            wrapMode: Text.Wrap
            Accessible.ignored: true
        }
    }
    background: Rectangle {
        radius: Theme.radius
        color: chip.checked ? Theme.accent : chip.down ? Theme.accentSoft : Theme.card
        border.width: chip.visualFocus ? 3 : 1
        border.color: chip.checked ? Theme.accent : Theme.outline
    }
}
